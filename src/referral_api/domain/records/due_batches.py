"""Reading what is due: what has waited longest first, one bounded batch after the other."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import DateTime, Select, Uuid, bindparam, or_, tuple_

from referral_api.database.database import Database
from referral_api.database.sight import VisibilityScope
from referral_api.database.statements import Row, Statement
from referral_api.permissions import Actor

BATCH = 500


class DueBatches:
    """The rows that ``due`` selects, ordered by ``at``, since when each is due, and by its id.

    Each batch begins after the last row of the one before: what cannot be written down is read
    once, and hides nothing.
    """

    def __init__(self, due: Select[*tuple[Any, ...]], at: Any, row_id: Any) -> None:
        place = tuple_(at, row_id)
        after_id = bindparam("after_id", type_=Uuid)
        after = tuple_(bindparam("after_at", type_=DateTime(timezone=True)), after_id)
        self.statement = Statement(
            due.add_columns(at.label("due_at"), row_id.label("due_id"))
            .where(or_(after_id.is_(None), place > after))
            .order_by(at, row_id)
            .limit(BATCH)
        )

    async def read(
        self, database: Database, actor: Actor, scope: VisibilityScope, **values: Any
    ) -> AsyncIterator[Row]:
        """Read them all; a batch's transaction ends before its rows are handed out."""
        last: Row | None = None
        while True:
            async with database.transaction(actor, scope) as transaction:
                rows = await transaction.all(
                    self.statement, after_at=last and last["due_at"],
                    after_id=last and last["due_id"], **values,
                )  # fmt: skip
            for row in rows:
                yield row
            if len(rows) < BATCH:
                return
            last = rows[-1]
