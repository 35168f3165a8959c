"""Services given (services fournis): what was offered to the person, and what they were given."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.services_given import operations
from referral_api.domain.protection.services_given.schemas import (
    ServiceGivenCorrect,
    ServiceGivenRead,
    ServiceGivenRecord,
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
from referral_api.permissions import ServiceGivenPermission

router = guarded_router("/v1/cases/{case_id}/services-given", "services given")


@router.post("", status_code=201, response_model=ServiceGivenRead)
async def record_service_given(
    call: Annotated[RequestContext, requires_to_create(ServiceGivenPermission.RECORD)],
    case_id: UUID,
    service: ServiceGivenRecord,
) -> Response:
    """Record a service that your organisation offered or gave.

    It needs no status of the person, no plan and no wish to testify. Care of the body and mind
    stands in the section `health`, help at court and redress in `participation`, all else in
    `protection`.
    """
    result = await operations.record_service(call.transaction, call.process.vault, case_id, service)
    return call.respond(result)


@router.get("", response_model=Page[ServiceGivenRead])
async def list_services_given(
    call: Annotated[RequestContext, requires(ServiceGivenPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the services of a case that your organisation gave, or whose section you read."""
    page = await operations.list_services(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{service_given_id}", response_model=ServiceGivenRead)
async def read_service_given(
    call: Annotated[RequestContext, requires(ServiceGivenPermission.READ)],
    case_id: UUID,
    service_given_id: UUID,
) -> Response:
    """Read one service, with its note."""
    result = await operations.read_service(
        call.transaction, call.process.vault, case_id, service_given_id
    )
    return call.respond(result)


@router.post("/{service_given_id}/correct", response_model=ServiceGivenRead)
async def correct_service_given(
    call: Annotated[RequestContext, requires_to_change(ServiceGivenPermission.CORRECT)],
    case_id: UUID,
    service_given_id: UUID,
    correction: ServiceGivenCorrect,
) -> Response:
    """Correct a service, as its provider: what you send replaces what was recorded."""
    result = await operations.correct_service(
        call.transaction, call.process.vault, case_id, service_given_id, correction, call.version
    )
    return call.respond(result)


@router.post("/{service_given_id}/mark-error", response_model=ServiceGivenRead)
async def mark_service_given_as_error(
    call: Annotated[RequestContext, requires_to_change(ServiceGivenPermission.MARK_ERROR)],
    case_id: UUID,
    service_given_id: UUID,
) -> Response:
    """Mark a service that was never offered. Auditors still find it."""
    result = await operations.mark_service_as_error(
        call.transaction, case_id, service_given_id, call.version
    )
    return call.respond(result)
