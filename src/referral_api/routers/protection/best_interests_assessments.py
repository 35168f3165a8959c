"""Best-interests assessments of a child."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.children.interests import assessments
from referral_api.domain.protection.children.interests.schemas import (
    BestInterestsAssessmentRead,
    BestInterestsAssessmentRecord,
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
from referral_api.permissions import BestInterestsAssessmentPermission

router = guarded_router("/v1/cases/{case_id}/best-interests-assessments", "best interests")


@router.post("", status_code=201, response_model=BestInterestsAssessmentRead)
async def record_best_interests_assessment(
    call: Annotated[RequestContext, requires_to_create(BestInterestsAssessmentPermission.RECORD)],
    case_id: UUID,
    assessed: BestInterestsAssessmentRecord,
) -> Response:
    """Record an assessment, before any lasting measure for the child.

    It forces a determination where it recommends a return, a reunification, a placement or a
    separation from the carer.
    """
    result = await assessments.record_assessment(
        call.transaction, call.process.vault, case_id, assessed
    )
    return call.respond(result)


@router.get("", response_model=Page[BestInterestsAssessmentRead])
async def list_best_interests_assessments(
    call: Annotated[RequestContext, requires(BestInterestsAssessmentPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the best-interests assessments of a child, the last recorded first."""
    page = await assessments.list_assessments(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{best_interests_assessment_id}", response_model=BestInterestsAssessmentRead)
async def read_best_interests_assessment(
    call: Annotated[RequestContext, requires(BestInterestsAssessmentPermission.READ)],
    case_id: UUID,
    best_interests_assessment_id: UUID,
) -> Response:
    """Read one best-interests assessment, with what was found."""
    result = await assessments.read_assessment(
        call.transaction, call.process.vault, case_id, best_interests_assessment_id
    )
    return call.respond(result)


@router.post(
    "/{best_interests_assessment_id}/mark-error", response_model=BestInterestsAssessmentRead
)
async def mark_best_interests_assessment_as_error(
    call: Annotated[
        RequestContext, requires_to_change(BestInterestsAssessmentPermission.MARK_ERROR)
    ],
    case_id: UUID,
    best_interests_assessment_id: UUID,
) -> Response:
    """Mark a best-interests assessment that was never made."""
    result = await assessments.mark_assessment_as_error(
        call.transaction, case_id, best_interests_assessment_id, call.version
    )
    return call.respond(result)
