"""Blocks of the report's prose (blocs de texte du rapport)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.partnership import ReportBlock
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.programme.report_texts.records import REPORT_TEXTS
from referral_api.domain.programme.report_texts.schemas import (
    ReportTextContents,
    ReportTextCreate,
    ReportTextRead,
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
from referral_api.permissions import ReportTextPermission

router = guarded_router("/v1/report-texts", "report texts")

PillarFilter = Annotated[Pillar | None, Query(description="Only this pillar.")]
BlockFilter = Annotated[ReportBlock | None, Query(description="Only this block.")]


@router.post("", status_code=201, response_model=ReportTextRead)
async def register_report_text(
    call: Annotated[RequestContext, requires_to_create(ReportTextPermission.REGISTER)],
    entry: ReportTextCreate,
) -> Response:
    """Register a block of the report's prose, as the coordination."""
    result = await REPORT_TEXTS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[ReportTextRead])
async def list_report_texts(
    call: Annotated[RequestContext, requires(ReportTextPermission.LIST)],
    pillar: PillarFilter = None,
    year: OfYear = None,
    block: BlockFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List blocks of the report's prose, the last registered first."""
    page = await REPORT_TEXTS.list(
        call.transaction,
        call.window(limit, cursor),
        pillar=pillar,
        year=year,
        block=block,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{report_text_id}", response_model=ReportTextRead)
async def read_report_text(
    call: Annotated[RequestContext, requires(ReportTextPermission.READ)], report_text_id: UUID
) -> Response:
    """Read a block of the report's prose."""
    result = await REPORT_TEXTS.read(call.transaction, report_text_id)
    return call.respond(result)


@router.put("/{report_text_id}", response_model=ReportTextRead)
async def correct_report_text(
    call: Annotated[RequestContext, requires_to_update(ReportTextPermission.CORRECT)],
    report_text_id: UUID,
    entry: ReportTextContents,
) -> Response:
    """Correct a block of the report's prose: send it whole. 409 once it was withdrawn."""
    result = await REPORT_TEXTS.correct(call.transaction, report_text_id, entry, call.version)
    return call.respond(result)


@router.post("/{report_text_id}/withdraw", response_model=ReportTextRead)
async def withdraw_report_text(
    call: Annotated[RequestContext, requires_to_change(ReportTextPermission.WITHDRAW)],
    report_text_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a block of the report's prose, with a reason. It stays, and counts no more."""
    result = await REPORT_TEXTS.withdraw(call.transaction, report_text_id, withdrawal, call.version)
    return call.respond(result)
