"""Contributions: the totals of a structure that registers no cases, quarter by quarter."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.programme import ContributionStatus
from referral_api.domain.programme.contributions import operations, versions
from referral_api.domain.programme.contributions.schemas import (
    ContributionCorrect,
    ContributionCreate,
    ContributionRead,
    ContributionVersionRead,
    ContributionWithdraw,
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
from referral_api.permissions import ContributionPermission

router = guarded_router("/v1/contributions", "contributions")


@router.post("", status_code=201, response_model=ContributionRead)
async def create_contribution(
    call: Annotated[RequestContext, requires_to_create(ContributionPermission.CREATE)],
    contribution: ContributionCreate,
) -> Response:
    """Give the totals of your organisation, for a quarter or for a request that called it.

    The coordination also types in what another structure said by telephone: `organisation_id`,
    `said_by` and `said_at`. For each organisation and period one contribution is current.
    """
    result = await operations.create_contribution(call.transaction, contribution)
    return call.respond(result)


@router.get("", response_model=Page[ContributionRead])
async def list_contributions(
    call: Annotated[RequestContext, requires(ContributionPermission.LIST)],
    status: ContributionStatus | None = None,
    organisation_id: UUID | None = None,
    contribution_request_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List your organisation's contributions, newest first; the coordination sees all."""
    page = await operations.list_contributions(
        call.transaction,
        status,
        organisation_id,
        contribution_request_id,
        call.window(limit, cursor),
    )
    return call.respond_page(page)


@router.get("/{contribution_id}", response_model=ContributionRead)
async def read_contribution(
    call: Annotated[RequestContext, requires(ContributionPermission.READ)], contribution_id: UUID
) -> Response:
    """Read a contribution in its present version."""
    result = await operations.read_contribution(call.transaction, contribution_id)
    return call.respond(result)


@router.get("/{contribution_id}/versions", response_model=Page[ContributionVersionRead])
async def list_contribution_versions(
    call: Annotated[RequestContext, requires(ContributionPermission.LIST_VERSIONS)],
    contribution_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the versions that a contribution has had, newest first."""
    page = await versions.list_versions(
        call.transaction, contribution_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.post("/{contribution_id}/correct", response_model=ContributionRead)
async def correct_contribution(
    call: Annotated[RequestContext, requires_to_change(ContributionPermission.CORRECT)],
    contribution_id: UUID,
    correction: ContributionCorrect,
) -> Response:
    """Correct a contribution: send the whole form anew. The version before stays readable."""
    result = await operations.correct_contribution(
        call.transaction, contribution_id, correction, call.version
    )
    return call.respond(result)


@router.post("/{contribution_id}/withdraw", response_model=ContributionRead)
async def withdraw_contribution(
    call: Annotated[RequestContext, requires_to_change(ContributionPermission.WITHDRAW)],
    contribution_id: UUID,
    withdrawal: ContributionWithdraw,
) -> Response:
    """Withdraw a contribution, with the reason. Another may then take its place."""
    result = await operations.withdraw_contribution(
        call.transaction, contribution_id, withdrawal, call.version
    )
    return call.respond(result)
