"""Guardians: who stands in for a child's parents."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.children.guardianship import guardians
from referral_api.domain.protection.children.guardianship.schemas import (
    GuardianCorrect,
    GuardianRead,
    GuardianRecord,
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
from referral_api.permissions import GuardianPermission

router = guarded_router("/v1/cases/{case_id}/guardians", "guardians")


@router.post("", status_code=201, response_model=GuardianRead)
async def record_guardian(
    call: Annotated[RequestContext, requires_to_create(GuardianPermission.RECORD)],
    case_id: UUID,
    guardian: GuardianRecord,
) -> Response:
    """Record a guardian, a trusted adult, or that there is none yet.

    Nothing waits for it: until then the named organisation of child protection itself stands in.
    """
    result = await guardians.record_guardian(
        call.transaction, call.process.vault, case_id, guardian
    )
    return call.respond(result)


@router.get("", response_model=Page[GuardianRead])
async def list_guardians(
    call: Annotated[RequestContext, requires(GuardianPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the guardians of a child, the last recorded first."""
    page = await guardians.list_guardians(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{guardian_id}", response_model=GuardianRead)
async def read_guardian(
    call: Annotated[RequestContext, requires(GuardianPermission.READ)],
    case_id: UUID,
    guardian_id: UUID,
) -> Response:
    """Read one guardian, with the sealed identity."""
    result = await guardians.read_guardian(
        call.transaction, call.process.vault, case_id, guardian_id
    )
    return call.respond(result)


@router.post("/{guardian_id}/correct", response_model=GuardianRead)
async def correct_guardian(
    call: Annotated[RequestContext, requires_to_change(GuardianPermission.CORRECT)],
    case_id: UUID,
    guardian_id: UUID,
    correction: GuardianCorrect,
) -> Response:
    """Correct a guardian: a check that was made, a last day, an appointment."""
    result = await guardians.correct_guardian(
        call.transaction, call.process.vault, case_id, guardian_id, correction, call.version
    )
    return call.respond(result)


@router.post("/{guardian_id}/mark-error", response_model=GuardianRead)
async def mark_guardian_as_error(
    call: Annotated[RequestContext, requires_to_change(GuardianPermission.MARK_ERROR)],
    case_id: UUID,
    guardian_id: UUID,
) -> Response:
    """Mark a guardian who should never have been recorded."""
    result = await guardians.mark_guardian_as_error(
        call.transaction, case_id, guardian_id, call.version
    )
    return call.respond(result)
