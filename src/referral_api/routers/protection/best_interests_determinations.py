"""Best-interests determinations of a child, by a panel."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.children.interests import determinations
from referral_api.domain.protection.children.interests.schemas import (
    BestInterestsDeterminationRead,
    BestInterestsDetermine,
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
from referral_api.permissions import BestInterestsDeterminationPermission

router = guarded_router("/v1/cases/{case_id}/best-interests-determinations", "best interests")


@router.post("", status_code=201, response_model=BestInterestsDeterminationRead)
async def determine_best_interests(
    call: Annotated[
        RequestContext, requires_to_create(BestInterestsDeterminationPermission.DECIDE)
    ],
    case_id: UUID,
    decided: BestInterestsDetermine,
) -> Response:
    """Record what a panel decided: three agents of two organisations, and never the assessor."""
    result = await determinations.determine(call.transaction, call.process.vault, case_id, decided)
    return call.respond(result)


@router.get("", response_model=Page[BestInterestsDeterminationRead])
async def list_best_interests_determinations(
    call: Annotated[RequestContext, requires(BestInterestsDeterminationPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the best-interests determinations of a child, the last recorded first."""
    page = await determinations.list_determinations(
        call.transaction, case_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{best_interests_determination_id}", response_model=BestInterestsDeterminationRead)
async def read_best_interests_determination(
    call: Annotated[RequestContext, requires(BestInterestsDeterminationPermission.READ)],
    case_id: UUID,
    best_interests_determination_id: UUID,
) -> Response:
    """Read one best-interests determination, with what was weighed."""
    result = await determinations.read_determination(
        call.transaction, call.process.vault, case_id, best_interests_determination_id
    )
    return call.respond(result)


@router.post(
    "/{best_interests_determination_id}/mark-error", response_model=BestInterestsDeterminationRead
)
async def mark_best_interests_determination_as_error(
    call: Annotated[
        RequestContext, requires_to_change(BestInterestsDeterminationPermission.MARK_ERROR)
    ],
    case_id: UUID,
    best_interests_determination_id: UUID,
) -> Response:
    """Mark a best-interests determination that was never made."""
    result = await determinations.mark_determination_as_error(
        call.transaction, case_id, best_interests_determination_id, call.version
    )
    return call.respond(result)
