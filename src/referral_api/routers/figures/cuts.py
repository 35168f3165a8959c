"""Cuts (arrêtés des données): a moment with a name, as of which figures count."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.figures.answers import cuts
from referral_api.domain.figures.answers.schemas import CutRead, CutTake
from referral_api.http.dependencies import Cursor, Limit, requires, requires_to_create
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import CutPermission

router = guarded_router("/v1/cuts", "figures")


@router.post("", response_model=CutRead, status_code=201)
async def take_cut(
    call: Annotated[RequestContext, requires_to_create(CutPermission.TAKE)],
    body: CutTake,
) -> Response:
    """Take a cut of the data, as the coordination: what counts now counts at this cut for ever."""
    result = await cuts.take_cut(call.transaction, body.label)
    return call.respond(result)


@router.get("", response_model=Page[CutRead])
async def list_cuts(
    call: Annotated[RequestContext, requires(CutPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the cuts that have a name, newest first."""
    page = await cuts.list_cuts(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{cut_id}", response_model=CutRead)
async def read_cut(
    call: Annotated[RequestContext, requires(CutPermission.READ)], cut_id: UUID
) -> Response:
    """Read a cut, as the coordination."""
    result = await cuts.read_cut(call.transaction, cut_id)
    return call.respond(result)
