"""Incidents of stays (incidents d'un séjour). A complaint about staff goes past the host."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.stay_incidents import operations
from referral_api.domain.casework.stay_incidents.schemas import StayIncidentRead, StayIncidentRecord
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
from referral_api.permissions import StayIncidentPermission

router = guarded_router("/v1", "stay incidents")


@router.post("/stays/{stay_id}/incidents", status_code=201, response_model=StayIncidentRead)
async def record_incident(
    call: Annotated[
        RequestContext,
        requires_to_create(StayIncidentPermission.RECORD, location="/v1/stay-incidents"),
    ],
    stay_id: UUID,
    incident: StayIncidentRecord,
) -> Response:
    """Record what happened during a stay.

    A complaint about staff is told to the organisation responsible for the person and to the
    coordination. The host does not read it.
    """
    result = await operations.record_incident(
        call.transaction, call.process.vault, stay_id, incident
    )
    return call.respond(result)


@router.get("/stay-incidents", response_model=Page[StayIncidentRead])
async def list_incidents(
    call: Annotated[RequestContext, requires(StayIncidentPermission.LIST)],
    case_id: UUID | None = None,
    stay_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the incidents that concern you, newest first."""
    page = await operations.list_incidents(
        call.transaction, case_id, stay_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/stay-incidents/{incident_id}", response_model=StayIncidentRead)
async def read_incident(
    call: Annotated[RequestContext, requires(StayIncidentPermission.READ)], incident_id: UUID
) -> Response:
    """Read one incident."""
    result = await operations.read_incident(call.transaction, call.process.vault, incident_id)
    return call.respond(result)


@router.post("/stay-incidents/{incident_id}/mark-error", response_model=StayIncidentRead)
async def mark_incident_as_error(
    call: Annotated[RequestContext, requires_to_change(StayIncidentPermission.MARK_ERROR)],
    incident_id: UUID,
) -> Response:
    """Mark an incident that should never have been recorded."""
    result = await operations.mark_incident_as_error(call.transaction, incident_id, call.version)
    return call.respond(result)
