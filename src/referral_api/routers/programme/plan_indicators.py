"""Indicators of the action plan (indicateurs du plan d'action)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.programme.plan_indicators.records import PLAN_INDICATORS
from referral_api.domain.programme.plan_indicators.schemas import (
    PlanIndicatorContents,
    PlanIndicatorCreate,
    PlanIndicatorRead,
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
from referral_api.permissions import PlanIndicatorPermission

router = guarded_router("/v1/plan-indicators", "plan indicators")

ObjectiveIdFilter = Annotated[UUID | None, Query(description="Only of this objective.")]


@router.post("", status_code=201, response_model=PlanIndicatorRead)
async def register_plan_indicator(
    call: Annotated[RequestContext, requires_to_create(PlanIndicatorPermission.REGISTER)],
    entry: PlanIndicatorCreate,
) -> Response:
    """Register an indicator of the action plan, as the coordination."""
    result = await PLAN_INDICATORS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[PlanIndicatorRead])
async def list_plan_indicators(
    call: Annotated[RequestContext, requires(PlanIndicatorPermission.LIST)],
    objective_id: ObjectiveIdFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List indicators of the action plan, the last registered first."""
    page = await PLAN_INDICATORS.list(
        call.transaction, call.window(limit, cursor), objective_id=objective_id, status=status
    )
    return call.respond_page(page)


@router.get("/{indicator_id}", response_model=PlanIndicatorRead)
async def read_plan_indicator(
    call: Annotated[RequestContext, requires(PlanIndicatorPermission.READ)], indicator_id: UUID
) -> Response:
    """Read an indicator of the action plan."""
    result = await PLAN_INDICATORS.read(call.transaction, indicator_id)
    return call.respond(result)


@router.put("/{indicator_id}", response_model=PlanIndicatorRead)
async def correct_plan_indicator(
    call: Annotated[RequestContext, requires_to_update(PlanIndicatorPermission.CORRECT)],
    indicator_id: UUID,
    entry: PlanIndicatorContents,
) -> Response:
    """Correct an indicator of the action plan: send it whole. 409 once it was withdrawn."""
    result = await PLAN_INDICATORS.correct(call.transaction, indicator_id, entry, call.version)
    return call.respond(result)


@router.post("/{indicator_id}/withdraw", response_model=PlanIndicatorRead)
async def withdraw_plan_indicator(
    call: Annotated[RequestContext, requires_to_change(PlanIndicatorPermission.WITHDRAW)],
    indicator_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw an indicator of the action plan, with a reason. It stays, and counts no more."""
    result = await PLAN_INDICATORS.withdraw(
        call.transaction, indicator_id, withdrawal, call.version
    )
    return call.respond(result)
