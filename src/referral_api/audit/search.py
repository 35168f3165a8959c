"""Searching the trail, as an auditor: who did or tried what, when, with what result."""

from datetime import datetime
from functools import cache
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Uuid, bindparam, or_, select
from sqlalchemy.dialects.postgresql import array
from sqlmodel import col

from referral_api.audit.tables import AuditEvent, Outcome
from referral_api.audit.trail import record
from referral_api.database import Transaction
from referral_api.pagination import Slice, Window
from referral_api.permissions import Act, Role
from referral_api.schemas import Resource
from referral_api.statements import Statement


class AuditEventRead(Resource):
    """One event. Identifiers and vocabulary only: auditors never see the content of a case."""

    id: UUID
    recorded_at: datetime
    action: str = Field(description="`<resource>:<verb>`.")
    outcome: Outcome
    code: str | None = Field(description="Why it was refused, or a detail of what was done.")
    agent_id: UUID | None
    client_id: UUID | None
    organisation_id: UUID | None
    roles: list[Role]
    token_id: str | None
    request_id: str | None
    subject: str | None
    subject_id: UUID | None
    case_id: UUID | None
    case_ids: list[UUID] | None = Field(description="The cases of a list that was read.")
    section: str | None


class Filters(Resource):
    """What is asked for; a filter that is left out does not filter."""

    agent_id: UUID | None = None
    organisation_id: UUID | None = None
    case_id: UUID | None = None
    action: Act | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "agent_id": col(AuditEvent.agent_id) == bindparam("agent_id"),
    "organisation_id": col(AuditEvent.organisation_id) == bindparam("organisation_id"),
    "case_id": or_(
        col(AuditEvent.case_id) == bindparam("case_id"),
        col(AuditEvent.case_ids).op("@>")(array([bindparam("case_id")], type_=Uuid)),
    ),
    "action": col(AuditEvent.action) == bindparam("action"),
    "outcome": col(AuditEvent.outcome) == bindparam("outcome"),
    "since": col(AuditEvent.recorded_at) >= bindparam("since"),
    "until": col(AuditEvent.recorded_at) < bindparam("until"),
}


@cache
def _search(asked: frozenset[str]) -> Statement:
    """One statement for each set of filters, so that each finds its index."""
    return Statement(
        select(AuditEvent)
        .where(
            col(AuditEvent.id) < bindparam("before"), *(_CONDITIONS[name] for name in sorted(asked))
        )
        .order_by(col(AuditEvent.id).desc())
        .limit(bindparam("limit"))
    )


async def search_events(transaction: Transaction, filters: Filters, window: Window) -> Slice:
    """Search the trail, newest first. The search itself is recorded."""
    asked = filters.model_dump(exclude_none=True)
    rows = await transaction.all(
        _search(frozenset(asked)), **asked, before=window.before, limit=window.limit + 1
    )
    await record(transaction, Act.AUDIT_SEARCH, "audit", case_id=filters.case_id)
    return window.slice([AuditEventRead(**row) for row in rows], [row["id"] for row in rows])
