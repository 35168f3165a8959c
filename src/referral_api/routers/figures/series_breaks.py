"""Breaks of series (ruptures de série): from which year on numbers do not compare."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.series import BreakKind
from referral_api.domain.figures.series_breaks.records import SERIES_BREAKS
from referral_api.domain.figures.series_breaks.schemas import (
    SeriesBreakContents,
    SeriesBreakCreate,
    SeriesBreakRead,
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
from referral_api.http.entry_filters import OfCode, OfYear
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import SeriesBreakPermission

router = guarded_router("/v1/series-breaks", "series breaks")

KindFilter = Annotated[BreakKind | None, Query(description="Only of this kind.")]


@router.post("", status_code=201, response_model=SeriesBreakRead)
async def register_series_break(
    call: Annotated[RequestContext, requires_to_create(SeriesBreakPermission.REGISTER)],
    entry: SeriesBreakCreate,
) -> Response:
    """Register the break of a series, as the coordination."""
    result = await SERIES_BREAKS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[SeriesBreakRead])
async def list_series_breaks(
    call: Annotated[RequestContext, requires(SeriesBreakPermission.LIST)],
    code: OfCode = None,
    year: OfYear = None,
    kind: KindFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the breaks of series, the last registered first."""
    page = await SERIES_BREAKS.list(
        call.transaction,
        call.window(limit, cursor),
        code=code,
        year=year,
        kind=kind,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{series_break_id}", response_model=SeriesBreakRead)
async def read_series_break(
    call: Annotated[RequestContext, requires(SeriesBreakPermission.READ)], series_break_id: UUID
) -> Response:
    """Read the break of a series."""
    result = await SERIES_BREAKS.read(call.transaction, series_break_id)
    return call.respond(result)


@router.put("/{series_break_id}", response_model=SeriesBreakRead)
async def correct_series_break(
    call: Annotated[RequestContext, requires_to_update(SeriesBreakPermission.CORRECT)],
    series_break_id: UUID,
    entry: SeriesBreakContents,
) -> Response:
    """Correct the break of a series: send it whole. 409 once it was withdrawn."""
    result = await SERIES_BREAKS.correct(call.transaction, series_break_id, entry, call.version)
    return call.respond(result)


@router.post("/{series_break_id}/withdraw", response_model=SeriesBreakRead)
async def withdraw_series_break(
    call: Annotated[RequestContext, requires_to_change(SeriesBreakPermission.WITHDRAW)],
    series_break_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw the break of a series, with a reason. It stays, and is shown no more."""
    result = await SERIES_BREAKS.withdraw(
        call.transaction, series_break_id, withdrawal, call.version
    )
    return call.respond(result)
