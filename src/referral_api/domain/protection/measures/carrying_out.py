"""What becomes of a measure: it begins, it ends, the person is told; and reading it."""

from datetime import datetime
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.measures import (
    MeasureKind,
    MeasureOutcome,
    MeasureRequester,
    MeasureStatus,
    NonPunishmentAnswer,
)
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.protection.measures.conditions import check_still_grounded
from referral_api.domain.protection.measures.dates import check_fact, out_of_range
from referral_api.domain.protection.measures.family import check_not_refused, is_decided
from referral_api.domain.protection.measures.proposing import check_papers
from referral_api.domain.protection.measures.records import MEASURE_RECORDS, to_response
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import (
    MeasureAttach,
    MeasureEnd,
    MeasureEndAtRequest,
    MeasureStart,
    MeasureTell,
)
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.protection.measures.words import open_words
from referral_api.domain.records.of_case import check_of_case
from referral_api.domain.records.records import Change
from referral_api.errors import MalformedInput
from referral_api.permissions import MeasurePermission
from referral_api.security.vault import Vault

_THE_PERSON = frozenset({MeasureRequester.PERSON, MeasureRequester.GUARDIAN})
_ARRIVED = frozenset({MeasureOutcome.CARRIED_OUT, MeasureOutcome.PARTLY})


async def _transition(
    transaction: Transaction, case_id: UUID, measure_id: UUID, event: str, version: int,
    change: Change[Measure] | None = None,
) -> MeasureRead:  # fmt: skip
    await check_of_case(transaction, MEASURE_RECORDS, case_id, measure_id, event)
    row = await MEASURE_RECORDS.transition(transaction, measure_id, event, version, change)
    return to_response(row)


async def start_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, start: MeasureStart, version: int
) -> MeasureRead:
    """Record that it has begun: a fact, which may lie before the decision.

    Conflict for what the person has come to refuse; MeasureUngrounded if the family, the carer or
    the determination does not stand any more.
    """

    async def begin(measure: Measure, now: datetime) -> None:
        await check_not_refused(transaction, measure)
        async with transaction.elevated("flow"):  # who carries it out may not see the case
            case = await get_case(transaction, case_id)
        await check_still_grounded(transaction, case, measure)
        check_fact(start.happened_on, now)
        measure.started_on = start.happened_on

    return await _transition(transaction, case_id, measure_id, "start", version, begin)


async def end_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, end: MeasureEnd, version: int
) -> MeasureRead:
    """Record what came of it. Of a notice this is the answer of whom it was sent to."""

    def finish(measure: Measure, now: datetime) -> None:
        check_fact(end.happened_on, now, measure.started_on)
        is_notice = measure.kind == MeasureKind.NON_PUNISHMENT_NOTICE
        if is_notice != (end.answer is not None):
            code = "missing" if is_notice else "invalid_value"
            raise MalformedInput(errors=[{"pointer": "/answer", "code": code}])
        if end.answer is NonPunishmentAnswer.AWAITED:
            raise out_of_range("answer")
        measure.outcome, measure.ended_on = end.outcome, end.happened_on
        if is_notice:
            measure.answer, measure.answered_on = end.answer, end.happened_on
        if measure.kind == MeasureKind.VOLUNTARY_RETURN and end.outcome in _ARRIVED:
            measure.arrived_on = end.happened_on

    return await _transition(transaction, case_id, measure_id, "end", version, finish)


async def end_measure_at_request(
    transaction: Transaction, case_id: UUID, measure_id: UUID, request: MeasureEndAtRequest,
    version: int,
) -> MeasureRead:  # fmt: skip
    """End it because the person, or the guardian, asks for that; nobody else's wish ends it so."""
    if request.asked_by not in _THE_PERSON:
        raise MalformedInput(errors=[{"pointer": "/asked_by", "code": "invalid_value"}])

    def finish(measure: Measure, now: datetime) -> None:
        check_fact(request.happened_on, now)
        measure.outcome = MeasureOutcome.PERSON_CHANGED_MIND
        measure.ended_on = request.happened_on

    return await _transition(transaction, case_id, measure_id, "end_at_request", version, finish)


async def withdraw_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, version: int
) -> MeasureRead:
    """Take it back, as who proposed it: the person no longer wants it."""
    return await _transition(transaction, case_id, measure_id, "withdraw", version)


async def tell_measure(
    transaction: Transaction, case_id: UUID, measure_id: UUID, told: MeasureTell, version: int
) -> MeasureRead:
    """Record that the person was told of the decision, in a language of theirs."""

    def tell(measure: Measure, now: datetime) -> None:
        check_fact(told.told_on, now, measure.decided_on, "told_on")
        measure.told_on, measure.told_in = told.told_on, told.told_in

    return await _transition(transaction, case_id, measure_id, "tell", version, tell)


async def attach_papers(
    transaction: Transaction, case_id: UUID, measure_id: UUID, papers: MeasureAttach, version: int
) -> MeasureRead:
    """Name a determination or a risk assessment that has come on file since."""
    await check_of_case(transaction, MEASURE_RECORDS, case_id, measure_id, "attach")
    await check_papers(transaction, case_id, papers.model_dump())

    async def attach(measure: Measure, _: datetime) -> None:
        late = papers.bid_id
        if late is not None and not await is_decided(transaction, measure, late):
            raise MalformedInput(errors=[{"pointer": "/bid_id", "code": "invalid_value"}])
        measure.bid_id = papers.bid_id or measure.bid_id
        measure.risk_assessment_id = papers.risk_assessment_id or measure.risk_assessment_id

    return await _transition(transaction, case_id, measure_id, "attach", version, attach)


async def mark_measure_as_error(
    transaction: Transaction, case_id: UUID, measure_id: UUID, version: int
) -> MeasureRead:
    """Mark a measure that should never have been recorded. It is out of every figure."""
    return await _transition(transaction, case_id, measure_id, "mark_error", version)


async def read_measure(
    transaction: Transaction, vault: Vault, case_id: UUID, measure_id: UUID
) -> MeasureRead:
    """Read a measure within sight, with what the caller may open of its words."""
    await check_of_case(transaction, MEASURE_RECORDS, case_id, measure_id)
    row = await MEASURE_RECORDS.read(transaction, measure_id, MeasurePermission.READ)
    return to_response(row, await open_words(transaction, vault, row))


async def list_measures(
    transaction: Transaction, case_id: UUID, status: MeasureStatus | None, window: Window
) -> Slice[MeasureRead]:
    """List the measures of a case within sight, newest first, without their words."""
    return await MEASURE_RECORDS.list(
        transaction, window, MeasurePermission.LIST, to_response, case_id=case_id, status=status
    )
