"""Follow-ups (suivis): how the person is, some months after leaving."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import follow_ups as casework
from referral_api.domain.codelists.follow_ups import FollowUpStatus
from referral_api.domain.protection.follow_ups import operations, planning
from referral_api.domain.protection.follow_ups.schemas import (
    FollowUpPlan,
    FollowUpRead,
    FollowUpRecord,
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
from referral_api.permissions import FollowUpPermission

router = guarded_router("/v1/cases/{case_id}/follow-ups", "follow-ups")


@router.post("", status_code=201, response_model=FollowUpRead)
async def plan_follow_up(
    call: Annotated[RequestContext, requires_to_create(FollowUpPermission.PLAN)],
    case_id: UUID,
    plan: FollowUpPlan,
) -> Response:
    """Plan a follow-up, with a consent of the purpose `follow_up_contact`.

    A departure from a stay plans those after 1, 3, 6 and 12 months by itself. They end when the
    person withdraws the consent.
    """
    result = await planning.plan_follow_up(call.transaction, case_id, plan)
    return call.respond(result)


@router.get("", response_model=Page[FollowUpRead])
async def list_follow_ups(
    call: Annotated[RequestContext, requires(FollowUpPermission.LIST)],
    case_id: UUID,
    status: FollowUpStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the follow-ups of a case, newest first."""
    page = await operations.list_follow_ups(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{follow_up_id}", response_model=FollowUpRead)
async def read_follow_up(
    call: Annotated[RequestContext, requires(FollowUpPermission.READ)],
    case_id: UUID,
    follow_up_id: UUID,
) -> Response:
    """Read one follow-up, with the person's own words."""
    result = await operations.read_follow_up(
        call.transaction, call.process.vault, case_id, follow_up_id
    )
    return call.respond(result)


@router.post("/{follow_up_id}/record", response_model=FollowUpRead)
async def record_follow_up(
    call: Annotated[RequestContext, requires_to_change(FollowUpPermission.RECORD)],
    case_id: UUID,
    follow_up_id: UUID,
    told: FollowUpRecord,
) -> Response:
    """Record how the person is. A new exploitation alerts the coordination."""
    result = await casework.record_as_reported(
        call.transaction, call.process.vault, case_id, follow_up_id, told, call.version
    )
    return call.respond(result)


@router.post("/{follow_up_id}/mark-error", response_model=FollowUpRead)
async def mark_follow_up_as_error(
    call: Annotated[RequestContext, requires_to_change(FollowUpPermission.MARK_ERROR)],
    case_id: UUID,
    follow_up_id: UUID,
) -> Response:
    """Mark a follow-up that should never have been planned or recorded."""
    result = await operations.mark_follow_up_as_error(
        call.transaction, case_id, follow_up_id, call.version
    )
    return call.respond(result)
