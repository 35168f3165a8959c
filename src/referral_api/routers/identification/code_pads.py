"""Pads of case codes (carnets de codes): true codes for paper and the telephone."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.code_pads import operations
from referral_api.domain.identification.code_pads.schemas import CaseCodePadDraw, CaseCodePadRead
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
from referral_api.permissions import CaseCodePadPermission

router = guarded_router("/v1/case-code-pads", "case code pads")


@router.post("", status_code=201, response_model=CaseCodePadRead)
async def draw_code_pad(
    call: Annotated[RequestContext, requires_to_create(CaseCodePadPermission.DRAW)],
    draw: CaseCodePadDraw,
) -> Response:
    """Draw true codes for where there is no network. Register with one by its `code`, once.

    Nobody but your organisation can use them.
    """
    result = await operations.draw_pad(call.transaction, draw)
    return call.respond(result)


@router.get("", response_model=Page[CaseCodePadRead])
async def list_code_pads(
    call: Annotated[RequestContext, requires(CaseCodePadPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the pads of your organisation, the last drawn first, without their codes."""
    page = await operations.list_pads(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{code_pad_id}", response_model=CaseCodePadRead)
async def read_code_pad(
    call: Annotated[RequestContext, requires(CaseCodePadPermission.READ)], code_pad_id: UUID
) -> Response:
    """Read a pad of your organisation, with the codes that are unused."""
    result = await operations.read_pad(call.transaction, code_pad_id)
    return call.respond(result)


@router.post("/{code_pad_id}/cancel", response_model=CaseCodePadRead)
async def cancel_code_pad(
    call: Annotated[RequestContext, requires_to_change(CaseCodePadPermission.CANCEL)],
    code_pad_id: UUID,
) -> Response:
    """Cancel a pad that was lost: its unused codes are refused from now on."""
    result = await operations.cancel_pad(call.transaction, code_pad_id, call.version)
    return call.respond(result)
