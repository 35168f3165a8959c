"""Notices (avis): what waits for you, or for your organisation."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.events.notices import operations
from referral_api.domain.events.notices.schemas import NoticeRead
from referral_api.http.dependencies import Cursor, Limit, requires, requires_to_change
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import NoticePermission

router = guarded_router("/v1/notices", "notices")

Mine = Annotated[
    bool, Query(description="Only what is told to you: by name, by a role of yours, or to all.")
]
Unread = Annotated[bool, Query(description="Only what nobody has said to have read.")]


@router.get("", response_model=Page[NoticeRead])
async def list_notices(
    call: Annotated[RequestContext, requires(NoticePermission.LIST)],
    mine: Mine = False,  # noqa: FBT002 - a parameter of the query
    unread: Unread = False,  # noqa: FBT002
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the notices of your organisation, newest first.

    They hold ids only: what waits, since which limit, and for whose answer. Coordinators are told
    what nobody answered.
    """
    page = await operations.list_notices(
        call.transaction, call.window(limit, cursor), mine=mine, unread=unread
    )
    return call.respond_page(page)


@router.get("/{notice_id}", response_model=NoticeRead)
async def read_notice(
    call: Annotated[RequestContext, requires(NoticePermission.READ)], notice_id: UUID
) -> Response:
    """Read one notice of your organisation. This does not mark it as read."""
    result = await operations.read_notice(call.transaction, notice_id)
    return call.respond(result)


@router.post("/{notice_id}/mark-read", response_model=NoticeRead)
async def mark_notice_read(
    call: Annotated[RequestContext, requires_to_change(NoticePermission.MARK_READ)], notice_id: UUID
) -> Response:
    """Say that a notice was read, for the whole organisation."""
    result = await operations.mark_notice_read(call.transaction, notice_id, call.version)
    return call.respond(result)
