"""Check-ins (points de route): the escort says on the road whether all is well."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.check_ins import operations
from referral_api.domain.casework.check_ins.schemas import CheckInRead, CheckInRecord
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
from referral_api.permissions import CheckInPermission

router = guarded_router("/v1", "check-ins")


@router.post("/stays/{stay_id}/check-ins", status_code=201, response_model=CheckInRead)
async def check_in_for_stay(
    call: Annotated[
        RequestContext, requires_to_create(CheckInPermission.RECORD, location="/v1/check-ins")
    ],
    stay_id: UUID,
    check_in: CheckInRecord,
) -> Response:
    """Record a check-in on the way to a host. If not all is well, the coordination is alerted."""
    result = await operations.check_in_for_stay(call.transaction, stay_id, check_in)
    return call.respond(result)


@router.post("/handoffs/{handoff_id}/check-ins", status_code=201, response_model=CheckInRead)
async def check_in_for_handoff(
    call: Annotated[
        RequestContext, requires_to_create(CheckInPermission.RECORD, location="/v1/check-ins")
    ],
    handoff_id: UUID,
    check_in: CheckInRecord,
) -> Response:
    """Record a check-in of a person who is handed over."""
    result = await operations.check_in_for_handoff(call.transaction, handoff_id, check_in)
    return call.respond(result)


@router.get("/check-ins", response_model=Page[CheckInRead])
async def list_check_ins(
    call: Annotated[RequestContext, requires(CheckInPermission.LIST)],
    case_id: UUID | None = None,
    stay_id: UUID | None = None,
    handoff_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the check-ins of the journeys that concern you, newest first."""
    page = await operations.list_check_ins(
        call.transaction, case_id, stay_id, handoff_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/check-ins/{check_in_id}", response_model=CheckInRead)
async def read_check_in(
    call: Annotated[RequestContext, requires(CheckInPermission.READ)], check_in_id: UUID
) -> Response:
    """Read one check-in."""
    result = await operations.read_check_in(call.transaction, check_in_id)
    return call.respond(result)


@router.post("/check-ins/{check_in_id}/mark-error", response_model=CheckInRead)
async def mark_check_in_as_error(
    call: Annotated[RequestContext, requires_to_change(CheckInPermission.MARK_ERROR)],
    check_in_id: UUID,
) -> Response:
    """Mark a check-in that should never have been recorded."""
    result = await operations.mark_check_in_as_error(call.transaction, check_in_id, call.version)
    return call.respond(result)
