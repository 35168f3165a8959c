"""Road states of the directory."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.directory import RoadCondition
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.directory.road_states.records import ROAD_STATES
from referral_api.domain.directory.road_states.schemas import (
    RoadStateContents,
    RoadStateCreate,
    RoadStateRead,
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
from referral_api.permissions import RoadStatePermission

router = guarded_router("/v1/road-states", "road states")

OfCondition = Annotated[RoadCondition | None, Query(description="Only in this condition.")]


@router.post("", status_code=201, response_model=RoadStateRead)
async def register_road_state(
    call: Annotated[RequestContext, requires_to_create(RoadStatePermission.REGISTER)],
    entry: RoadStateCreate,
) -> Response:
    """State whether people can travel to a region, or to one of its cercles."""
    result = await ROAD_STATES.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[RoadStateRead])
async def list_road_states(
    call: Annotated[RequestContext, requires(RoadStatePermission.LIST)],
    region: Region | None = None,
    condition: OfCondition = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the states of the roads, the last registered first."""
    page = await ROAD_STATES.list(
        call.transaction,
        call.window(limit, cursor),
        region=region,
        condition=condition,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{road_state_id}", response_model=RoadStateRead)
async def read_road_state(
    call: Annotated[RequestContext, requires(RoadStatePermission.READ)], road_state_id: UUID
) -> Response:
    """Read the state of a road."""
    result = await ROAD_STATES.read(call.transaction, road_state_id)
    return call.respond(result)


@router.put("/{road_state_id}", response_model=RoadStateRead)
async def correct_road_state(
    call: Annotated[RequestContext, requires_to_update(RoadStatePermission.CORRECT)],
    road_state_id: UUID,
    entry: RoadStateContents,
) -> Response:
    """Correct the state of a road: send it whole. 409 once it was withdrawn."""
    result = await ROAD_STATES.correct(call.transaction, road_state_id, entry, call.version)
    return call.respond(result)


@router.post("/{road_state_id}/withdraw", response_model=RoadStateRead)
async def withdraw_road_state(
    call: Annotated[RequestContext, requires_to_change(RoadStatePermission.WITHDRAW)],
    road_state_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw the state of a road, with a reason. It stays, and is found no more."""
    result = await ROAD_STATES.withdraw(call.transaction, road_state_id, withdrawal, call.version)
    return call.respond(result)
