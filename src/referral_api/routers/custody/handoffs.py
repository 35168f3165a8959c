"""Handoffs (passations): move custody from one organisation to the next, without a gap."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.casework.calls.journeys import arrive_at_receiver, depart_to_receiver
from referral_api.domain.casework.reported_facts import (
    report_failed_arrival_as_reported,
    withdraw_handoff_as_reported,
)
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.custody.handoffs import offers, operations
from referral_api.domain.custody.handoffs.schemas import (
    HandoffAssign,
    HandoffConfirmArrival,
    HandoffDecline,
    HandoffDepart,
    HandoffOffer,
    HandoffRead,
    HandoffReportFailedArrival,
    HandoffWithdraw,
)
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
from referral_api.permissions import HandoffPermission

router = guarded_router("/v1/handoffs", "handoffs")


@router.post("", status_code=201, response_model=HandoffRead)
async def offer_handoff(
    call: Annotated[RequestContext, requires_to_create(HandoffPermission.OFFER)],
    offer: HandoffOffer,
) -> Response:
    """Offer a case to another organisation. Yours is responsible until custody has moved.

    An investigation that your organisation is responsible for may go on by a legal duty, without
    the person's consent: the transmission to the prosecutor is the law's choice, and the person is
    told so.
    """
    result = await offers.offer_handoff(
        call.transaction, call.process.settings.handoff_clocks, offer
    )
    return call.respond(result)


@router.post("/assignments", status_code=201, response_model=HandoffRead)
async def assign_handoff(
    call: Annotated[
        RequestContext, requires_to_create(HandoffPermission.ASSIGN, location="/v1/handoffs")
    ],
    assignment: HandoffAssign,
) -> Response:
    """Propose a custodian, as the coordination. A second coordinator then decides.

    An open offer of the custodian is taken back.
    """
    result = await offers.assign_handoff(
        call.transaction, call.process.settings.handoff_clocks, assignment
    )
    return call.respond(result)


@router.get("", response_model=Page[HandoffRead])
async def list_handoffs(
    call: Annotated[RequestContext, requires(HandoffPermission.LIST)],
    case_id: UUID | None = None,
    direction: Annotated[
        Direction | None,
        Query(description="`in`: offered to you. `out`: offered by you."),
    ] = None,
    status: Several[HandoffStatus] = None,
    priority: Priority | None = None,
    receiver: UUID | None = None,
    due_before: DueBefore = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the handoffs that you offered, were offered, or are responsible for, newest first."""
    filters = ListFilters(
        case_id=case_id, direction=direction, status=status, priority=priority,
        receiver_id=receiver, due_before=due_before,
    )  # fmt: skip
    page = await operations.list_handoffs(call.transaction, filters, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{handoff_id}", response_model=HandoffRead)
async def read_handoff(
    call: Annotated[RequestContext, requires(HandoffPermission.READ)], handoff_id: UUID
) -> Response:
    """Read a handoff. Before acceptance a receiver sees its sheet, not the person."""
    result = await operations.read_handoff(call.transaction, handoff_id)
    return call.respond(result)


@router.post("/{handoff_id}/accept", response_model=HandoffRead)
async def accept_handoff(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.ACCEPT)],
    handoff_id: UUID,
) -> Response:
    """Accept an offer and take the case over.

    If the person travels, you are responsible from the arrival.
    """
    result = await operations.accept_handoff(call.transaction, handoff_id, call.version)
    return call.respond(result)


@router.post("/{handoff_id}/decline", response_model=HandoffRead)
async def decline_handoff(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.DECLINE)],
    handoff_id: UUID,
    refusal: HandoffDecline,
) -> Response:
    """Refuse an offer, with a coded reason. You can no longer read its sheet."""
    result = await operations.decline_handoff(call.transaction, handoff_id, refusal, call.version)
    return call.respond(result)


@router.post("/{handoff_id}/withdraw", response_model=HandoffRead)
async def withdraw_handoff(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.WITHDRAW)],
    handoff_id: UUID,
    withdrawal: HandoffWithdraw,
) -> Response:
    """Take the offer back. After acceptance, this is possible only before the person has left."""
    result = await withdraw_handoff_as_reported(
        call.transaction, handoff_id, withdrawal, call.version
    )
    return call.respond(result)


@router.post("/{handoff_id}/depart", response_model=HandoffRead)
async def depart_handoff(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.DEPART)],
    handoff_id: UUID,
    departure: HandoffDepart,
) -> Response:
    """Report that the person has left, and when the arrival is expected."""
    result = await depart_to_receiver(call.transaction, handoff_id, departure, call.version)
    return call.respond(result)


@router.post("/{handoff_id}/confirm-arrival", response_model=HandoffRead)
async def confirm_arrival(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.CONFIRM_ARRIVAL)],
    handoff_id: UUID,
    receipt: HandoffConfirmArrival,
) -> Response:
    """Confirm that the person has arrived: you are responsible from now on.

    Always possible, whatever became of the consent on the way. Without one, identity and health
    open once a consent covers them.
    """
    result = await arrive_at_receiver(call.transaction, handoff_id, receipt, call.version)
    return call.respond(result)


@router.post("/{handoff_id}/report-failed-arrival", response_model=HandoffRead)
async def report_failed_arrival(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.REPORT_FAILED_ARRIVAL)],
    handoff_id: UUID,
    report: HandoffReportFailedArrival,
) -> Response:
    """Report that the person has not arrived. The offering organisation is still responsible."""
    result = await report_failed_arrival_as_reported(
        call.transaction, handoff_id, report, call.version
    )
    return call.respond(result)


@router.post("/{handoff_id}/force", response_model=HandoffRead)
async def force_handoff(
    call: Annotated[RequestContext, requires_to_change(HandoffPermission.FORCE)],
    handoff_id: UUID,
) -> Response:
    """Decide on an assignment, as the second coordinator. Custody moves at once."""
    result = await operations.force_handoff(call.transaction, handoff_id, call.version)
    return call.respond(result)
