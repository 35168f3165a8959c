"""Means (moyens): money asked for a person, granted or refused, and paid."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.means import MeansStatus
from referral_api.domain.protection.means import operations
from referral_api.domain.protection.means.schemas import (
    MeansAsk,
    MeansGrant,
    MeansPay,
    MeansRead,
    MeansRefuse,
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
from referral_api.permissions import MeansPermission

router = guarded_router("/v1/cases/{case_id}/means", "means")


@router.post("", status_code=201, response_model=MeansRead)
async def ask_means(
    call: Annotated[RequestContext, requires_to_create(MeansPermission.ASK)],
    case_id: UUID,
    ask: MeansAsk,
) -> Response:
    """Ask an organisation for money: for transport, food, a hospital bill, a document."""
    result = await operations.ask_means(call.transaction, case_id, ask)
    return call.respond(result)


@router.get("", response_model=Page[MeansRead])
async def list_means(
    call: Annotated[RequestContext, requires(MeansPermission.LIST)],
    case_id: UUID,
    status: MeansStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the requests for means of a case that concern you, newest first."""
    page = await operations.list_means(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{means_id}", response_model=MeansRead)
async def read_means(
    call: Annotated[RequestContext, requires(MeansPermission.READ)], case_id: UUID, means_id: UUID
) -> Response:
    """Read one request for means."""
    result = await operations.read_means(call.transaction, case_id, means_id)
    return call.respond(result)


@router.post("/{means_id}/grant", response_model=MeansRead)
async def grant_means(
    call: Annotated[RequestContext, requires_to_change(MeansPermission.GRANT)],
    case_id: UUID,
    means_id: UUID,
    grant: MeansGrant,
) -> Response:
    """Grant all that was asked of your organisation, or a part."""
    result = await operations.grant_means(call.transaction, case_id, means_id, grant, call.version)
    return call.respond(result)


@router.post("/{means_id}/refuse", response_model=MeansRead)
async def refuse_means(
    call: Annotated[RequestContext, requires_to_change(MeansPermission.REFUSE)],
    case_id: UUID,
    means_id: UUID,
    refusal: MeansRefuse,
) -> Response:
    """Refuse, with a reason. What was asked stays uncovered, and is counted so."""
    result = await operations.refuse_means(
        call.transaction, case_id, means_id, refusal, call.version
    )
    return call.respond(result)


@router.post("/{means_id}/pay", response_model=MeansRead)
async def pay_means(
    call: Annotated[RequestContext, requires_to_change(MeansPermission.PAY)],
    case_id: UUID,
    means_id: UUID,
    payment: MeansPay,
) -> Response:
    """Record a payment. Several add up, to what was granted at most."""
    result = await operations.pay_means(call.transaction, case_id, means_id, payment, call.version)
    return call.respond(result)


@router.post("/{means_id}/withdraw", response_model=MeansRead)
async def withdraw_means(
    call: Annotated[RequestContext, requires_to_change(MeansPermission.WITHDRAW)],
    case_id: UUID,
    means_id: UUID,
) -> Response:
    """Take your request back: the money is not needed any more."""
    result = await operations.withdraw_means(call.transaction, case_id, means_id, call.version)
    return call.respond(result)


@router.post("/{means_id}/mark-error", response_model=MeansRead)
async def mark_means_as_error(
    call: Annotated[RequestContext, requires_to_change(MeansPermission.MARK_ERROR)],
    case_id: UUID,
    means_id: UUID,
) -> Response:
    """Mark a request that should never have been recorded."""
    result = await operations.mark_means_as_error(call.transaction, case_id, means_id, call.version)
    return call.respond(result)
