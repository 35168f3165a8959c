"""Services of the directory."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.directory import ServiceSetting, ServiceState
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.directory.services.records import SERVICES
from referral_api.domain.directory.services.schemas import (
    ServiceContents,
    ServiceCreate,
    ServiceRead,
)
from referral_api.domain.records.entries.schemas import EntryWithdraw
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
    requires_to_update,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ServicePermission

router = guarded_router("/v1/services", "services")

OfOrganisation = Annotated[UUID | None, Query(description="Only of this organisation.")]
OfType = Annotated[ServiceType | None, Query(description="Only of this type.")]
OfSetting = Annotated[ServiceSetting | None, Query(description="Only given there.")]


@router.post("", status_code=201, response_model=ServiceRead)
async def register_service(
    call: Annotated[RequestContext, requires_to_create(ServicePermission.REGISTER)],
    entry: ServiceCreate,
) -> Response:
    """Register a service of your organisation."""
    result = await SERVICES.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[ServiceRead])
async def list_services(
    call: Annotated[RequestContext, requires(ServicePermission.LIST)],
    organisation_id: OfOrganisation = None,
    service_type: OfType = None,
    region: Region | None = None,
    setting: OfSetting = None,
    state: ServiceState | None = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the services of the network, the last registered first."""
    page = await SERVICES.list(
        call.transaction,
        call.window(limit, cursor),
        organisation_id=organisation_id,
        service_type=service_type,
        region=region,
        setting=setting,
        state=state,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{service_id}", response_model=ServiceRead)
async def read_service(
    call: Annotated[RequestContext, requires(ServicePermission.READ)], service_id: UUID
) -> Response:
    """Read a service."""
    result = await SERVICES.read(call.transaction, service_id)
    return call.respond(result)


@router.put("/{service_id}", response_model=ServiceRead)
async def correct_service(
    call: Annotated[RequestContext, requires_to_update(ServicePermission.CORRECT)],
    service_id: UUID,
    entry: ServiceContents,
) -> Response:
    """Correct a service: send it whole. 409 once it was withdrawn."""
    result = await SERVICES.correct(call.transaction, service_id, entry, call.version)
    return call.respond(result)


@router.post("/{service_id}/withdraw", response_model=ServiceRead)
async def withdraw_service(
    call: Annotated[RequestContext, requires_to_change(ServicePermission.WITHDRAW)],
    service_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a service, with a reason. It stays, and is found no more."""
    result = await SERVICES.withdraw(call.transaction, service_id, withdrawal, call.version)
    return call.respond(result)
