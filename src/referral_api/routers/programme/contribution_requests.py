"""Requests for contributions (saisines): who asks, whom the coordination calls, who answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.figures.answers.cuts import take_cut_of_request
from referral_api.domain.programme.contribution_requests import calls, operations
from referral_api.domain.programme.contribution_requests.schemas import (
    CallAnswerRead,
    ContributionCallOpen,
    ContributionRequestCreate,
    ContributionRequestRead,
    ContributionRequestUpdate,
    ContributionRequestWithdraw,
)
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
    requires_to_update,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ContributionRequestPermission as May

router = guarded_router("/v1/contribution-requests", "contribution requests")
_ONE = "/{contribution_request_id}"


@router.post("", status_code=201, response_model=ContributionRequestRead)
async def create_contribution_request(
    call: Annotated[RequestContext, requires_to_create(May.CREATE)],
    request: ContributionRequestCreate,
) -> Response:
    """Record a request for contributions that the committee received, as the coordination.

    It stays a draft, which nobody else sees, until its call is open.
    """
    result = await operations.create_contribution_request(call.transaction, request)
    return call.respond(result)


@router.get("", response_model=Page[ContributionRequestRead])
async def list_contribution_requests(
    call: Annotated[RequestContext, requires(May.LIST)],
    status: ContributionRequestStatus | None = None,
    waiting: bool | None = None,  # noqa: FBT001 - a parameter of the query
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the requests that call your organisation, newest first; the coordination sees all.

    With `waiting=true`, those whose call is open and that have no contribution of yours: what is
    due.
    """
    page = await operations.list_contribution_requests(
        call.transaction, status, call.window(limit, cursor), waiting=waiting
    )
    return call.respond_page(page)


@router.get(_ONE, response_model=ContributionRequestRead)
async def read_contribution_request(
    call: Annotated[RequestContext, requires(May.READ)], contribution_request_id: UUID
) -> Response:
    """Read a request that calls your organisation, or as the coordination."""
    result = await operations.read_contribution_request(call.transaction, contribution_request_id)
    return call.respond(result)


@router.patch(_ONE, response_model=ContributionRequestRead)
async def update_contribution_request(
    call: Annotated[RequestContext, requires_to_update(May.UPDATE)],
    contribution_request_id: UUID,
    update: ContributionRequestUpdate,
) -> Response:
    """Correct a request that is not frozen: a later day, a document that came after it."""
    result = await operations.update_contribution_request(
        call.transaction, contribution_request_id, update, call.version
    )
    return call.respond(result)


@router.post(f"{_ONE}/open", response_model=ContributionRequestRead)
async def open_contribution_call(
    call: Annotated[RequestContext, requires_to_change(May.OPEN)],
    contribution_request_id: UUID,
    called: ContributionCallOpen,
) -> Response:
    """Open the call: the organisations that it names see the request, and owe an answer."""
    result = await calls.open_call(call.transaction, contribution_request_id, called, call.version)
    return call.respond(result)


@router.post(f"{_ONE}/call", response_model=ContributionRequestRead)
async def call_more_organisations(
    call: Annotated[RequestContext, requires_to_change(May.CALL)],
    contribution_request_id: UUID,
    called: ContributionCallOpen,
) -> Response:
    """Call more organisations while the call is open."""
    result = await calls.call_more(call.transaction, contribution_request_id, called, call.version)
    return call.respond(result)


@router.get(f"{_ONE}/answers", response_model=Page[CallAnswerRead])
async def list_call_answers(
    call: Annotated[RequestContext, requires(May.LIST_ANSWERS)],
    contribution_request_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List, as the coordination, who was called and who answered: in time, late, or not at all."""
    page = await calls.list_answers(
        call.transaction, contribution_request_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.post(f"{_ONE}/freeze", response_model=ContributionRequestRead)
async def freeze_contribution_request(
    call: Annotated[RequestContext, requires_to_change(May.FREEZE)], contribution_request_id: UUID
) -> Response:
    """Freeze the request: its call is over for good, and each answer stays as it stands.

    A contribution that is corrected later has a new version; the request keeps the one it took.
    """
    result = await calls.freeze_contribution_request(
        call.transaction, contribution_request_id, call.version, take_cut_of_request
    )
    return call.respond(result)


@router.post(f"{_ONE}/answer", response_model=ContributionRequestRead)
async def answer_contribution_request(
    call: Annotated[RequestContext, requires_to_change(May.ANSWER)], contribution_request_id: UUID
) -> Response:
    """Record that the country's answer was sent."""
    result = await operations.answer_contribution_request(
        call.transaction, contribution_request_id, call.version
    )
    return call.respond(result)


@router.post(f"{_ONE}/withdraw", response_model=ContributionRequestRead)
async def withdraw_contribution_request(
    call: Annotated[RequestContext, requires_to_change(May.WITHDRAW)],
    contribution_request_id: UUID,
    withdrawal: ContributionRequestWithdraw,
) -> Response:
    """Withdraw a request that was not answered, with the reason. What it was told stays."""
    result = await operations.withdraw_contribution_request(
        call.transaction, contribution_request_id, withdrawal, call.version
    )
    return call.respond(result)
