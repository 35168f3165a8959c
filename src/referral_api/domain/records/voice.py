"""Whose act an act is: the caller's own, or the receiver's, who said so on the telephone.

An act takes the voice in which it is made. In both it is the same act, with the same checks.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.network.organisations.queries import find_type
from referral_api.domain.transitions import Side
from referral_api.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of an act; ``by_telephone`` means that the caller repeats what a receiver said."""

    by_telephone: bool

    def sides(self, stands: set[Side]) -> set[Side]:
        """Return the sides for which a caller who ``stands`` on some may act.

        Forbidden where it may not speak for the receiver: the receiver speaks for itself.
        """
        if not self.by_telephone:
            return stands
        if Side.RECEIVER in stands or not stands & {Side.SENDER, Side.COORDINATOR}:
            raise Forbidden
        return {Side.RECEIVER}

    @asynccontextmanager
    async def sight(self, transaction: Transaction) -> AsyncIterator[None]:
        """See for a while what the receiver sees, to check what its act rests on."""
        if not self.by_telephone:
            yield
            return
        async with transaction.elevated():
            yield

    async def type_of(self, transaction: Transaction, receiver_id: UUID) -> str:
        """Return the type of the receiver, whose ceiling bounds what opens to it."""
        if not self.by_telephone:
            return transaction.actor.organisation_type
        return await find_type(transaction, receiver_id)


OWN = Voice(by_telephone=False)
TELEPHONE = Voice(by_telephone=True)
