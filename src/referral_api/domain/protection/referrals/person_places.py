"""One person, one place: a second place is refused, but for a transfer.

A transfer holds its place beside the one that the person still has, which ends on her arrival. The
database holds the rule too (``uq_referral_place``, ``uq_referral_transfer``).
"""

from collections.abc import Sequence
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import OutcomeCode
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import AlreadyPlaced


async def check_only_place(transaction: Transaction, others: Sequence[UUID]) -> None:
    """Raise AlreadyPlaced if the person has a place, of which time has not disposed.

    ``others`` are the referrals that have a place for her, but for the one that she leaves.
    """
    if not others:
        return
    # They may be another organisation's, which the caller does not see.
    async with transaction.elevated():
        for other_id in others:
            other, at = await REFERRAL_RECORDS.lock(transaction, other_id)
            await REFERRAL_RECORDS.apply_expiry(transaction, other, at)
            if other.bed in {Bed.HELD, Bed.OCCUPIED}:
                raise AlreadyPlaced


async def leave_former_place(transaction: Transaction, referral: Referral) -> None:
    """The person has arrived: the service that she was transferred from is complete."""
    if referral.transfer_from_id is None:
        return
    async with transaction.elevated():
        former, at = await REFERRAL_RECORDS.lock(transaction, referral.transfer_from_id)
        await REFERRAL_RECORDS.apply_expiry(transaction, former, at)
        if former.status in OPEN:
            former.outcome = OutcomeCode.REFERRED_ONWARD
            await REFERRAL_RECORDS.cause(transaction, former, "transfer", at)
