"""Referrals (référencements): ask a service to help; send, read, and take back."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.casework import reported_facts
from referral_api.domain.casework.calls.journeys import depart_to_service
from referral_api.domain.codelists.referrals import Priority, ReferralStatus
from referral_api.domain.protection.referrals import cancellations, operations, summary
from referral_api.domain.protection.referrals.schemas import (
    ReferralCancel,
    ReferralCreate,
    ReferralDepart,
    ReferralRead,
    ReferralStop,
)
from referral_api.domain.protection.referrals.summary import ReferralSummary
from referral_api.domain.records.list_filters import Direction, ListFilters
from referral_api.http.dependencies import (
    Cursor,
    DueBefore,
    Limit,
    Several,
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
    direction: Annotated[
        Direction | None,
        Query(description="`in`: sent to you. `out`: of the persons whom you are responsible for."),
    ] = None,
    status: Several[ReferralStatus] = None,
    priority: Priority | None = None,
    receiver: UUID | None = None,
    due_before: DueBefore = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the referrals that you received or are responsible for, newest first.

    Of those that you sent before another organisation became responsible for the person, you see
    what you wrote, as it was then.
    """
    filters = ListFilters(
        case_id=case_id, direction=direction, status=status, priority=priority,
        receiver_id=receiver, due_before=due_before,
    )  # fmt: skip
    page = await operations.list_referrals(call.transaction, filters, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/summary", response_model=ReferralSummary)
async def summarise_referrals(
    call: Annotated[RequestContext, requires(ReferralPermission.LIST)],
) -> Response:
    """Count your inbox and your outbox by state, and what is late in them."""
    result = await summary.summarise_referrals(call.transaction)
    return call.respond(result)


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
    """Send a draft. Its deadlines begin to run.

    It needs a consent that covers the receiver and the sections.
    """
    result = await operations.send_referral(
        call.transaction, call.process.settings.referral_clocks, referral_id, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/name-shelter", response_model=ReferralRead)
async def name_shelter(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.NAME_SHELTER)],
    referral_id: UUID,
) -> Response:
    """Name the receiver of a draft as the shelter that you, the coordination, have found.

    A consent with `coordination_finds` then covers it for the sheet, if no section is shared.
    """
    result = await operations.name_shelter(call.transaction, referral_id, call.version)
    return call.respond(result)


@router.post("/{referral_id}/cancel", response_model=ReferralRead)
async def cancel_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.CANCEL)],
    referral_id: UUID,
    cancellation: ReferralCancel,
) -> Response:
    """Cancel a referral that is not yet accepted."""
    result = await reported_facts.cancel_referral_as_reported(
        call.transaction, referral_id, cancellation, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/depart", response_model=ReferralRead)
async def depart_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.DEPART)],
    referral_id: UUID,
    departure: ReferralDepart,
) -> Response:
    """Report that the person has left for the service, and when the arrival is expected.

    No limit to start ends the referral, or the receiver's access, during the journey.
    """
    result = await depart_to_service(call.transaction, referral_id, departure, call.version)
    return call.respond(result)


@router.post("/{referral_id}/request-cancellation", response_model=ReferralRead)
async def request_cancellation(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.REQUEST_CANCELLATION)],
    referral_id: UUID,
    cancellation: ReferralCancel,
) -> Response:
    """Ask the receiver of an accepted referral to agree to a cancellation within 24 hours.

    Unless the service has begun, no reply counts as agreement. A death waits for no reply.
    """
    result = await reported_facts.request_cancellation_as_reported(
        call.transaction, referral_id, cancellation, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/withdraw-cancellation-request", response_model=ReferralRead)
async def withdraw_cancellation_request(
    call: Annotated[
        RequestContext, requires_to_change(ReferralPermission.WITHDRAW_CANCELLATION_REQUEST)
    ],
    referral_id: UUID,
) -> Response:
    """Take back your request for a cancellation. The referral goes on, with its usual limits."""
    result = await cancellations.withdraw_cancellation_request(
        call.transaction, referral_id, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/stop", response_model=ReferralRead)
async def stop_referral(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.STOP)],
    referral_id: UUID,
    stop: ReferralStop,
) -> Response:
    """End a referral at once, for safety or a withdrawn consent. No organisation can prevent it.

    The reason `death`, here as elsewhere, ends all that is open for the person, and is reported to
    the organisation responsible for the person.
    """
    result = await reported_facts.stop_referral_as_reported(
        call.transaction, referral_id, stop, call.version
    )
    return call.respond(result)


@router.post("/{referral_id}/mark-error", response_model=ReferralRead)
async def mark_referral_as_error(
    call: Annotated[RequestContext, requires_to_change(ReferralPermission.MARK_ERROR)],
    referral_id: UUID,
) -> Response:
    """Mark a referral that should never have been made. Auditors still find it."""
    result = await cancellations.mark_referral_as_error(call.transaction, referral_id, call.version)
    return call.respond(result)
