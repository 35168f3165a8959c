"""What a measure sets in motion: follow-ups from a return, a reunification, a placement."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.measures import MeasureOutcome
from referral_api.domain.protection.follow_ups.planning import plan_after_departure
from referral_api.domain.protection.measures import carrying_out
from referral_api.domain.protection.measures.dates import begin_of
from referral_api.domain.protection.measures.kinds import RULES
from referral_api.domain.protection.measures.records import MEASURE_RECORDS
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import (
    MeasureEnd,
    MeasureStart,
)

_CARRIED_OUT = frozenset({MeasureOutcome.CARRIED_OUT, MeasureOutcome.PARTLY})


async def start_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, start: MeasureStart, version: int
) -> MeasureRead:
    """Record that a measure has begun, and plan the follow-ups to which the person agrees."""
    started = await carrying_out.start_measure(transaction, case_id, measure_id, start, version)
    await _follow(transaction, started, "start")
    return started


async def end_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, end: MeasureEnd, version: int
) -> MeasureRead:
    """Record what came of a measure, and plan the follow-ups of a return that was carried out."""
    ended = await carrying_out.end_measure(transaction, case_id, measure_id, end, version)
    if end.outcome in _CARRIED_OUT:
        await _follow(transaction, ended, "end")
    return ended


async def _follow(transaction: Transaction, measure: MeasureRead, event: str) -> None:
    day = measure.started_on if event == "start" else measure.ended_on
    if RULES[measure.kind].followed != event or day is None:
        return
    row = await MEASURE_RECORDS.find(transaction, measure.id)
    await plan_after_departure(transaction, measure.case_id, row["custodian_id"], begin_of(day))
