"""Aggregates (agrégats): totals of past years and of others, shown apart."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.figures.aggregates.records import AGGREGATES
from referral_api.domain.figures.aggregates.schemas import (
    AggregateContents,
    AggregateCreate,
    AggregateRead,
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
from referral_api.http.entry_filters import Before, OfCode, Since
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import AggregatePermission

router = guarded_router("/v1/aggregates", "aggregates")


@router.post("", status_code=201, response_model=AggregateRead)
async def register_aggregate(
    call: Annotated[RequestContext, requires_to_create(AggregatePermission.REGISTER)],
    entry: AggregateCreate,
) -> Response:
    """Register a total of a past year or of somebody else, as the coordination."""
    result = await AGGREGATES.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[AggregateRead])
async def list_aggregates(
    call: Annotated[RequestContext, requires(AggregatePermission.LIST)],
    code: OfCode = None,
    since: Since = None,
    before: Before = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the aggregates, the last registered first."""
    page = await AGGREGATES.list(
        call.transaction,
        call.window(limit, cursor),
        code=code,
        since=since,
        before_day=before,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{aggregate_id}", response_model=AggregateRead)
async def read_aggregate(
    call: Annotated[RequestContext, requires(AggregatePermission.READ)], aggregate_id: UUID
) -> Response:
    """Read an aggregate."""
    result = await AGGREGATES.read(call.transaction, aggregate_id)
    return call.respond(result)


@router.put("/{aggregate_id}", response_model=AggregateRead)
async def correct_aggregate(
    call: Annotated[RequestContext, requires_to_update(AggregatePermission.CORRECT)],
    aggregate_id: UUID,
    entry: AggregateContents,
) -> Response:
    """Correct an aggregate: send it whole. 409 once it was withdrawn."""
    result = await AGGREGATES.correct(call.transaction, aggregate_id, entry, call.version)
    return call.respond(result)


@router.post("/{aggregate_id}/withdraw", response_model=AggregateRead)
async def withdraw_aggregate(
    call: Annotated[RequestContext, requires_to_change(AggregatePermission.WITHDRAW)],
    aggregate_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw an aggregate, with a reason. It stays, and is shown no more."""
    result = await AGGREGATES.withdraw(call.transaction, aggregate_id, withdrawal, call.version)
    return call.respond(result)
