"""Pending changes: what one administrator has proposed and another confirms."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.organisations import PendingChangeStatus
from referral_api.domain.network.pending_changes import operations
from referral_api.domain.network.pending_changes.schemas import PendingChangeRead
from referral_api.http.dependencies import Cursor, Limit, requires, requires_to_change
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PendingChangePermission

router = guarded_router("/v1/pending-changes", "pending changes")

OrganisationFilter = Annotated[
    UUID | None, Query(description="Only the changes that concern this organisation.")
]


@router.get("", response_model=Page[PendingChangeRead])
async def list_pending_changes(
    call: Annotated[RequestContext, requires(PendingChangePermission.LIST)],
    organisation_id: OrganisationFilter = None,
    status: PendingChangeStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the changes within your reach, the last proposed first."""
    page = await operations.list_pending_changes(
        call.transaction, organisation_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{pending_change_id}", response_model=PendingChangeRead)
async def read_pending_change(
    call: Annotated[RequestContext, requires(PendingChangePermission.READ)],
    pending_change_id: UUID,
) -> Response:
    """Read one change: what it would make of the agent, partner system or organisation."""
    result = await operations.read_pending_change(call.transaction, pending_change_id)
    return call.respond(result)


@router.post("/{pending_change_id}/confirm", response_model=PendingChangeRead)
async def confirm_pending_change(
    call: Annotated[RequestContext, requires_to_change(PendingChangePermission.CONFIRM)],
    pending_change_id: UUID,
) -> Response:
    """Confirm a change that another administrator has proposed. It takes effect at once.

    You are an administrator of the organisation concerned or, where it has no other one than the
    proposer, a national one. The same agent, the agent concerned, an agent that the proposer has
    made within 24 hours, and the same partner system cannot confirm.
    """
    result = await operations.confirm_pending_change(
        call.transaction, pending_change_id, call.version
    )
    return call.respond(result)


@router.post("/{pending_change_id}/refuse", response_model=PendingChangeRead)
async def refuse_pending_change(
    call: Annotated[RequestContext, requires_to_change(PendingChangePermission.REFUSE)],
    pending_change_id: UUID,
) -> Response:
    """Refuse a change that you might confirm. Nothing is changed."""
    result = await operations.refuse_pending_change(
        call.transaction, pending_change_id, call.version
    )
    return call.respond(result)


@router.post("/{pending_change_id}/withdraw", response_model=PendingChangeRead)
async def withdraw_pending_change(
    call: Annotated[RequestContext, requires_to_change(PendingChangePermission.WITHDRAW)],
    pending_change_id: UUID,
) -> Response:
    """Withdraw a change that your organisation has proposed. Nothing is changed."""
    result = await operations.withdraw_pending_change(
        call.transaction, pending_change_id, call.version
    )
    return call.respond(result)
