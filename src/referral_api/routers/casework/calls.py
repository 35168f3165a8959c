"""Calls (appels): what a receiver answered on the telephone, and its confirmation or correction."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.calls import corrections, operations, recording
from referral_api.domain.casework.calls.schemas import (
    CallCorrect,
    CallRead,
    HandoffCall,
    ReferralCall,
)
from referral_api.domain.codelists.calls import CallStatus
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_record,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import CallPermission

router = guarded_router("/v1", "calls")
_Recorded = requires_to_record(CallPermission.RECORD, location="/v1/calls")


@router.post("/referrals/{referral_id}/calls", status_code=201, response_model=CallRead)
async def record_referral_call(
    call: Annotated[RequestContext, _Recorded], referral_id: UUID, said: ReferralCall
) -> Response:
    """Record what the receiver of a referral said on the telephone: it has effect at once.

    For the organisation responsible for the person, and for the coordination. `If-Match` names the
    version of the referral. Call the receiver back on its duty telephone first. It then confirms or
    corrects the call.
    """
    settings = call.process.settings
    result = await recording.record_referral_call(
        call.transaction, settings.referral_clocks, settings.call_confirmation, referral_id, said,
        call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/handoffs/{handoff_id}/calls", status_code=201, response_model=CallRead)
async def record_handoff_call(
    call: Annotated[RequestContext, _Recorded], handoff_id: UUID, said: HandoffCall
) -> Response:
    """Record what the receiver of a handoff said on the telephone: it has effect at once.

    For who offered it, and for the coordination; whoever made the offer does not record its
    acceptance or the arrival. `If-Match` names the version of the handoff. No call replies to an
    assignment.
    """
    result = await recording.record_handoff_call(
        call.transaction, call.process.settings.call_confirmation, handoff_id, said, call.version
    )
    return call.respond(result)


@router.get("/calls", response_model=Page[CallRead])
async def list_calls(
    call: Annotated[RequestContext, requires(CallPermission.LIST)],
    case_id: UUID | None = None,
    status: CallStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the calls that speak for you, or about people whom you are responsible for, newest
    first.
    """
    page = await operations.list_calls(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/calls/{call_id}", response_model=CallRead)
async def read_call(
    call: Annotated[RequestContext, requires(CallPermission.READ)], call_id: UUID
) -> Response:
    """Read a call: who said what for the receiver, when, and on which telephone."""
    result = await operations.read_call(call.transaction, call_id)
    return call.respond(result)


@router.post("/calls/{call_id}/confirm", response_model=CallRead)
async def confirm_call(
    call: Annotated[RequestContext, requires_to_change(CallPermission.CONFIRM)], call_id: UUID
) -> Response:
    """Confirm, as the receiver, that it is so."""
    result = await operations.confirm_call(call.transaction, call_id, call.version)
    return call.respond(result)


@router.post("/calls/{call_id}/correct", response_model=CallRead)
async def correct_call(
    call: Annotated[RequestContext, requires_to_change(CallPermission.CORRECT)], call_id: UUID,
    correction: CallCorrect,
) -> Response:  # fmt: skip
    """Say, as the receiver, that it is not so, before `confirm_by`. What it did is undone.

    An accepted or started referral fails; custody that moved returns at once. A refusal stays: the
    sender is told, and may send another referral. What you have acted on since the call you can no
    longer correct.
    """
    result = await corrections.correct_call(call.transaction, call_id, correction, call.version)
    return call.respond(result)
