"""Protection measures (mesures de protection): what is decided for the person, beside help."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.measures import MeasureStatus
from referral_api.domain.protection.measures import carrying_out, deciding, proposing
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.schemas import (
    MeasureExtend,
    MeasureGrant,
    MeasurePropose,
    MeasureReasons,
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
from referral_api.permissions import MeasurePermission

router = guarded_router("/v1/cases/{case_id}/measures", "measures")


@router.post("", status_code=201, response_model=MeasureRead)
async def propose_measure(
    call: Annotated[RequestContext, requires_to_create(MeasurePermission.PROPOSE)],
    case_id: UUID,
    measure: MeasurePropose,
) -> Response:
    """Propose a protection measure for the person. Help waits for none."""
    result = await proposing.propose_measure(
        call.transaction, call.process.vault, call.process.settings.measure_terms, case_id, measure
    )
    return call.respond(result)


@router.get("", response_model=Page[MeasureRead])
async def list_measures(
    call: Annotated[RequestContext, requires(MeasurePermission.LIST)],
    case_id: UUID,
    status: MeasureStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the measures of a case that you may know of, newest first, without their words."""
    page = await carrying_out.list_measures(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{measure_id}", response_model=MeasureRead)
async def read_measure(
    call: Annotated[RequestContext, requires(MeasurePermission.READ)],
    case_id: UUID,
    measure_id: UUID,
) -> Response:
    """Read one measure, with its words as far as they are for you."""
    result = await carrying_out.read_measure(
        call.transaction, call.process.vault, case_id, measure_id
    )
    return call.respond(result)


@router.post("/{measure_id}/grant", response_model=MeasureRead)
async def grant_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.GRANT)],
    case_id: UUID,
    measure_id: UUID,
    grant: MeasureGrant,
) -> Response:
    """Sign a measure, if the table of deciders names you; the last signature grants it.

    409 `measure-ungrounded` names what it must rest on and what is missing.
    """
    result = await deciding.grant_measure(
        call.transaction, call.process.settings.measure_terms, case_id, measure_id, grant,
        call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{measure_id}/reject", response_model=MeasureRead)
async def reject_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.REJECT)],
    case_id: UUID,
    measure_id: UUID,
    rejection: MeasureReasons,
) -> Response:
    """Reject a measure, with reasons that the person is told. No help ends for it."""
    result = await deciding.reject_measure(
        call.transaction, call.process.vault, call.process.settings.measure_terms, case_id,
        measure_id, rejection, call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{measure_id}/extend", response_model=MeasureRead)
async def extend_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.EXTEND)],
    case_id: UUID,
    measure_id: UUID,
    extension: MeasureExtend,
) -> Response:
    """Let a measure last longer. Nothing makes it shorter but the person's own request."""
    result = await deciding.extend_measure(
        call.transaction, call.process.settings.measure_terms, case_id, measure_id, extension,
        call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{measure_id}/revoke", response_model=MeasureRead)
async def revoke_measure(
    call: Annotated[RequestContext, requires_to_change(MeasurePermission.REVOKE)],
    case_id: UUID,
    measure_id: UUID,
    revocation: MeasureReasons,
) -> Response:
    """Ask for a revocation, or agree to one: it takes two persons. Never of a recovery period."""
    result = await deciding.revoke_measure(
        call.transaction, call.process.vault, call.process.settings.measure_terms, case_id,
        measure_id, revocation, call.version,
    )  # fmt: skip
    return call.respond(result)
