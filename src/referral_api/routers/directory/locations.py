"""Locations of the directory."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.directory import LocationKind
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.directory.locations import addresses
from referral_api.domain.directory.locations.records import LOCATIONS
from referral_api.domain.directory.locations.schemas import (
    AddressRead,
    AddressRecord,
    LocationContents,
    LocationCreate,
    LocationRead,
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
from referral_api.permissions import LocationPermission

router = guarded_router("/v1/locations", "locations")

OfOrganisation = Annotated[UUID | None, Query(description="Only of this organisation.")]
OfService = Annotated[UUID | None, Query(description="Only where this service is given.")]
OfKind = Annotated[LocationKind | None, Query(description="Only of this kind.")]


@router.post("", status_code=201, response_model=LocationRead)
async def register_location(
    call: Annotated[RequestContext, requires_to_create(LocationPermission.REGISTER)],
    entry: LocationCreate,
) -> Response:
    """Register the public part of a location of your organisation."""
    result = await LOCATIONS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[LocationRead])
async def list_locations(
    call: Annotated[RequestContext, requires(LocationPermission.LIST)],
    organisation_id: OfOrganisation = None,
    service_id: OfService = None,
    region: Region | None = None,
    kind: OfKind = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the locations of the network, the last registered first, without their addresses."""
    page = await LOCATIONS.list(
        call.transaction,
        call.window(limit, cursor),
        organisation_id=organisation_id,
        service_id=service_id,
        region=region,
        kind=kind,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{location_id}", response_model=LocationRead)
async def read_location(
    call: Annotated[RequestContext, requires(LocationPermission.READ)], location_id: UUID
) -> Response:
    """Read a location."""
    result = await LOCATIONS.read(call.transaction, location_id)
    return call.respond(result)


@router.put("/{location_id}", response_model=LocationRead)
async def correct_location(
    call: Annotated[RequestContext, requires_to_update(LocationPermission.CORRECT)],
    location_id: UUID,
    entry: LocationContents,
) -> Response:
    """Correct a location: send it whole. 409 once it was withdrawn."""
    result = await LOCATIONS.correct(call.transaction, location_id, entry, call.version)
    return call.respond(result)


@router.post("/{location_id}/withdraw", response_model=LocationRead)
async def withdraw_location(
    call: Annotated[RequestContext, requires_to_change(LocationPermission.WITHDRAW)],
    location_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a location, with a reason. It stays, and is found no more."""
    result = await LOCATIONS.withdraw(call.transaction, location_id, withdrawal, call.version)
    return call.respond(result)


@router.put("/{location_id}/address", response_model=AddressRead)
async def record_address(
    call: Annotated[RequestContext, requires_to_update(LocationPermission.RECORD_ADDRESS)],
    location_id: UUID,
    address: AddressRecord,
) -> Response:
    """Record the true address of a location of yours. The first time, send `If-Match: "0"`.

    It is sealed under a key of its own, and told to nobody but whom `GET` names.
    """
    result = await addresses.record_address(
        call.transaction, call.process.vault, location_id, address, call.version
    )
    return call.respond(result)


@router.get("/{location_id}/address", response_model=AddressRead)
async def open_address(
    call: Annotated[RequestContext, requires(LocationPermission.OPEN_ADDRESS)], location_id: UUID
) -> Response:
    """Open the true address: as its organisation, or to bring or fetch a person there.

    It opens to the other side of an accepted referral, or of an accepted handoff of the person,
    until the person has arrived or the promise has ended. To everybody else: 403. Each opening is
    recorded, and so is each one refused.
    """
    result = await addresses.open_address(call.transaction, call.process.vault, location_id)
    return call.respond(result)
