"""Goals of a support plan (objectifs): what is to be reached, and how far it is."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.support_plans import goals
from referral_api.domain.protection.support_plans.goal_schemas import (
    SupportGoalAdd,
    SupportGoalRead,
    SupportGoalRevise,
)
from referral_api.http.dependencies import requires, requires_to_change, requires_to_create
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import SupportGoalPermission

router = guarded_router("/v1/cases/{case_id}/support-plans/{plan_id}/goals", "support plans")


@router.post("", status_code=201, response_model=SupportGoalRead)
async def add_support_goal(
    call: Annotated[RequestContext, requires_to_create(SupportGoalPermission.ADD)],
    case_id: UUID,
    plan_id: UUID,
    goal: SupportGoalAdd,
) -> Response:
    """Add a goal to a plan that has not ended. To name an organisation opens nothing to it."""
    result = await goals.add_goal(call.transaction, call.process.vault, case_id, plan_id, goal)
    return call.respond(result)


@router.get("/{goal_id}", response_model=SupportGoalRead)
async def read_support_goal(
    call: Annotated[RequestContext, requires(SupportGoalPermission.READ)],
    case_id: UUID,
    plan_id: UUID,
    goal_id: UUID,
) -> Response:
    """Read one goal."""
    result = await goals.read_goal(call.transaction, call.process.vault, case_id, plan_id, goal_id)
    return call.respond(result)


@router.post("/{goal_id}/revise", response_model=SupportGoalRead)
async def revise_support_goal(
    call: Annotated[RequestContext, requires_to_change(SupportGoalPermission.REVISE)],
    case_id: UUID,
    plan_id: UUID,
    goal_id: UUID,
    revision: SupportGoalRevise,
) -> Response:
    """Say how far a goal is.

    The organisation that is responsible for it changes `progress` and `achieved_on`, the one that
    is responsible for the person all of it.
    """
    result = await goals.revise_goal(
        call.transaction, call.process.vault, case_id, plan_id, goal_id, revision, call.version
    )
    return call.respond(result)


@router.post("/{goal_id}/mark-error", response_model=SupportGoalRead)
async def mark_support_goal_as_error(
    call: Annotated[RequestContext, requires_to_change(SupportGoalPermission.MARK_ERROR)],
    case_id: UUID,
    plan_id: UUID,
    goal_id: UUID,
) -> Response:
    """Mark a goal that should never have been recorded."""
    result = await goals.mark_goal_as_error(
        call.transaction, case_id, plan_id, goal_id, call.version
    )
    return call.respond(result)
