"""Objectives of the action plan (objectifs du plan d'action)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.programme.plan_objectives.records import PLAN_OBJECTIVES
from referral_api.domain.programme.plan_objectives.schemas import (
    PlanObjectiveContents,
    PlanObjectiveCreate,
    PlanObjectiveRead,
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
from referral_api.permissions import PlanObjectivePermission

router = guarded_router("/v1/plan-objectives", "plan objectives")

PillarFilter = Annotated[Pillar | None, Query(description="Only this pillar.")]


@router.post("", status_code=201, response_model=PlanObjectiveRead)
async def register_plan_objective(
    call: Annotated[RequestContext, requires_to_create(PlanObjectivePermission.REGISTER)],
    entry: PlanObjectiveCreate,
) -> Response:
    """Register an objective of the action plan, as the coordination."""
    result = await PLAN_OBJECTIVES.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[PlanObjectiveRead])
async def list_plan_objectives(
    call: Annotated[RequestContext, requires(PlanObjectivePermission.LIST)],
    pillar: PillarFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List objectives of the action plan, the last registered first."""
    page = await PLAN_OBJECTIVES.list(
        call.transaction, call.window(limit, cursor), pillar=pillar, status=status
    )
    return call.respond_page(page)


@router.get("/{objective_id}", response_model=PlanObjectiveRead)
async def read_plan_objective(
    call: Annotated[RequestContext, requires(PlanObjectivePermission.READ)], objective_id: UUID
) -> Response:
    """Read an objective of the action plan."""
    result = await PLAN_OBJECTIVES.read(call.transaction, objective_id)
    return call.respond(result)


@router.put("/{objective_id}", response_model=PlanObjectiveRead)
async def correct_plan_objective(
    call: Annotated[RequestContext, requires_to_update(PlanObjectivePermission.CORRECT)],
    objective_id: UUID,
    entry: PlanObjectiveContents,
) -> Response:
    """Correct an objective of the action plan: send it whole. 409 once it was withdrawn."""
    result = await PLAN_OBJECTIVES.correct(call.transaction, objective_id, entry, call.version)
    return call.respond(result)


@router.post("/{objective_id}/withdraw", response_model=PlanObjectiveRead)
async def withdraw_plan_objective(
    call: Annotated[RequestContext, requires_to_change(PlanObjectivePermission.WITHDRAW)],
    objective_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw an objective of the action plan, with a reason. It stays, and counts no more."""
    result = await PLAN_OBJECTIVES.withdraw(
        call.transaction, objective_id, withdrawal, call.version
    )
    return call.respond(result)
