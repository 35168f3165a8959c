"""Which organisations get an outgoing event of a change of a record, and of which file."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CTE

from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.events.outbox import outgoing_inserts

R = TypeVar("R", bound=Table)
Parties = Callable[[R], list[UUID]]
# Of each party, the file that it is told of.
OwnFiles = Callable[[Transaction, R, Sequence[UUID]], Awaitable[Sequence[UUID | None]]]


class OutgoingParties(Generic[R]):
    """The outgoing events of one kind of record.

    All parties are told the file of the record, or with ``own_files`` each a file of its own.
    """

    def __init__(self, parties: Parties[R] | None, own_files: OwnFiles[R] | None) -> None:
        self._parties, self._own_files = parties, own_files

    def inserts(self) -> list[CTE]:
        """Make what the statement of a change has beside it."""
        if self._parties is None:
            return []
        return [outgoing_inserts(own_files=self._own_files is not None).cte("outgoing")]

    async def values(
        self, transaction: Transaction, found: R, also_told: Sequence[UUID] = ()
    ) -> dict[str, Any]:
        """Return its parameters for one record."""
        if self._parties is None:
            return {}
        parties = [*self._parties(found), *also_told]
        if self._own_files is None:
            return {"parties": parties}
        files = await self._own_files(transaction, found, parties)
        return {"parties": parties, "files": files}
