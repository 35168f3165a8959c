"""How a measure goes on and comes to its end, and that the person is told of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import measures as followed
from referral_api.domain.protection.measures import carrying_out
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import (
    MeasureAttach,
    MeasureEnd,
    MeasureEndAtRequest,
    MeasureStart,
    MeasureTell,
)
from referral_api.http.dependencies import (
    requires_to_change,
)
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import MeasurePermission

router = guarded_router("/v1/cases/{case_id}/measures", "measures")


@router.post("/{measure_id}/withdraw", response_model=MeasureRead)
async def withdraw_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.WITHDRAW)],
    case_id: UUID,
    measure_id: UUID,
) -> Response:
    """Take back what you proposed: the person no longer wants it.

    403 if you take part in the case no longer.
    """
    result = await carrying_out.withdraw_measure(
        call.transaction, case_id, measure_id, call.version
    )
    return call.respond(result)


@router.post("/{measure_id}/start", response_model=MeasureRead)
async def start_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.START)],
    case_id: UUID,
    measure_id: UUID,
    start: MeasureStart,
) -> Response:
    """Record that it has begun. Follow-ups are counted from a reunification and a placement.

    409 `measure-ungrounded` if the check of the family or the determination stands no more.
    """
    result = await followed.start_measure(
        call.transaction, case_id, measure_id, start, call.version
    )
    return call.respond(result)


@router.post("/{measure_id}/end", response_model=MeasureRead)
async def end_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.END)],
    case_id: UUID,
    measure_id: UUID,
    end: MeasureEnd,
) -> Response:
    """Record what came of it: an arrival, an answer, an end. Never of a recovery period."""
    result = await followed.end_measure(call.transaction, case_id, measure_id, end, call.version)
    return call.respond(result)


@router.post("/{measure_id}/end-at-request", response_model=MeasureRead)
async def end_measure_at_request(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.END_AT_REQUEST)],
    case_id: UUID,
    measure_id: UUID,
    request: MeasureEndAtRequest,
) -> Response:
    """End it because the person, or the guardian, asks for that."""
    result = await carrying_out.end_measure_at_request(
        call.transaction, case_id, measure_id, request, call.version
    )
    return call.respond(result)


@router.post("/{measure_id}/tell", response_model=MeasureRead)
async def tell_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.TELL)],
    case_id: UUID,
    measure_id: UUID,
    told: MeasureTell,
) -> Response:
    """Record that the person was told of the decision, in a language of theirs."""
    result = await carrying_out.tell_measure(
        call.transaction, case_id, measure_id, told, call.version
    )
    return call.respond(result)


@router.post("/{measure_id}/attach", response_model=MeasureRead)
async def attach_papers(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.ATTACH)],
    case_id: UUID,
    measure_id: UUID,
    papers: MeasureAttach,
) -> Response:
    """Name a determination or a risk assessment that has come on file since."""
    result = await carrying_out.attach_papers(
        call.transaction, case_id, measure_id, papers, call.version
    )
    return call.respond(result)


@router.post("/{measure_id}/mark-error", response_model=MeasureRead)
async def mark_measure_as_error(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.MARK_ERROR)],
    case_id: UUID,
    measure_id: UUID,
) -> Response:
    """Mark a measure of yours that should never have been recorded.

    One that stands is revoked first.
    """
    result = await carrying_out.mark_measure_as_error(
        call.transaction, case_id, measure_id, call.version
    )
    return call.respond(result)
