"""Accusations (mises en cause): an organisation of justice accuses the person of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import accusation as operations
from referral_api.domain.custody.accusations.schemas import AccusationRead, AccusationRecord
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
from referral_api.permissions import AccusationPermission

router = guarded_router("/v1/accusations", "accusations")


@router.post("", status_code=201, response_model=AccusationRead)
async def record_accusation(
    call: Annotated[RequestContext, requires_to_create(AccusationPermission.RECORD)],
    accusation: AccusationRecord,
) -> Response:
    """Record that an organisation of justice accuses the person, as the one that is responsible.

    No act then makes that organisation responsible for both the person and the investigation. If it
    is responsible for the person already, the coordination is told at once.
    """
    result = await operations.record_accusation(call.transaction, accusation)
    return call.respond(result)


@router.get("", response_model=Page[AccusationRead])
async def list_accusations(
    call: Annotated[RequestContext, requires(AccusationPermission.LIST)],
    case_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the accusations of the persons you are responsible for, or all as the coordination."""
    page = await operations.list_accusations(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{accusation_id}", response_model=AccusationRead)
async def read_accusation(
    call: Annotated[RequestContext, requires(AccusationPermission.READ)], accusation_id: UUID
) -> Response:
    """Read one accusation, as the organisation responsible for the person or the coordination."""
    result = await operations.read_accusation(call.transaction, accusation_id)
    return call.respond(result)


@router.post("/{accusation_id}/lift", response_model=AccusationRead)
async def lift_accusation(
    call: Annotated[RequestContext, requires_to_change(AccusationPermission.LIFT)],
    accusation_id: UUID,
) -> Response:
    """Record that the organisation no longer accuses the person."""
    result = await operations.lift_accusation(call.transaction, accusation_id, call.version)
    return call.respond(result)
