"""Handoff requests (demandes de passation): ask the custodian to hand a case over."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.custody.handoff_requests import operations
from referral_api.domain.custody.handoff_requests.schemas import (
    HandoffRequestCreate,
    HandoffRequestGrant,
    HandoffRequestRead,
    HandoffRequestRefuse,
)
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
from referral_api.permissions import HandoffRequestPermission

router = guarded_router("/v1/handoff-requests", "handoff requests")


@router.post("", status_code=201, response_model=HandoffRequestRead)
async def create_handoff_request(
    call: Annotated[RequestContext, requires_to_create(HandoffRequestPermission.CREATE)],
    request: HandoffRequestCreate,
) -> Response:
    """Ask to be responsible for a case that you can see. Its custodian has five days to reply."""
    result = await operations.create_handoff_request(call.transaction, request)
    return call.respond(result)


@router.get("", response_model=Page[HandoffRequestRead])
async def list_handoff_requests(
    call: Annotated[RequestContext, requires(HandoffRequestPermission.LIST)],
    case_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the requests that you made or may reply to, newest first."""
    page = await operations.list_handoff_requests(
        call.transaction, case_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{request_id}", response_model=HandoffRequestRead)
async def read_handoff_request(
    call: Annotated[RequestContext, requires(HandoffRequestPermission.READ)], request_id: UUID
) -> Response:
    """Read one request."""
    result = await operations.read_handoff_request(call.transaction, request_id)
    return call.respond(result)


@router.post("/{request_id}/grant", response_model=HandoffRequestRead)
async def grant_handoff_request(
    call: Annotated[RequestContext, requires_to_change(HandoffRequestPermission.GRANT)],
    request_id: UUID,
    terms: HandoffRequestGrant,
) -> Response:
    """Grant a request, as the custodian. `handoff_id` names the offer that follows."""
    result = await operations.grant_handoff_request(
        call.transaction, call.process.settings.handoff_clocks, request_id, terms, call.version
    )
    return call.respond(result)


@router.post("/{request_id}/refuse", response_model=HandoffRequestRead)
async def refuse_handoff_request(
    call: Annotated[RequestContext, requires_to_change(HandoffRequestPermission.REFUSE)],
    request_id: UUID,
    refusal: HandoffRequestRefuse,
) -> Response:
    """Refuse a request, as the custodian, with a coded reason."""
    result = await operations.refuse_handoff_request(
        call.transaction, request_id, refusal, call.version
    )
    return call.respond(result)
