"""The places of a service by unit: beds for women, girls, men, boys, families; slots."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.places import PlaceUnit
from referral_api.domain.directory.places import operations
from referral_api.domain.directory.places.schemas import PlaceRead, PlacesUpdate, ServicePlaces
from referral_api.http.dependencies import requires, requires_to_update
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PlacePermission

router = guarded_router("/v1/services/{service_id}/places", "places")


@router.get("", response_model=ServicePlaces)
async def read_places(
    call: Annotated[RequestContext, requires(PlacePermission.READ)], service_id: UUID
) -> Response:
    """Read the places of a service by unit.

    A number that was not stated again within a week is shown as `unknown`. Its organisation and
    coordinators see the counts. They are null for everyone else.
    """
    stale_after = call.process.settings.capacity_stale_after
    result = await operations.read_places(call.transaction, service_id, stale_after)
    return call.respond(result)


@router.put("/{unit}", response_model=PlaceRead)
async def state_places(
    call: Annotated[RequestContext, requires_to_update(PlacePermission.UPDATE)],
    service_id: UUID,
    unit: PlaceUnit,
    places: PlacesUpdate,
) -> Response:
    """State how many places of a unit a service of yours has, taken ones included.

    The first time, send `If-Match: "0"`. Each unit counts people. Referrals take and free places;
    this operation does not. A number below the places taken is refused (409 `no-capacity`).
    """
    result = await operations.state_places(call.transaction, service_id, unit, places, call.version)
    return call.respond(result)
