"""Deleting rows past their time: the oldest first, one bounded batch in each transaction."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Interval,
    TableClause,
    bindparam,
    delete,
    func,
    literal_column,
    select,
)

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction

BATCH = 1000
# Each batch is followed by a pause of so many times its duration, up to so many seconds: requests
# have most of the server.
_PAUSE, _LONGEST_PAUSE = 3, 1.0
_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
_ALONE = Statement(
    select(func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("table"), 36)))
)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows were deleted, and whether older ones than the retention are left."""

    number: int
    unfinished: bool


class OldRows:
    """The rows of a table by the column that says how old they are; an index has its order."""

    def __init__(self, rows: type[Table] | TableClause, at: Any) -> None:
        table = rows if isinstance(rows, TableClause) else rows.__table__  # type: ignore[attr-defined]
        self.name = str(table.name)
        self._at = at
        place: ColumnElement[Any] = literal_column(f"{self.name}.ctid")
        batch = (
            select(place.label("place"))
            .select_from(table)
            .where(at < self._kept_from, at >= bindparam("after", type_=DateTime(timezone=True)))
            .order_by(at)
            .limit(bindparam("batch"))
        )
        deleted = (
            delete(table)
            # An array, which PostgreSQL fetches row by row whatever it expects of the batch.
            .where(place == func.any(func.array(batch.scalar_subquery())))
            .returning(at.label("at"))
            .cte("deleted")
        )
        self._delete = Statement(
            select(func.count().label("number"), func.max(deleted.c.at).label("last"))
            .select_from(deleted)
        )  # fmt: skip

    @property
    def _kept_from(self) -> Any:
        return func.now() - bindparam("retention", type_=Interval)

    def overdue(self, retention: str) -> Any:
        """Select how long the oldest row is past its time, as an interval; NULL if none is.

        ``retention`` names the parameter.
        """
        kept_from = func.now() - bindparam(retention, type_=Interval)
        oldest = select(func.min(self._at)).scalar_subquery()
        return func.nullif(
            func.greatest(kept_from - oldest, literal_column("interval '0'")),
            literal_column("interval '0'"),
        )

    def count_overdue(self, retention: str, at_most: int) -> Any:
        """Count the rows past their time, up to a number; ``retention`` names the parameter."""
        kept_from = func.now() - bindparam(retention, type_=Interval)
        found = select(self._at).where(self._at < kept_from).limit(at_most).subquery()
        return select(func.count()).select_from(found).scalar_subquery()

    async def purge(
        self, database: Database, retention: timedelta, seconds: float, batch: int = BATCH
    ) -> Purged:
        """Delete the rows older than the retention, for so many seconds at most.

        One process at a time does so: a second one leaves it to the first.
        """
        number, after, began = 0, _EARLIEST, time.monotonic()
        while True:
            batch_began = time.monotonic()
            async with database.transaction(system_actor(), "system") as transaction:
                row = await self._delete_batch(transaction, retention, after, batch)
            if row is None:
                return Purged(number, unfinished=False)
            number += row["number"]
            # The index still holds what was deleted, and each batch would read all of it again.
            after = row["last"] or after
            if row["number"] < batch:
                return Purged(number, unfinished=False)
            now = time.monotonic()
            if now - began >= seconds:
                return Purged(number, unfinished=True)
            await asyncio.sleep(min(_PAUSE * (now - batch_began), _LONGEST_PAUSE))

    async def _delete_batch(
        self, transaction: Transaction, retention: timedelta, after: datetime, batch: int
    ) -> Row | None:
        if not (await transaction.row(_ALONE, table=self.name))[0]:
            return None
        return await transaction.row(self._delete, retention=retention, after=after, batch=batch)
