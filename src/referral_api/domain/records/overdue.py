"""Finding the records whose deadline has passed, by the deadlines of their lifecycle."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from referral_api.database.statements import Statement, one_of
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle

_BATCH = 500


def is_overdue(table: type[Table], lifecycle: Lifecycle) -> ColumnElement[bool]:
    """Make the condition that time has caused a transition that is not stored yet.

    Each deadline is compared for its own states, written into the statement, because each has a
    partial index (``tests/database/test_plans.py``).
    """
    fields = table.__table__.c  # type: ignore[attr-defined]
    return or_(
        *(
            and_(one_of(fields.status, sorted(row.sources)), fields[row.deadline] <= func.now())
            for row in lifecycle.rows
            if row.deadline is not None
        )
    )


def overdue_statement(records: Records[Any]) -> Statement:
    """Select the overdue records, each with the organisation whose deadline has passed."""
    fields = records.table.__table__.c
    owner = fields[records.overdue_for].label("organisation_id")
    return Statement(
        select(fields.id, owner).where(is_overdue(records.table, records.lifecycle)).limit(_BATCH)
    )


async def expire(transaction: Transaction, records: Records[Any], record_id: Any) -> bool:
    """Lock one record and persist its expiry, if it is due; say whether it was."""
    found, at = await records.lock(transaction, record_id)
    return await records.apply_expiry(transaction, found, at)
