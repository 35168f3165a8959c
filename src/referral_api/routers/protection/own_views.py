"""What the person says of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.children.views import operations
from referral_api.domain.protection.children.views.schemas import (
    OwnViewRead,
    OwnViewRecord,
    OwnViewWeigh,
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
from referral_api.permissions import OwnViewPermission

router = guarded_router("/v1/cases/{case_id}/own-views", "own views")


@router.post("", status_code=201, response_model=OwnViewRead)
async def record_own_view(
    call: Annotated[RequestContext, requires_to_create(OwnViewPermission.RECORD)],
    case_id: UUID,
    said: OwnViewRecord,
) -> Response:
    """Record what the person says, in the person's own words; of children always, of adults too.

    A refusal never stops protection. It stops contact with the family, the return, the use of the
    image or steps before a court, until a later view on the same topic.
    """
    result = await operations.record_own_view(call.transaction, call.process.vault, case_id, said)
    return call.respond(result)


@router.get("", response_model=Page[OwnViewRead])
async def list_own_views(
    call: Annotated[RequestContext, requires(OwnViewPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the own views of a person, the last recorded first."""
    page = await operations.list_own_views(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{own_view_id}", response_model=OwnViewRead)
async def read_own_view(
    call: Annotated[RequestContext, requires(OwnViewPermission.READ)],
    case_id: UUID,
    own_view_id: UUID,
) -> Response:
    """Read one own view, with the words."""
    result = await operations.read_own_view(
        call.transaction, call.process.vault, case_id, own_view_id
    )
    return call.respond(result)


@router.post("/{own_view_id}/weigh", response_model=OwnViewRead)
async def weigh_own_view(
    call: Annotated[RequestContext, requires_to_change(OwnViewPermission.WEIGH)],
    case_id: UUID,
    own_view_id: UUID,
    told: OwnViewWeigh,
) -> Response:
    """Record how the view was taken into account, as it is told back to the person."""
    result = await operations.weigh_own_view(
        call.transaction, call.process.vault, case_id, own_view_id, told, call.version
    )
    return call.respond(result)


@router.post("/{own_view_id}/mark-error", response_model=OwnViewRead)
async def mark_own_view_as_error(
    call: Annotated[RequestContext, requires_to_change(OwnViewPermission.MARK_ERROR)],
    case_id: UUID,
    own_view_id: UUID,
) -> Response:
    """Mark a view that was never said. It stops nothing any more."""
    result = await operations.mark_own_view_as_error(
        call.transaction, case_id, own_view_id, call.version
    )
    return call.respond(result)
