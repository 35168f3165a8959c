"""Decisions (décisions): the steps by which a person is recognised as a victim."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import identification_steps
from referral_api.domain.identification.decisions import operations
from referral_api.domain.identification.decisions.schemas import (
    DecisionRead,
    DecisionRecord,
    Decisions,
)
from referral_api.http.dependencies import requires, requires_to_create
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import DecisionPermission

router = guarded_router("/v1/cases/{case_id}/decisions", "decisions")


@router.post("", status_code=201, response_model=DecisionRead)
async def record_decision(
    call: Annotated[RequestContext, requires_to_create(DecisionPermission.RECORD, location="")],
    case_id: UUID,
    decision: DecisionRecord,
) -> Response:
    """Record one step of identification.

    Only an identification authority or a magistrate may identify the person. Help never depends on
    it. With a presumption the recovery and reflection period begins, unless your installation does
    not open it by itself.
    """
    settings = call.process.settings
    result = await identification_steps.take_step(
        call.transaction,
        call.process.vault,
        settings.deciders,
        settings.measure_terms,
        case_id,
        decision,
    )
    return call.respond(result)


@router.get("", response_model=Decisions)
async def list_decisions(
    call: Annotated[RequestContext, requires(DecisionPermission.LIST)], case_id: UUID
) -> Response:
    """Read every decision on the case, in order."""
    result = await operations.list_decisions(call.transaction, call.process.vault, case_id)
    return call.respond(result)
