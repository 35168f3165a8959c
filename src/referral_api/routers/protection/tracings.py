"""Family tracings."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import reunification
from referral_api.domain.codelists.tracings import TracingStatus
from referral_api.domain.protection.children.tracings import operations
from referral_api.domain.protection.children.tracings.schemas import (
    TracingCheck,
    TracingOpen,
    TracingRead,
    TracingStep,
    TracingVerify,
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
from referral_api.permissions import TracingPermission

router = guarded_router("/v1/cases/{case_id}/tracings", "tracings")


@router.post("", status_code=201, response_model=TracingRead)
async def open_tracing(
    call: Annotated[RequestContext, requires_to_create(TracingPermission.OPEN)],
    case_id: UUID,
    asked: TracingOpen,
) -> Response:
    """Begin to look for a relative whom the person wants to be found."""
    result = await operations.open_tracing(call.transaction, call.process.vault, case_id, asked)
    return call.respond(result)


@router.get("", response_model=Page[TracingRead])
async def list_tracings(
    call: Annotated[RequestContext, requires(TracingPermission.LIST)],
    case_id: UUID,
    status: TracingStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the tracings of a person, the last recorded first."""
    page = await operations.list_tracings(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{tracing_id}", response_model=TracingRead)
async def read_tracing(
    call: Annotated[RequestContext, requires(TracingPermission.READ)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Read one tracing, with who is sought."""
    result = await operations.read_tracing(
        call.transaction, call.process.vault, case_id, tracing_id
    )
    return call.respond(result)


@router.post("/{tracing_id}/check", response_model=TracingRead)
async def check_family(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.CHECK)],
    case_id: UUID,
    tracing_id: UUID,
    check: TracingCheck,
) -> Response:
    """Record the check that no alleged trafficker is in the family, and the person's wish now."""
    result = await operations.check_family(
        call.transaction, case_id, tracing_id, check, call.version
    )
    return call.respond(result)


@router.post("/{tracing_id}/confirm", response_model=TracingRead)
async def confirm_family_check(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.CONFIRM)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Confirm contact despite a concern, as a second person, of child protection."""
    result = await operations.confirm_family_check(
        call.transaction, case_id, tracing_id, call.version
    )
    return call.respond(result)


@router.post("/{tracing_id}/record-action", response_model=TracingRead)
async def record_tracing_action(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.RECORD_ACTION)],
    case_id: UUID,
    tracing_id: UUID,
    step: TracingStep,
) -> Response:
    """Record a step of the tracing. None is taken that the person refuses."""
    result = await operations.record_action(
        call.transaction, case_id, tracing_id, step, call.version
    )
    return call.respond(result)


@router.post("/{tracing_id}/verify", response_model=TracingRead)
async def verify_tracing(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.VERIFY)],
    case_id: UUID,
    tracing_id: UUID,
    shown: TracingVerify,
) -> Response:
    """Record that the relative is one. The family must be checked before."""
    result = await operations.verify_tracing(
        call.transaction, case_id, tracing_id, shown, call.version
    )
    return call.respond(result)


@router.post("/{tracing_id}/reunify", response_model=TracingRead)
async def reunify_family(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.REUNIFY)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Record that the family is reunited, after a reunification was granted as a measure; for a
    child, after a determination that decided it.
    """
    result = await reunification.reunify_family(call.transaction, case_id, tracing_id, call.version)
    return call.respond(result)


@router.post("/{tracing_id}/stop", response_model=TracingRead)
async def stop_tracing(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.STOP)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Stop at once: the person does not want it any more."""
    result = await operations.stop_tracing(call.transaction, case_id, tracing_id, call.version)
    return call.respond(result)


@router.post("/{tracing_id}/close", response_model=TracingRead)
async def close_tracing(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.CLOSE)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Close a tracing that leads no further."""
    result = await operations.close_tracing(call.transaction, case_id, tracing_id, call.version)
    return call.respond(result)


@router.post("/{tracing_id}/mark-error", response_model=TracingRead)
async def mark_tracing_as_error(
    call: Annotated[RequestContext, requires_to_change(TracingPermission.MARK_ERROR)],
    case_id: UUID,
    tracing_id: UUID,
) -> Response:
    """Mark a tracing that should never have been opened."""
    result = await operations.mark_tracing_as_error(
        call.transaction, case_id, tracing_id, call.version
    )
    return call.respond(result)
