"""Capacity (places): whether an organisation has room."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import stated_places
from referral_api.domain.protection.capacity import operations
from referral_api.domain.protection.capacity.schemas import CapacityRead, CapacityUpdate
from referral_api.http.dependencies import requires, requires_to_update
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import CapacityPermission

router = guarded_router("/v1/organisations/{organisation_id}/capacity", "capacity")


@router.get("", response_model=CapacityRead)
async def read_capacity(
    call: Annotated[RequestContext, requires(CapacityPermission.READ)], organisation_id: UUID
) -> Response:
    """Read whether an organisation has room: `capacity`, `no-capacity` or `unknown`.

    It is the sum of all units where people sleep. `unknown` also means that the number was not
    confirmed lately. The organisation itself and
    coordinators see the counts and the version. They are null for everyone else.
    """
    stale_after = call.process.settings.capacity_stale_after
    result = await operations.read_capacity(call.transaction, organisation_id, stale_after)
    return call.respond(result)


@router.put("", response_model=CapacityRead)
async def set_places(
    call: Annotated[RequestContext, requires_to_update(CapacityPermission.UPDATE)],
    organisation_id: UUID,
    capacity: CapacityUpdate,
) -> Response:
    """State how many places of no unit your organisation has, taken ones included.

    The first time, send `If-Match: "0"`. Repeat the number at least once a week: an older one is
    shown as `unknown`. Referrals take and free places; this operation does not. A number below the
    places taken is refused (409 `no-capacity`).
    """
    result = await stated_places.set_places(
        call.transaction,
        organisation_id,
        capacity,
        call.version,
        call.process.settings.capacity_stale_after,
    )
    return call.respond(result)
