"""Referrals (référencements): ask a service to help; accept, refuse, carry out, report."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.protection.referrals import answers, cancellations, delivery, operations
from referral_api.domain.protection.referrals.schemas import (
    ReferralAccept,
    ReferralCancel,
    ReferralComplete,
    ReferralCreate,
    ReferralFail,
    ReferralHold,
    ReferralNote,
    ReferralRead,
    ReferralReject,
    ReferralSchedule,
    ReferralStop,
)
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ReferralPermission

router = guarded_router("/v1/referrals", "referrals")


@router.post("", status_code=201, response_model=ReferralRead)
async def create_referral(
    call: Annotated[RequestContext, requires_to_create(ReferralPermission.CREATE)],
    referral: ReferralCreate,
) -> Response:
    """Write a draft. The receiver sees nothing of it until you send it."""
    result = await operations.create_referral(call.transaction, referral)
    return call.respond(result)


@router.get("", response_model=Page[ReferralRead])
async def list_referrals(
    call: Annotated[RequestContext, requires(ReferralPermission.LIST)],
    case_id: UUID | None = None,
    status: ReferralStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the referrals that you sent, received, or answer for; newest first."""
    page = await operations.list_referrals(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{referral_id}", response_model=ReferralRead)
async def read_referral(
    call: Annotated[RequestContext, requires(ReferralPermission.READ)], referral_id: UUID
) -> Response:
    """Read a referral. Before acceptance a receiver sees its sheet, not the person."""
    result = await operations.read_referral(call.transaction, referral_id)
    return call.respond(result)


@router.post("/{referral_id}/send", response_model=ReferralRead)
async def send_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.SEND)],
    referral_id: UUID,
) -> Response:
    """Send a draft; its clocks begin. Needs a consent that covers the receiver and the sections."""
    result = await operations.send_referral(
        call.transaction, call.process.settings.referral_clocks, referral_id, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/acknowledge", response_model=ReferralRead)
async def acknowledge_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.ACKNOWLEDGE)],
    referral_id: UUID,
) -> Response:
    """Say that it has arrived and is being looked at."""
    result = await answers.acknowledge_referral(call.transaction, referral_id, call.version)
    return call.respond(result)


@router.post("/{referral_id}/accept", response_model=ReferralRead)
async def accept_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.ACCEPT)],
    referral_id: UUID,
    acceptance: ReferralAccept,
) -> Response:
    """Promise to help. The shared sections open, and a place is held if one was asked for."""
    result = await answers.accept_referral(call.transaction, referral_id, acceptance, call.version)
    return call.respond(result)


@router.post("/{referral_id}/reject", response_model=ReferralRead)
async def reject_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.REJECT)],
    referral_id: UUID,
    rejection: ReferralReject,
) -> Response:
    """Refuse, with a coded reason; the sheet closes to you."""
    result = await answers.reject_referral(call.transaction, referral_id, rejection, call.version)
    return call.respond(result)


@router.post("/{referral_id}/cancel", response_model=ReferralRead)
async def cancel_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.CANCEL)],
    referral_id: UUID,
    cancellation: ReferralCancel,
) -> Response:
    """Take back a referral that is not yet accepted."""
    result = await cancellations.cancel_referral(
        call.transaction, referral_id, cancellation, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/request-cancellation", response_model=ReferralRead)
async def request_cancellation(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.REQUEST_CANCELLATION)],
    referral_id: UUID,
    cancellation: ReferralCancel,
) -> Response:
    """Ask the receiver, who has accepted, to agree to a cancellation within 24 hours."""
    result = await cancellations.request_cancellation(
        call.transaction, referral_id, cancellation, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/confirm-cancellation", response_model=ReferralRead)
async def confirm_cancellation(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.CONFIRM_CANCELLATION)],
    referral_id: UUID,
) -> Response:
    """Agree to the cancellation that the sender asked for."""
    result = await cancellations.confirm_cancellation(call.transaction, referral_id, call.version)
    return call.respond(result)


@router.post("/{referral_id}/stop", response_model=ReferralRead)
async def stop_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.STOP)],
    referral_id: UUID,
    stop: ReferralStop,
) -> Response:
    """End it at once, for safety or a withdrawn consent. Nobody can prevent it."""
    result = await cancellations.stop_referral(call.transaction, referral_id, stop, call.version)
    return call.respond(result)


@router.post("/{referral_id}/start", response_model=ReferralRead)
async def start_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.START)],
    referral_id: UUID,
) -> Response:
    """The service has begun; for a shelter, the person has arrived."""
    result = await delivery.start_referral(
        call.transaction, call.process.settings.referral_clocks, referral_id, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/schedule", response_model=ReferralRead)
async def schedule_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.SCHEDULE)],
    referral_id: UUID,
    schedule: ReferralSchedule,
) -> Response:
    """Name or change the time of the appointment."""
    result = await delivery.schedule_referral(call.transaction, referral_id, schedule, call.version)
    return call.respond(result)


@router.post("/{referral_id}/note", response_model=ReferralRead)
async def note_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.NOTE)],
    referral_id: UUID,
    note: ReferralNote,
) -> Response:
    """Report that the person did not come, or that the work goes on."""
    result = await delivery.note_referral(call.transaction, referral_id, note, call.version)
    return call.respond(result)


@router.post("/{referral_id}/hold", response_model=ReferralRead)
async def hold_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.HOLD)],
    referral_id: UUID,
    pause: ReferralHold,
) -> Response:
    """Pause, with a reason and a day of review within 14 days."""
    result = await delivery.hold_referral(call.transaction, referral_id, pause, call.version)
    return call.respond(result)


@router.post("/{referral_id}/resume", response_model=ReferralRead)
async def resume_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.RESUME)],
    referral_id: UUID,
) -> Response:
    """Go on after a pause."""
    result = await delivery.resume_referral(call.transaction, referral_id, call.version)
    return call.respond(result)


@router.post("/{referral_id}/complete", response_model=ReferralRead)
async def complete_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.COMPLETE)],
    referral_id: UUID,
    completion: ReferralComplete,
) -> Response:
    """Report the outcome; your access ends and the place is free."""
    result = await delivery.complete_referral(
        call.transaction, referral_id, completion, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/fail", response_model=ReferralRead)
async def fail_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.FAIL)],
    referral_id: UUID,
    failure: ReferralFail,
) -> Response:
    """End without an outcome, with a coded reason."""
    result = await delivery.fail_referral(call.transaction, referral_id, failure, call.version)
    return call.respond(result)


@router.post("/{referral_id}/mark-error", response_model=ReferralRead)
async def mark_referral_as_error(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.MARK_ERROR)],
    referral_id: UUID,
) -> Response:
    """Say that it should never have been made; auditors still find it."""
    result = await cancellations.mark_referral_as_error(call.transaction, referral_id, call.version)
    return call.respond(result)
