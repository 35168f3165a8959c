"""Decisions (décisions): the steps by which a person is recognised as a victim."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.decisions import operations
from referral_api.domain.identification.decisions.schemas import (
    DecisionRead,
    DecisionRecord,
    Decisions,
)
from referral_api.http.dependencies import may, may_create
from referral_api.http.request_context import Call
from referral_api.http.routing import guarded_router
from referral_api.permissions import DecisionPermission

router = guarded_router("/v1/cases/{case_id}/decisions", "decisions")


@router.post("", status_code=201, response_model=DecisionRead)
async def record_decision(
    call: Annotated[Call, may_create(DecisionPermission.RECORD, found_at="")],
    case_id: UUID,
    decision: DecisionRecord,
) -> Response:
    """Take one step of identification. Only an identification authority or a magistrate
    identifies; help never depends on it.
    """
    return await call.answer(operations.record_decision, call.parts.vault, case_id, decision)


@router.get("", response_model=Decisions)
async def list_decisions(
    call: Annotated[Call, may(DecisionPermission.LIST)], case_id: UUID
) -> Response:
    """Read every decision on the case, in order."""
    return await call.answer(operations.list_decisions, call.parts.vault, case_id)
