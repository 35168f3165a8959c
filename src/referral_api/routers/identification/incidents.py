"""Incidents (événements): what happened at one place and time; cases hang on it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.incidents import IncidentStatus
from referral_api.domain.identification.incidents import linking, merging, operations, reading
from referral_api.domain.identification.incidents.schemas import (
    IncidentCaseRead,
    IncidentContents,
    IncidentLink,
    IncidentMerge,
    IncidentRead,
    IncidentRecord,
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
from referral_api.permissions import IncidentPermission

router = guarded_router("/v1/incidents", "incidents")


@router.post("", status_code=201, response_model=IncidentRead)
async def record_trafficking_incident(
    call: Annotated[RequestContext, requires_to_create(IncidentPermission.RECORD)],
    incident: IncidentRecord,
) -> Response:
    """Record an event of trafficking, the unit that statistics of events count."""
    result = await operations.record_incident(call.transaction, call.process.vault, incident)
    return call.respond(result)


@router.get("", response_model=Page[IncidentRead])
async def list_trafficking_incidents(
    call: Annotated[RequestContext, requires(IncidentPermission.LIST)],
    case_id: UUID | None = None,
    status: IncidentStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the incidents that your organisation recorded, and those on which a case of yours
    hangs, newest first, without what is sealed.
    """
    page = await reading.list_incidents(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{trafficking_incident_id}", response_model=IncidentRead)
async def read_trafficking_incident(
    call: Annotated[RequestContext, requires(IncidentPermission.READ)],
    trafficking_incident_id: UUID,
) -> Response:
    """Read an incident. It opens no case, and names none."""
    result = await reading.read_incident(
        call.transaction, call.process.vault, trafficking_incident_id
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/correct", response_model=IncidentRead)
async def correct_trafficking_incident(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.CORRECT)],
    trafficking_incident_id: UUID,
    contents: IncidentContents,
) -> Response:
    """Correct what is known of an open incident: send it whole. `official_involved` stays where it
    is left out.
    """
    result = await operations.correct_incident(
        call.transaction, call.process.vault, trafficking_incident_id, contents, call.version
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/close", response_model=IncidentRead)
async def close_trafficking_incident(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.CLOSE)],
    trafficking_incident_id: UUID,
) -> Response:
    """Close an incident on which no more cases will hang."""
    result = await operations.move_incident(
        call.transaction, trafficking_incident_id, "close", call.version
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/reopen", response_model=IncidentRead)
async def reopen_trafficking_incident(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.REOPEN)],
    trafficking_incident_id: UUID,
) -> Response:
    """Reopen a closed incident."""
    result = await operations.move_incident(
        call.transaction, trafficking_incident_id, "reopen", call.version
    )
    return call.respond(result)


@router.get("/{trafficking_incident_id}/cases", response_model=Page[IncidentCaseRead])
async def list_incident_cases(
    call: Annotated[RequestContext, requires(IncidentPermission.LIST_CASES)],
    trafficking_incident_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the cases on an incident, of those that you are responsible for; all to the
    coordination.
    """
    page = await reading.list_cases(
        call.transaction, trafficking_incident_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.post("/{trafficking_incident_id}/cases", response_model=IncidentRead)
async def link_incident_cases(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.LINK_CASE)],
    trafficking_incident_id: UUID,
    link: IncidentLink,
) -> Response:
    """Link up to 200 cases that you are responsible for: all of them, or none. Each has its own
    event.
    """
    result = await linking.link_cases(call.transaction, trafficking_incident_id, link, call.version)
    return call.respond(result)


@router.post("/{trafficking_incident_id}/unlink-cases", response_model=IncidentRead)
async def unlink_incident_cases(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.UNLINK_CASE)],
    trafficking_incident_id: UUID,
    link: IncidentLink,
) -> Response:
    """Take cases that you are responsible for off an incident: all of them, or none."""
    result = await linking.unlink_cases(
        call.transaction, trafficking_incident_id, link, call.version
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/propose-merge", response_model=IncidentRead)
async def propose_incident_merge(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.PROPOSE_MERGE)],
    trafficking_incident_id: UUID,
    merge: IncidentMerge,
) -> Response:
    """Propose that an incident is another one, as the coordination; another person merges them."""
    result = await merging.propose_merge(
        call.transaction, trafficking_incident_id, merge, call.version
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/merge", response_model=IncidentRead)
async def merge_trafficking_incident(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.MERGE)],
    trafficking_incident_id: UUID,
    merge: IncidentMerge,
) -> Response:
    """Merge an incident into another; its cases move along. Where two organisations recorded them,
    another person of the coordination has proposed it before: 409 otherwise.
    """
    result = await merging.merge_incident(
        call.transaction, trafficking_incident_id, merge, call.version
    )
    return call.respond(result)


@router.post("/{trafficking_incident_id}/mark-error", response_model=IncidentRead)
async def mark_trafficking_incident_as_error(
    call: Annotated[RequestContext, requires_to_change(IncidentPermission.MARK_ERROR)],
    trafficking_incident_id: UUID,
) -> Response:
    """Mark an incident that should never have been recorded. It is out of every figure."""
    result = await operations.move_incident(
        call.transaction, trafficking_incident_id, "mark_error", call.version
    )
    return call.respond(result)
