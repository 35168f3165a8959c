"""Screenings (dépistages): conversations by a published instrument, and what they advise."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.screenings import operations
from referral_api.domain.identification.screenings.schemas import (
    ScreeningCorrect,
    ScreeningRead,
    ScreeningRecord,
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
from referral_api.permissions import ScreeningPermission

router = guarded_router("/v1/cases/{case_id}/screenings", "screenings")


@router.post("", status_code=201, response_model=ScreeningRead)
async def record_screening(
    call: Annotated[RequestContext, requires_to_create(ScreeningPermission.RECORD)],
    case_id: UUID,
    screening: ScreeningRecord,
) -> Response:
    """Record a screening by a published instrument.

    The answer carries the advice and what it comes from. The advice changes no status and decides
    nothing; help never depends on it. A person of doubtful age is screened as a child.
    """
    result = await operations.record_screening(
        call.transaction, call.process.vault, call.process.instruments, case_id, screening
    )
    return call.respond(result)


@router.get("", response_model=Page[ScreeningRead])
async def list_screenings(
    call: Annotated[RequestContext, requires(ScreeningPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the screenings of a case, newest first, without what is sealed. One entered in error
    is left out.
    """
    page = await operations.list_screenings(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{screening_id}", response_model=ScreeningRead)
async def read_screening(
    call: Annotated[RequestContext, requires(ScreeningPermission.READ)],
    case_id: UUID,
    screening_id: UUID,
) -> Response:
    """Read one screening, with its notes and its narrative."""
    result = await operations.read_screening(
        call.transaction, call.process.vault, case_id, screening_id
    )
    return call.respond(result)


@router.post("/{screening_id}/correct", response_model=ScreeningRead)
async def correct_screening(
    call: Annotated[RequestContext, requires_to_change(ScreeningPermission.CORRECT)],
    case_id: UUID,
    screening_id: UUID,
    correction: ScreeningCorrect,
) -> Response:
    """Correct a screening, as the organisation that recorded it: the advice is made anew."""
    result = await operations.correct_screening(
        call.transaction,
        call.process.vault,
        call.process.instruments,
        case_id,
        screening_id,
        correction,
        call.version,
    )
    return call.respond(result)


@router.post("/{screening_id}/mark-error", response_model=ScreeningRead)
async def mark_screening_as_error(
    call: Annotated[RequestContext, requires_to_change(ScreeningPermission.MARK_ERROR)],
    case_id: UUID,
    screening_id: UUID,
) -> Response:
    """Mark a screening that never took place. Auditors still find it."""
    result = await operations.mark_screening_as_error(
        call.transaction, case_id, screening_id, call.version
    )
    return call.respond(result)
