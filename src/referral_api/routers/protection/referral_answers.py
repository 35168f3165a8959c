"""The receiver's answers to a referral, and to a request to cancel it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import overflow
from referral_api.domain.casework.reported_facts import reject_referral_as_reported
from referral_api.domain.protection.referrals import answers, cancellations
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.schemas import (
    ReferralRead,
    ReferralReject,
)
from referral_api.http.dependencies import requires_to_change
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ReferralPermission

router = guarded_router("/v1/referrals", "referrals")


@router.post("/{referral_id}/acknowledge", response_model=ReferralRead)
async def acknowledge_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.ACKNOWLEDGE)],
    referral_id: UUID,
) -> Response:
    """Confirm that the referral has arrived and is being considered."""
    result = await answers.acknowledge_referral(call.transaction, referral_id, call.version)
    return call.respond(result)


@router.post("/{referral_id}/accept", response_model=ReferralRead)
async def accept_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.ACCEPT)],
    referral_id: UUID,
    acceptance: ReferralAccept,
) -> Response:
    """Accept the referral and promise to help.

    The shared sections open, and a place is held if the sender asked for one: of the unit that you
    name, or of one that fits the person. 409 `no-capacity` tells which other units are free. A
    supervisor may take in one person more, with a reason; the coordination is told.
    """
    result = await overflow.accept_referral(call.transaction, referral_id, acceptance, call.version)
    return call.respond(result)


@router.post("/{referral_id}/reject", response_model=ReferralRead)
async def reject_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.REJECT)],
    referral_id: UUID,
    rejection: ReferralReject,
) -> Response:
    """Refuse the referral, with a coded reason. You can no longer read its sheet."""
    result = await reject_referral_as_reported(
        call.transaction, referral_id, rejection, call.version
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


@router.post("/{referral_id}/refuse-cancellation", response_model=ReferralRead)
async def refuse_cancellation(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.REFUSE_CANCELLATION)],
    referral_id: UUID,
) -> Response:
    """Refuse the cancellation that the sender asked for. The referral goes on, with its limits.

    The sender may ask again. Nobody can refuse a stop.
    """
    result = await cancellations.refuse_cancellation(call.transaction, referral_id, call.version)
    return call.respond(result)
