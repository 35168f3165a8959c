"""Age assessments, on serious doubt only."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import age_assessments
from referral_api.domain.protection.children.ages import operations
from referral_api.domain.protection.children.ages.schemas import (
    AgeAssessmentRead,
    AgeAssessmentRecord,
    AgeAssessmentTell,
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
from referral_api.permissions import AgeAssessmentPermission

router = guarded_router("/v1/cases/{case_id}/age-assessments", "age assessments")


@router.post("", status_code=201, response_model=AgeAssessmentRead)
async def record_age_assessment(
    call: Annotated[RequestContext, requires_to_create(AgeAssessmentPermission.RECORD)],
    case_id: UUID,
    assessed: AgeAssessmentRecord,
) -> Response:
    """Record an assessment by two agents or more, one of them of child protection.

    It delays no help. The file changes only once the person is told.
    """
    result = await operations.record_age_assessment(
        call.transaction, call.process.vault, case_id, assessed
    )
    return call.respond(result)


@router.get("", response_model=Page[AgeAssessmentRead])
async def list_age_assessments(
    call: Annotated[RequestContext, requires(AgeAssessmentPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the age assessments of a person, the last recorded first."""
    page = await operations.list_age_assessments(
        call.transaction, case_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{age_assessment_id}", response_model=AgeAssessmentRead)
async def read_age_assessment(
    call: Annotated[RequestContext, requires(AgeAssessmentPermission.READ)],
    case_id: UUID,
    age_assessment_id: UUID,
) -> Response:
    """Read one age assessment, with its grounds."""
    result = await operations.read_age_assessment(
        call.transaction, call.process.vault, case_id, age_assessment_id
    )
    return call.respond(result)


@router.post("/{age_assessment_id}/tell", response_model=AgeAssessmentRead)
async def tell_age_assessment(
    call: Annotated[RequestContext, requires_to_change(AgeAssessmentPermission.TELL)],
    case_id: UUID,
    age_assessment_id: UUID,
    told: AgeAssessmentTell,
) -> Response:
    """Record that the person was told, as whoever is responsible for the person.

    The age band of the case becomes that of `age_low` and its doubt ends, by the same correction as
    any other. What is `undetermined` changes nothing: the person stays treated as a child.
    """
    result = await age_assessments.tell_age_assessment(
        call.transaction,
        case_id,
        age_assessment_id,
        told,
        call.version,
        call.process.settings.contest_age,
    )
    return call.respond(result)


@router.post("/{age_assessment_id}/mark-error", response_model=AgeAssessmentRead)
async def mark_age_assessment_as_error(
    call: Annotated[RequestContext, requires_to_change(AgeAssessmentPermission.MARK_ERROR)],
    case_id: UUID,
    age_assessment_id: UUID,
) -> Response:
    """Mark an age assessment that was never made. The file is corrected by itself."""
    result = await operations.mark_age_assessment_as_error(
        call.transaction, case_id, age_assessment_id, call.version
    )
    return call.respond(result)
