"""Assessments (évaluations): what the person needs, and what endangers them."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import risk_flags
from referral_api.domain.codelists.assessments import AssessmentLevel
from referral_api.domain.protection.assessments import operations
from referral_api.domain.protection.assessments.schemas import AssessmentRead, AssessmentRecord
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
from referral_api.permissions import AssessmentPermission

router = guarded_router("/v1/cases/{case_id}/assessments", "assessments")


@router.post("", status_code=201, response_model=AssessmentRead)
async def record_assessment(
    call: Annotated[RequestContext, requires_to_create(AssessmentPermission.RECORD)],
    case_id: UUID,
    assessment: AssessmentRecord,
) -> Response:
    """Record what the person needs, in the order of their own wishes, and what endangers them.

    The first is due within 72 hours of the registration, the next by the day that you name. A high
    risk is told to your supervisors at once. The police write risks of the person alone; `health`
    asks for the section `health`.
    """
    settings = call.process.settings
    result = await operations.record_assessment(
        call.transaction, call.process.vault, case_id, assessment,
        every=settings.assessment_every, plan_within=settings.plan_within,
    )  # fmt: skip
    return call.respond(result)


@router.get("", response_model=Page[AssessmentRead])
async def list_assessments(
    call: Annotated[RequestContext, requires(AssessmentPermission.LIST)],
    case_id: UUID,
    level: AssessmentLevel | None = None,
    latest: bool | None = None,  # noqa: FBT001 - a parameter of the query
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the assessments of a case, newest first; with `latest`, the last one of each level."""
    page = await operations.list_assessments(
        call.transaction, case_id, level, call.window(limit, cursor), latest=latest
    )
    return call.respond_page(page)


@router.get("/{assessment_id}", response_model=AssessmentRead)
async def read_assessment(
    call: Annotated[RequestContext, requires(AssessmentPermission.READ)],
    case_id: UUID,
    assessment_id: UUID,
) -> Response:
    """Read one assessment with its texts, and its answers on health if you read that section."""
    result = await operations.read_assessment(
        call.transaction, call.process.vault, case_id, assessment_id
    )
    return call.respond(result)


@router.post("/{assessment_id}/confirm-risks", response_model=AssessmentRead)
async def confirm_risks(
    call: Annotated[RequestContext, requires_to_change(AssessmentPermission.CONFIRM_RISKS)],
    case_id: UUID,
    assessment_id: UUID,
) -> Response:
    """Confirm the risks: those that are not `unlikely` join the risk flags of the case.

    It corrects the case, and the sheets that are open follow. No flag is taken away.
    """
    result = await risk_flags.confirm_risks(call.transaction, case_id, assessment_id, call.version)
    return call.respond(result)


@router.post("/{assessment_id}/mark-error", response_model=AssessmentRead)
async def mark_assessment_as_error(
    call: Annotated[RequestContext, requires_to_change(AssessmentPermission.MARK_ERROR)],
    case_id: UUID,
    assessment_id: UUID,
) -> Response:
    """Mark an assessment that should never have been recorded, and record it anew."""
    result = await operations.mark_assessment_as_error(
        call.transaction, case_id, assessment_id, call.version
    )
    return call.respond(result)
