"""What time has decided, in SQL: the state of a row now, and the rows whose deadline has passed.

``Lifecycle.status_now`` says the same of a row that was read. Both follow the lifecycle's rows.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select

from referral_api.database.statements import literal_code, one_of
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.events.clocks.passed import tell_passed
from referral_api.domain.records.due_batches import DueBatches
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle, Transition


def is_overdue(table: type[Table], lifecycle: Lifecycle) -> ColumnElement[bool]:
    """Make the condition that time has caused a transition that is not stored yet."""
    return _any_due(table, lifecycle.deadlines, func.now())


def status_now(table: type[Table], lifecycle: Lifecycle, at: Any = None) -> ColumnElement[str]:
    """Select the state that time has caused by now, or by the column ``at``."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    instant = func.now() if at is None else at
    caused = [
        (and_(_due(fields, row, instant), *_first(fields, row, lifecycle, instant)),
         literal_code(row.target or ""))
        for row in lifecycle.deadlines
    ]  # fmt: skip
    return case(*caused, else_=fields.status) if caused else fields.status


def is_open(table: type[Table], lifecycle: Lifecycle) -> ColumnElement[bool]:
    """Make the condition that a record goes on: in an open state that time has not ended."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    return and_(
        one_of(fields.status, sorted(lifecycle.open)),
        not_(func.coalesce(is_overdue(table, lifecycle), false())),
    )


def due_at(table: type[Table], lifecycle: Lifecycle) -> ColumnElement[Any]:
    """Select the first limit that waits in the stored state, whether it ends or delays something.

    A delay that was reported waits still.
    """
    fields = table.__table__.c  # type: ignore[attr-defined]
    limits = [
        case((and_(*_waits(fields, row)), fields[row.deadline]))
        for row in (*lifecycle.deadlines, *lifecycle.delays)
    ]
    return func.least(*limits)


def is_late(table: type[Table], lifecycle: Lifecycle) -> ColumnElement[bool]:
    """Make the condition that a limit has passed which ends nothing; as ``Lifecycle.is_late``."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    late = [
        and_(fields[row.deadline] <= func.now(), *_waits(fields, row)) for row in lifecycle.delays
    ]
    return and_(is_open(table, lifecycle), or_(false(), *late))


def _waits(fields: Any, row: Transition) -> Iterable[ColumnElement[bool]]:
    yield one_of(fields.status, sorted(row.sources))
    yield from (fields[name].is_(None) for name in row.unless if name != row.reported)


def _due(fields: Any, row: Transition, instant: Any) -> ColumnElement[bool]:
    # Each deadline is compared for its own states, written into the statement, because each has a
    # partial index (``tests/database/test_plans.py``).
    conditions = [one_of(fields.status, sorted(row.sources)), fields[row.deadline] <= instant]
    return and_(*conditions, *(fields[name].is_(None) for name in row.unless))


def _first(
    fields: Any, row: Transition, lifecycle: Lifecycle, instant: Any
) -> Iterable[ColumnElement[bool]]:
    """Make the conditions that no other deadline of the same states passed before this one."""
    for other in lifecycle.deadlines:
        if other is not row and other.deadline != row.deadline and other.sources & row.sources:
            earlier = and_(_due(fields, other, instant),
                           fields[other.deadline] < fields[row.deadline])  # fmt: skip
            yield not_(func.coalesce(earlier, false()))


def _any_due(table: type[Table], rows: Iterable[Transition], instant: Any) -> ColumnElement[bool]:
    fields = table.__table__.c  # type: ignore[attr-defined]
    return or_(false(), *(_due(fields, row, instant) for row in rows))


def overdue_batches(records: Records[Any]) -> DueBatches:
    """Select the records that time has changed or delayed, with the organisation that is late."""
    return DueBatches(
        _select_overdue(records), due_at(records.table, records.lifecycle),
        records.table.__table__.c.id,
    )  # fmt: skip


def count_overdue(records: Records[Any], at_most: int) -> ColumnElement[int]:
    """Count them, up to a number."""
    found = _select_overdue(records).limit(at_most).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def first_overdue(records: Records[Any]) -> Iterable[ColumnElement[Any]]:
    """Select the limit that passed first, for each that waits to be written: by its index."""
    fields = records.table.__table__.c
    for row in (*records.lifecycle.deadlines, *records.lifecycle.delays):
        first = func.min(fields[row.deadline])
        yield select(first).where(_due(fields, row, func.now())).scalar_subquery()


def _select_overdue(records: Records[Any]) -> Select[Any]:
    lifecycle, fields = records.lifecycle, records.table.__table__.c
    owner = fields[records.overdue_for].label("organisation_id")
    late = _any_due(records.table, (*lifecycle.deadlines, *lifecycle.delays), func.now())
    return select(fields.id, owner).where(late)


async def expire(transaction: Transaction, records: Records[Any], record_id: Any) -> bool:
    """Lock one record and persist its expiry or report its delays; say whether there were any."""
    found, at = await records.lock(transaction, record_id)
    if await records.apply_expiry(transaction, found, at):
        return True
    delays = records.lifecycle.unreported_delays(found, at)
    for row in delays:
        setattr(found, row.reported, at)
        await records.cause(transaction, found, row.event, at, by_time=True)
        await tell_passed(transaction, records.subject, found, row.deadline or "")
    return bool(delays)
