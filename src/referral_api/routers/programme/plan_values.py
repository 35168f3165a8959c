"""Yearly values of indicators (valeurs annuelles des indicateurs)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.programme.plan_values.records import PLAN_VALUES
from referral_api.domain.programme.plan_values.schemas import (
    PlanValueContents,
    PlanValueCreate,
    PlanValueRead,
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
from referral_api.http.entry_filters import OfYear
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PlanValuePermission

router = guarded_router("/v1/plan-values", "plan values")

IndicatorIdFilter = Annotated[UUID | None, Query(description="Only of this indicator.")]


@router.post("", status_code=201, response_model=PlanValueRead)
async def register_plan_value(
    call: Annotated[RequestContext, requires_to_create(PlanValuePermission.REGISTER)],
    entry: PlanValueCreate,
) -> Response:
    """Register the value of an indicator in a year, as the coordination."""
    result = await PLAN_VALUES.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[PlanValueRead])
async def list_plan_values(
    call: Annotated[RequestContext, requires(PlanValuePermission.LIST)],
    indicator_id: IndicatorIdFilter = None,
    year: OfYear = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List yearly values of indicators, the last registered first."""
    page = await PLAN_VALUES.list(
        call.transaction,
        call.window(limit, cursor),
        indicator_id=indicator_id,
        year=year,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{plan_value_id}", response_model=PlanValueRead)
async def read_plan_value(
    call: Annotated[RequestContext, requires(PlanValuePermission.READ)], plan_value_id: UUID
) -> Response:
    """Read the value of an indicator in a year."""
    result = await PLAN_VALUES.read(call.transaction, plan_value_id)
    return call.respond(result)


@router.put("/{plan_value_id}", response_model=PlanValueRead)
async def correct_plan_value(
    call: Annotated[RequestContext, requires_to_update(PlanValuePermission.CORRECT)],
    plan_value_id: UUID,
    entry: PlanValueContents,
) -> Response:
    """Correct the value of an indicator in a year: send it whole. 409 once it was withdrawn."""
    result = await PLAN_VALUES.correct(call.transaction, plan_value_id, entry, call.version)
    return call.respond(result)


@router.post("/{plan_value_id}/withdraw", response_model=PlanValueRead)
async def withdraw_plan_value(
    call: Annotated[RequestContext, requires_to_change(PlanValuePermission.WITHDRAW)],
    plan_value_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw the value of an indicator in a year, with a reason. It stays, and counts no more."""
    result = await PLAN_VALUES.withdraw(call.transaction, plan_value_id, withdrawal, call.version)
    return call.respond(result)
