"""Possible duplicates (doublons possibles): a person who may have a file already."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.persons import CandidateStatus
from referral_api.domain.identification.duplicates import operations
from referral_api.domain.identification.duplicates.schemas import DuplicateCandidateRead
from referral_api.http.dependencies import Cursor, Limit, requires, requires_to_change
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import DuplicateCandidatePermission

router = guarded_router("/v1/duplicate-candidates", "duplicate candidates")


@router.get("", response_model=Page[DuplicateCandidateRead])
async def list_duplicate_candidates(
    call: Annotated[RequestContext, requires(DuplicateCandidatePermission.LIST)],
    case_id: UUID | None = None,
    status: CandidateStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List files of yours whose person may have been registered elsewhere too, newest first.

    Recording an identity never says whether somebody like that is known: the response is the same
    either way. Whoever is responsible for the file that was there, and the coordination, find it
    here some moments later, and may speak to the other organisation.
    """
    page = await operations.list_candidates(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{candidate_id}", response_model=DuplicateCandidateRead)
async def read_duplicate_candidate(
    call: Annotated[RequestContext, requires(DuplicateCandidatePermission.READ)],
    candidate_id: UUID,
) -> Response:
    """Read one possible duplicate."""
    result = await operations.read_candidate(call.transaction, candidate_id)
    return call.respond(result)


@router.post("/{candidate_id}/dismiss", response_model=DuplicateCandidateRead)
async def dismiss_duplicate_candidate(
    call: Annotated[RequestContext, requires_to_change(DuplicateCandidatePermission.DISMISS)],
    candidate_id: UUID,
) -> Response:
    """Say that these are two persons. They are not proposed again; they may still be linked."""
    result = await operations.dismiss_candidate(call.transaction, candidate_id, call.version)
    return call.respond(result)
