"""Reconsiderations (réexamens): a negative decision is taken up again, as the person asks."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import identification_steps
from referral_api.domain.identification.reconsiderations import operations
from referral_api.domain.identification.reconsiderations.schemas import (
    ReconsiderationChange,
    ReconsiderationRead,
    ReconsiderationReasons,
    ReconsiderationRequest,
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
from referral_api.permissions import ReconsiderationPermission

router = guarded_router("/v1/cases/{case_id}/reconsiderations", "reconsiderations")


@router.post("", status_code=201, response_model=ReconsiderationRead)
async def request_reconsideration(
    call: Annotated[RequestContext, requires_to_create(ReconsiderationPermission.REQUEST)],
    case_id: UUID,
    request: ReconsiderationRequest,
) -> Response:
    """Ask that the last, negative decision is taken up again. The case goes under review.

    For the organisation responsible for protection, and for legal aid that reads the decisions.
    A late request is received too, with its reason.
    """
    settings = call.process.settings
    result = await operations.request_reconsideration(
        call.transaction, call.process.vault, settings.reconsideration_time, case_id, request
    )
    return call.respond(result)


@router.get("", response_model=Page[ReconsiderationRead])
async def list_reconsiderations(
    call: Annotated[RequestContext, requires(ReconsiderationPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the reconsiderations of a case, newest first, without what was said."""
    page = await operations.list_reconsiderations(
        call.transaction, case_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{reconsideration_id}", response_model=ReconsiderationRead)
async def read_reconsideration(
    call: Annotated[RequestContext, requires(ReconsiderationPermission.READ)],
    case_id: UUID,
    reconsideration_id: UUID,
) -> Response:
    """Read one reconsideration, with its grounds and reasons."""
    result = await operations.read_reconsideration(
        call.transaction, call.process.vault, case_id, reconsideration_id
    )
    return call.respond(result)


@router.post("/{reconsideration_id}/admit", response_model=ReconsiderationRead)
async def admit_reconsideration(
    call: Annotated[RequestContext, requires_to_change(ReconsiderationPermission.ADMIT)],
    case_id: UUID,
    reconsideration_id: UUID,
) -> Response:
    """Hear the request: the decision is examined anew. Not by who took it."""
    result = await operations.admit(
        call.transaction, call.process.settings.deciders, case_id, reconsideration_id, call.version
    )
    return call.respond(result)


@router.post("/{reconsideration_id}/not-admit", response_model=ReconsiderationRead)
async def not_admit_reconsideration(
    call: Annotated[RequestContext, requires_to_change(ReconsiderationPermission.NOT_ADMIT)],
    case_id: UUID,
    reconsideration_id: UUID,
    refusal: ReconsiderationReasons,
) -> Response:
    """Do not hear the request, with reasons. The case returns to where it was."""
    result = await operations.conclude(
        call.transaction, call.process.vault, call.process.settings.deciders, case_id,
        reconsideration_id, "not_admit", refusal, call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{reconsideration_id}/uphold", response_model=ReconsiderationRead)
async def uphold_decision(
    call: Annotated[RequestContext, requires_to_change(ReconsiderationPermission.UPHOLD)],
    case_id: UUID,
    reconsideration_id: UUID,
    conclusion: ReconsiderationReasons,
) -> Response:
    """Uphold the decision, with reasons. The case returns to where it was."""
    result = await operations.conclude(
        call.transaction, call.process.vault, call.process.settings.deciders, case_id,
        reconsideration_id, "uphold", conclusion, call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{reconsideration_id}/change", response_model=ReconsiderationRead)
async def change_decision(
    call: Annotated[RequestContext, requires_to_change(ReconsiderationPermission.CHANGE)],
    case_id: UUID,
    reconsideration_id: UUID,
    change: ReconsiderationChange,
) -> Response:
    """Change the decision: the person is identified or presumed, recorded with the change."""
    settings = call.process.settings
    result = await identification_steps.change_decision(
        call.transaction, call.process.vault, settings.deciders, settings.measure_terms, case_id,
        reconsideration_id, change, call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{reconsideration_id}/withdraw", response_model=ReconsiderationRead)
async def withdraw_reconsideration(
    call: Annotated[RequestContext, requires_to_change(ReconsiderationPermission.WITHDRAW)],
    case_id: UUID,
    reconsideration_id: UUID,
) -> Response:
    """Take the request back, as the person wishes. The case returns to where it was.

    Legal aid takes back its own; any other, the organisation responsible now.
    """
    result = await operations.withdraw(call.transaction, case_id, reconsideration_id, call.version)
    return call.respond(result)
