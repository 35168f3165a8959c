"""Telling what is due: found in the rows, and told one by one.

It may run anywhere, beside itself, and at any time: each stage is told once. What nobody tells in
time is told by whoever persists the end of the limit, or by the next round.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import (
    Interval,
    Select,
    Uuid,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    not_,
    select,
)
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.domain.casework.clocks.care import CARE_WAITING
from referral_api.domain.casework.clocks.tips import TIP_WAITING
from referral_api.domain.casework.clocks.waiting import WAITING, time_parameter
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.deadline_policy import (
    CARE_TIMES,
    CHILD_PROTECTION,
    TIP_CLOCKS,
    HandoffClocks,
    ReferralClocks,
    TipClocks,
)
from referral_api.domain.events.clocks.table import CLOCKS, Steps
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.events.notices.telling import Awaited, take_turn, tell
from referral_api.domain.records.due_batches import DueBatches
from referral_api.domain.records.one_by_one import Due, write_each

Times = Mapping[NoticeKind, Mapping[str, timedelta]]


def times_of(
    referral_clocks: ReferralClocks,
    handoff_clocks: HandoffClocks,
    police_protection: timedelta,
    tip_clocks: TipClocks = TIP_CLOCKS,
    child_protection: timedelta = CHILD_PROTECTION,
    care: Mapping[str, timedelta] = CARE_TIMES,
) -> Times:
    """Say for each kind how long the whole time of each priority is in this installation."""
    found: dict[NoticeKind, Mapping[str, timedelta]] = {}
    for kind, clock in CLOCKS.items():
        if clock.setting == "handoff":
            found[kind] = handoff_clocks
        elif clock.setting == "police":
            found[kind] = dict.fromkeys(clock.times, police_protection)
        elif clock.setting.startswith("tip_"):
            name = clock.setting.removeprefix("tip_")
            found[kind] = {urgency: getattr(times, name) for urgency, times in tip_clocks.items()}
        elif clock.setting == "child_protection":
            found[kind] = dict.fromkeys(clock.times, child_protection)
        elif clock.setting in care:
            found[kind] = dict.fromkeys(clock.times, care[clock.setting])
        elif clock.setting:
            found[kind] = {
                priority: getattr(times, clock.setting)
                for priority, times in referral_clocks.items()
            }
        else:
            found[kind] = clock.times
    return found


def _due(kind: NoticeKind, waiting: Select[Any]) -> Select[Any]:
    """Select what waits and has come to a stage that is not told: the last one tells of all."""
    rows, steps = waiting.subquery("waiting"), CLOCKS[kind].steps
    stage = _last_stage(rows, steps)
    told = exists().where(
        col(Notice.subject_id) == rows.c.subject_id, col(Notice.kind) == literal_code(kind),
        col(Notice.due_at) == rows.c.due_at, col(Notice.concerned_id) == rows.c.concerned_id,
        col(Notice.stage) == stage,
    )  # fmt: skip
    return select(*rows.c, stage.label("stage")).where(stage.is_not(None), not_(told))


def _last_stage(rows: Any, steps: Steps) -> Any:
    now = func.now()
    return case(
        *(
            (rows.c.due_at <= now + _part(rows.c.whole, left), literal_code(name))
            for name, left in sorted(steps, key=lambda step: step[1])
        )
    )  # fmt: skip


def _part(whole: Any, left: float) -> Any:
    return whole.op("*", return_type=Interval())(literal_column(repr(left)))


def _batches(due: Select[Any]) -> DueBatches:
    found = due.subquery("found")
    rest = [column for column in found.c if column.name != "due_at"]
    return DueBatches(select(*rest), found.c.due_at, found.c.row_id)


def _one(due: Select[Any]) -> Statement:
    found = due.subquery("found")
    return Statement(
        select(found).where(
            found.c.subject_id == bindparam("subject_id", type_=Uuid),
            found.c.concerned_id == bindparam("concerned_id", type_=Uuid),
        )
    )


_WAITING = (*WAITING, *TIP_WAITING, *CARE_WAITING)
_DUE = [(kind, _batches(_due(kind, rows)), _one(_due(kind, rows))) for kind, rows in _WAITING]


async def tell_due(database: Database, times: Times) -> int:
    """Tell every stage that is due, each record in a transaction of its own; return their number.

    One that fails holds up no other; ExpiriesFailed follows at the end.
    """
    return await write_each(_find_due(database, times))


async def _find_due(database: Database, times: Times) -> AsyncIterator[Due]:
    for kind, batches, one in _DUE:
        values = _values(batches.statement, times[kind])
        async for row in batches.read(database, system_actor(), "system", **values):
            yield Due(
                f"notice of {kind}",
                row["subject_id"],
                partial(_tell, database, kind, one, row, values),
            )


def _values(statement: Statement, times: Mapping[str, timedelta]) -> dict[str, Any]:
    every = {time_parameter(priority): time for priority, time in times.items()}
    longest = max(times.values(), default=timedelta())
    # Half of the time before the police are reported, their supervisor is reminded.
    every |= {"longest": longest, "police_protection": longest / 2}
    return {name: value for name, value in every.items() if name in statement.names}


async def _tell(
    database: Database, kind: NoticeKind, one: Statement, found: Row, values: dict[str, Any]
) -> bool:
    """Look again when it is our turn: it may have been answered, or told, meanwhile."""
    subject_id, concerned_id = found["subject_id"], found["concerned_id"]
    async with database.transaction(system_actor(concerned_id), "system") as transaction:
        await take_turn(transaction, kind, subject_id)
        row = await transaction.one(one, subject_id=subject_id, concerned_id=concerned_id, **values)
        if row is None:
            return False
        waiting = Awaited(
            kind, CLOCKS[kind].subject, subject_id, row["due_at"], concerned_id,
            row["asked_by_id"], row["region"],
        )  # fmt: skip
        return bool(await tell(transaction, waiting, _reached(CLOCKS[kind].steps, row["stage"])))


def _reached(steps: Steps, stage: str) -> list[NoticeStage]:
    """List the stages up to this one."""
    left = dict(steps)
    return [name for name, rest in steps if rest >= left[NoticeStage(stage)]]
