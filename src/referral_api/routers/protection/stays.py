"""Stays (séjours): who is expected, present, away for a while, or gone again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import stays as casework
from referral_api.domain.codelists.stays import StayStatus
from referral_api.domain.protection.stays import operations
from referral_api.domain.protection.stays.schemas import (
    StayArrive,
    StayDepart,
    StayNoteAbsence,
    StayNoteReturn,
    StayRead,
    StayRecord,
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
from referral_api.permissions import StayPermission

router = guarded_router("/v1/stays", "stays")


@router.post("", status_code=201, response_model=StayRead)
async def record_stay(
    call: Annotated[RequestContext, requires_to_create(StayPermission.RECORD)],
    stay: StayRecord,
) -> Response:
    """Record, as the host, that a person is expected, or has arrived.

    A person is expected in one stay, and present or absent in one. Expected beside a present one is
    a transfer (`is_transfer`). An arrival begins the referral that led to it, and ends the stay
    elsewhere.
    """
    result = await casework.record_stay(
        call.transaction, call.process.settings.referral_clocks, stay
    )
    return call.respond(result)


@router.get("", response_model=Page[StayRead])
async def list_stays(
    call: Annotated[RequestContext, requires(StayPermission.LIST)],
    case_id: UUID | None = None,
    status: StayStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the stays at your organisation and of the persons whom you are responsible for, newest
    first.
    """
    page = await operations.list_stays(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{stay_id}", response_model=StayRead)
async def read_stay(
    call: Annotated[RequestContext, requires(StayPermission.READ)], stay_id: UUID
) -> Response:
    """Read a stay. A return that is overdue is reported, if nobody has yet."""
    result = await casework.read_stay(call.transaction, call.process.vault, stay_id)
    return call.respond(result)


@router.post("/{stay_id}/arrive", response_model=StayRead)
async def arrive_stay(
    call: Annotated[RequestContext, requires_to_change(StayPermission.ARRIVE)],
    stay_id: UUID,
    arrival: StayArrive,
) -> Response:
    """Record that the person has arrived: a fact, whatever was promised before or has ended."""
    result = await casework.arrive(
        call.transaction, call.process.settings.referral_clocks, stay_id, arrival, call.version
    )
    return call.respond(result)


@router.post("/{stay_id}/note-absence", response_model=StayRead)
async def note_absence(
    call: Annotated[RequestContext, requires_to_change(StayPermission.NOTE_ABSENCE)],
    stay_id: UUID,
    absence: StayNoteAbsence,
) -> Response:
    """Record that the person has left for a while.

    After 24 hours of an unplanned absence, of a child after one, the organisation responsible for
    the person is told and the coordination alerted, once.
    """
    result = await operations.note_absence(call.transaction, stay_id, absence, call.version)
    return call.respond(result)


@router.post("/{stay_id}/note-return", response_model=StayRead)
async def note_return(
    call: Annotated[RequestContext, requires_to_change(StayPermission.NOTE_RETURN)],
    stay_id: UUID,
    back: StayNoteReturn,
) -> Response:
    """Record that the person has come back."""
    result = await operations.note_return(call.transaction, stay_id, back, call.version)
    return call.respond(result)


@router.post("/{stay_id}/depart", response_model=StayRead)
async def depart_stay(
    call: Annotated[RequestContext, requires_to_change(StayPermission.DEPART)],
    stay_id: UUID,
    departure: StayDepart,
) -> Response:
    """Record that the person has left for good, why, and where to. The place is free again."""
    result = await casework.depart_as_reported(
        call.transaction, call.process.vault, stay_id, departure, call.version
    )
    return call.respond(result)


@router.post("/{stay_id}/report-not-arrived", response_model=StayRead)
async def report_not_arrived(
    call: Annotated[RequestContext, requires_to_change(StayPermission.REPORT_NOT_ARRIVED)],
    stay_id: UUID,
) -> Response:
    """Record, as the host, that the person who was expected has not come."""
    result = await operations.report_not_arrived(call.transaction, stay_id, call.version)
    return call.respond(result)


@router.post("/{stay_id}/cancel", response_model=StayRead)
async def cancel_stay(
    call: Annotated[RequestContext, requires_to_change(StayPermission.CANCEL)], stay_id: UUID
) -> Response:
    """Record, as the host, that the person is not expected any more."""
    result = await operations.cancel_stay(call.transaction, stay_id, call.version)
    return call.respond(result)


@router.post("/{stay_id}/mark-error", response_model=StayRead)
async def mark_stay_as_error(
    call: Annotated[RequestContext, requires_to_change(StayPermission.MARK_ERROR)], stay_id: UUID
) -> Response:
    """Mark a stay that should never have been recorded. Auditors still find it."""
    result = await operations.mark_stay_as_error(call.transaction, stay_id, call.version)
    return call.respond(result)
