"""The organisation that protects a child."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.protection.children.guardianship import naming
from referral_api.domain.protection.children.guardianship.schemas import (
    ChildProtectionCorrect,
    ChildProtectionName,
    ChildProtectionRead,
)
from referral_api.http.dependencies import requires, requires_to_change, requires_to_create
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ChildProtectionPermission

router = guarded_router("/v1/cases/{case_id}/child-protection", "child protection")


@router.post("", status_code=201, response_model=ChildProtectionRead)
async def name_child_protection(
    call: Annotated[
        RequestContext, requires_to_create(ChildProtectionPermission.NAME, location="")
    ],
    case_id: UUID,
    named: ChildProtectionName,
) -> Response:
    """Name the organisation that protects a child, at the registration or afterwards.

    Whoever is responsible for the person names it, or the coordination, which is told at once of
    each child for whom nobody is named. The organisation reads and writes the section `protection`
    from then on: protection waits for neither guardian nor consent.
    """
    result = await naming.name_child_protection(call.transaction, case_id, named)
    return call.respond(result)


@router.get("", response_model=ChildProtectionRead)
async def read_child_protection(
    call: Annotated[RequestContext, requires(ChildProtectionPermission.READ)], case_id: UUID
) -> Response:
    """Read who protects the child, who speaks for the child, and what the child's word stops."""
    result = await naming.read_child_protection(call.transaction, case_id)
    return call.respond(result)


@router.post("/correct", response_model=ChildProtectionRead)
async def correct_child_protection(
    call: Annotated[RequestContext, requires_to_change(ChildProtectionPermission.CORRECT)],
    case_id: UUID,
    correction: ChildProtectionCorrect,
) -> Response:
    """Correct with whom the child is, or name another organisation; the one before sees no more.

    If the person was taken for an adult meanwhile, who was named sees the child again.
    """
    result = await naming.correct_child_protection(
        call.transaction, case_id, correction, call.version
    )
    return call.respond(result)


@router.post("/mark-error", response_model=ChildProtectionRead)
async def mark_child_protection_as_error(
    call: Annotated[RequestContext, requires_to_change(ChildProtectionPermission.MARK_ERROR)],
    case_id: UUID,
) -> Response:
    """Mark a naming that should never have been recorded. The coordination is told again."""
    result = await naming.mark_child_protection_as_error(call.transaction, case_id, call.version)
    return call.respond(result)
