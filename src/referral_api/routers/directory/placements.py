"""Finding a place for an anonymous need, and the needs that nobody could meet."""

from typing import Annotated

from fastapi import Response

from referral_api.domain.directory.placements import operations, unmet_needs
from referral_api.domain.directory.placements.needs import PlacementNeed
from referral_api.domain.directory.placements.schemas import PlacementResult, UnmetNeedRead
from referral_api.http.dependencies import Cursor, Limit, requires
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PlacementPermission, UnmetNeedPermission

router = guarded_router("/v1/placements", "placements")
needs = guarded_router("/v1/unmet-needs", "placements")


@router.post("/search", response_model=PlacementResult)
async def search_placement(
    call: Annotated[RequestContext, requires(PlacementPermission.SEARCH)], need: PlacementNeed
) -> Response:
    """Find a place: the services that can help, the best first, and why the others cannot.

    Name nobody. The same search gives the same order. Where there is no shelter, host families,
    hospitals and escorts are told. A need without an eligible service is recorded as unmet, once
    within 24 hours.
    """
    stale_after = call.process.settings.capacity_stale_after
    result = await operations.search_placement(call.transaction, need, stale_after)
    return call.respond(result)


@needs.get("", response_model=Page[UnmetNeedRead])
async def list_unmet_needs(
    call: Annotated[RequestContext, requires(UnmetNeedPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the needs that nobody could meet: yours, or all as the coordination, newest first."""
    page = await unmet_needs.list_unmet_needs(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)
