"""Handoffs (passations): move custody from one organisation to the next, never to nobody."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.handoffs import HandoffStatus
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
from referral_api.http.dependencies import Cursor, Limit, may, may_change, may_create
from referral_api.http.pagination import (
    Page,
)
from referral_api.http.request_context import Call
from referral_api.http.routing import guarded_router
from referral_api.permissions import HandoffPermission

router = guarded_router("/v1/handoffs", "handoffs")


@router.post("", status_code=201, response_model=HandoffRead)
async def offer_handoff(
    call: Annotated[Call, may_create(HandoffPermission.OFFER)], offer: HandoffOffer
) -> Response:
    """Offer a case to another organisation. Yours answers for it until custody has moved."""
    return await call.answer(offers.offer_handoff, call.parts.settings, offer)


@router.post("/assignments", status_code=201, response_model=HandoffRead)
async def assign_handoff(
    call: Annotated[Call, may_create(HandoffPermission.ASSIGN, found_at="/v1/handoffs")],
    assignment: HandoffAssign,
) -> Response:
    """Propose, as the coordination, who shall answer; a second coordinator then decides."""
    return await call.answer(offers.assign_handoff, call.parts.settings, assignment)


@router.get("", response_model=Page[HandoffRead])
async def list_handoffs(
    call: Annotated[Call, may(HandoffPermission.LIST)],
    case_id: UUID | None = None,
    status: HandoffStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the handoffs that you offered, were offered, or answer for; newest first."""
    return await call.page(operations.list_handoffs, case_id, status, limit=limit, cursor=cursor)


@router.get("/{handoff_id}", response_model=HandoffRead)
async def read_handoff(
    call: Annotated[Call, may(HandoffPermission.READ)], handoff_id: UUID
) -> Response:
    """Read a handoff. Before acceptance a receiver sees its sheet, not the person."""
    return await call.answer(operations.read_handoff, handoff_id)


@router.post("/{handoff_id}/accept", response_model=HandoffRead)
async def accept_handoff(
    call: Annotated[Call, may_change(HandoffPermission.ACCEPT)],
    handoff_id: UUID,
) -> Response:
    """Take the case over. Where the person travels, you answer for her from her arrival."""
    return await call.answer(operations.accept_handoff, handoff_id, call.version)


@router.post("/{handoff_id}/decline", response_model=HandoffRead)
async def decline_handoff(
    call: Annotated[Call, may_change(HandoffPermission.DECLINE)],
    handoff_id: UUID,
    refusal: HandoffDecline,
) -> Response:
    """Decline, with a coded reason; the sheet closes to you."""
    return await call.answer(operations.decline_handoff, handoff_id, refusal, call.version)


@router.post("/{handoff_id}/withdraw", response_model=HandoffRead)
async def withdraw_handoff(
    call: Annotated[Call, may_change(HandoffPermission.WITHDRAW)],
    handoff_id: UUID,
    withdrawal: HandoffWithdraw,
) -> Response:
    """Take the offer back; once accepted, only before the person has left."""
    return await call.answer(operations.withdraw_handoff, handoff_id, withdrawal, call.version)


@router.post("/{handoff_id}/depart", response_model=HandoffRead)
async def depart_handoff(
    call: Annotated[Call, may_change(HandoffPermission.DEPART)],
    handoff_id: UUID,
    departure: HandoffDepart,
) -> Response:
    """Say that the person has left, and when she is expected."""
    return await call.answer(operations.depart_handoff, handoff_id, departure, call.version)


@router.post("/{handoff_id}/confirm-arrival", response_model=HandoffRead)
async def confirm_arrival(
    call: Annotated[Call, may_change(HandoffPermission.CONFIRM_ARRIVAL)],
    handoff_id: UUID,
    receipt: HandoffConfirmArrival,
) -> Response:
    """Confirm that the person has arrived: you answer for her from now on."""
    return await call.answer(operations.confirm_arrival, handoff_id, receipt, call.version)


@router.post("/{handoff_id}/report-failed-arrival", response_model=HandoffRead)
async def report_failed_arrival(
    call: Annotated[Call, may_change(HandoffPermission.REPORT_FAILED_ARRIVAL)],
    handoff_id: UUID,
    report: HandoffReportFailedArrival,
) -> Response:
    """Say that she has not arrived; the offering organisation still answers for her."""
    return await call.answer(operations.report_failed_arrival, handoff_id, report, call.version)


@router.post("/{handoff_id}/force", response_model=HandoffRead)
async def force_handoff(
    call: Annotated[Call, may_change(HandoffPermission.FORCE)],
    handoff_id: UUID,
) -> Response:
    """Decide, as the second coordinator, on an assignment; custody moves at once."""
    return await call.answer(operations.force_handoff, handoff_id, call.version)
