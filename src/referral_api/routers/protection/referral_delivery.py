"""Delivering the service of an accepted referral, from its start to its outcome."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.reported_facts import fail_referral_as_reported
from referral_api.domain.protection.referrals import delivery
from referral_api.domain.protection.referrals.schemas import (
    ReferralComplete,
    ReferralFail,
    ReferralHold,
    ReferralNote,
    ReferralRead,
    ReferralSchedule,
)
from referral_api.http.dependencies import requires_to_change
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ReferralPermission

router = guarded_router("/v1/referrals", "referrals")


@router.post("/{referral_id}/start", response_model=ReferralRead)
async def start_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.START)],
    referral_id: UUID,
) -> Response:
    """Report that the service has begun. For a shelter, this means that the person has arrived."""
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
    """Set or change the time of the appointment."""
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
    """Pause the service, with a reason and a day of review within 14 days."""
    result = await delivery.hold_referral(call.transaction, referral_id, pause, call.version)
    return call.respond(result)


@router.post("/{referral_id}/resume", response_model=ReferralRead)
async def resume_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.RESUME)],
    referral_id: UUID,
) -> Response:
    """Resume the service after a pause, or begin it."""
    result = await delivery.resume_referral(
        call.transaction, call.process.settings.referral_clocks, referral_id, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/complete", response_model=ReferralRead)
async def complete_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.COMPLETE)],
    referral_id: UUID,
    completion: ReferralComplete,
) -> Response:
    """Report the outcome. Your access ends and the place is free."""
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
    """End the service without an outcome, with a coded reason."""
    result = await fail_referral_as_reported(call.transaction, referral_id, failure, call.version)
    return call.respond(result)
