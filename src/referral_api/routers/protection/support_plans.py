"""Support plans (plans d'accompagnement): the goals that are agreed with the person."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.support_plans import PlanStatus
from referral_api.domain.protection.support_plans import ending, operations
from referral_api.domain.protection.support_plans.schemas import (
    SupportPlanActivate,
    SupportPlanDraft,
    SupportPlanEnd,
    SupportPlanRead,
    SupportPlanReview,
    SupportPlanRevise,
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
from referral_api.permissions import SupportPlanPermission

router = guarded_router("/v1/cases/{case_id}/support-plans", "support plans")


@router.post("", status_code=201, response_model=SupportPlanRead)
async def draft_support_plan(
    call: Annotated[RequestContext, requires_to_create(SupportPlanPermission.DRAFT)],
    case_id: UUID,
    draft: SupportPlanDraft,
) -> Response:
    """Draft a plan on an assessment, with its goals, and talk it over with the person.

    No help depends on a plan.
    """
    result = await operations.draft_plan(
        call.transaction, call.process.vault, case_id, draft,
        call.process.settings.plan_first_review,
    )  # fmt: skip
    return call.respond(result)


@router.get("", response_model=Page[SupportPlanRead])
async def list_support_plans(
    call: Annotated[RequestContext, requires(SupportPlanPermission.LIST)],
    case_id: UUID,
    status: PlanStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the plans of a case, newest first, without their goals."""
    page = await operations.list_plans(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{plan_id}", response_model=SupportPlanRead)
async def read_support_plan(
    call: Annotated[RequestContext, requires(SupportPlanPermission.READ)],
    case_id: UUID,
    plan_id: UUID,
) -> Response:
    """Read one plan, with its goals."""
    result = await operations.read_plan(call.transaction, call.process.vault, case_id, plan_id)
    return call.respond(result)


@router.post("/{plan_id}/activate", response_model=SupportPlanRead)
async def activate_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.ACTIVATE)],
    case_id: UUID,
    plan_id: UUID,
    activation: SupportPlanActivate,
) -> Response:
    """Put a plan in force that the person agrees to; one of a case at a time.

    Of a child that says neither yes nor no, the own view in the assessment is enough.
    """
    first_review = call.process.settings.plan_first_review
    result = await operations.activate_plan(
        call.transaction, case_id, plan_id, activation, call.version, first_review
    )
    return call.respond(result)


@router.post("/{plan_id}/revise", response_model=SupportPlanRead)
async def revise_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.REVISE)],
    case_id: UUID,
    plan_id: UUID,
    revision: SupportPlanRevise,
) -> Response:
    """Review a plan that is in force, and name the next review."""
    every = call.process.settings.plan_review_every
    result = await operations.revise_plan(
        call.transaction, case_id, plan_id, revision, call.version, every
    )
    return call.respond(result)


@router.post("/{plan_id}/suspend", response_model=SupportPlanRead)
async def suspend_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.SUSPEND)],
    case_id: UUID,
    plan_id: UUID,
    review: SupportPlanReview,
) -> Response:
    """Suspend a plan, and say when it is looked at again."""
    every = call.process.settings.plan_review_every
    result = await operations.pause_plan(
        call.transaction, case_id, plan_id, "suspend", review, call.version, every
    )
    return call.respond(result)


@router.post("/{plan_id}/resume", response_model=SupportPlanRead)
async def resume_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.RESUME)],
    case_id: UUID,
    plan_id: UUID,
    review: SupportPlanReview,
) -> Response:
    """Resume a plan that was suspended."""
    every = call.process.settings.plan_review_every
    result = await operations.pause_plan(
        call.transaction, case_id, plan_id, "resume", review, call.version, every
    )
    return call.respond(result)


@router.post("/{plan_id}/complete", response_model=SupportPlanRead)
async def complete_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.COMPLETE)],
    case_id: UUID,
    plan_id: UUID,
) -> Response:
    """Complete a plan whose goals are closed.

    Follow-ups are planned after 1, 3, 6 and 12 months if the person agreed to be contacted.
    """
    result = await ending.complete_plan(call.transaction, case_id, plan_id, call.version)
    return call.respond(result)


@router.post("/{plan_id}/end", response_model=SupportPlanRead)
async def end_support_plan(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.END_EARLY)],
    case_id: UUID,
    plan_id: UUID,
    end: SupportPlanEnd,
) -> Response:
    """End a plan early; at the person's request at once. Closing the case ends it too."""
    result = await ending.end_plan_early(call.transaction, case_id, plan_id, end, call.version)
    return call.respond(result)


@router.post("/{plan_id}/mark-error", response_model=SupportPlanRead)
async def mark_support_plan_as_error(
    call: Annotated[RequestContext, requires_to_change(SupportPlanPermission.MARK_ERROR)],
    case_id: UUID,
    plan_id: UUID,
) -> Response:
    """Mark a plan that should never have been drafted, with its goals."""
    result = await ending.mark_plan_as_error(call.transaction, case_id, plan_id, call.version)
    return call.respond(result)
