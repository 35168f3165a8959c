"""Writing the audit log: one event for each act, in the transaction of the act."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, insert
from sqlalchemy.sql.dml import Insert
from uuid_utils import uuid7

from referral_api.audit.tables import AuditEvent, Outcome
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.observability.request_ids import current_request_id
from referral_api.permissions import Actor, Permission

EVENT_COLUMNS = (
    "action", "outcome", "code", "agent_id", "client_id", "organisation_id", "roles",
    "token_id", "request_id", "subject", "subject_id", "case_id", "case_ids", "section", "salt",
)  # fmt: skip


def event_parameters() -> dict[str, ColumnElement[Any]]:
    """Return the parameters of an event: its columns, each prefixed with ``event_``."""
    table = AuditEvent.__table__  # type: ignore[attr-defined]
    return {
        name: bindparam(f"event_{name}", type_=table.c[name].type)
        for name in ("id", *EVENT_COLUMNS)
    }


def event_insert(**fixed: ColumnElement[Any]) -> Insert:
    """Write the INSERT of one event, alone or beside a change in one statement.

    ``fixed`` are columns whose value is constant or already part of the statement.
    """
    return insert(AuditEvent).values(event_parameters() | fixed)


_RECORD = Statement(event_insert())


def event_values(
    actor: Actor | None,
    action: Permission,
    subject: str | None = None,
    subject_id: UUID | None = None,
    *,
    case_id: UUID | None = None,
    case_ids: Sequence[UUID] | None = None,
    section: str | None = None,
    outcome: Outcome = Outcome.ALLOWED,
    code: str | None = None,
) -> dict[str, Any]:
    """Return the parameters of ``event_insert``: identifiers and codes only, never content."""
    return {
        "event_id": uuid7(),  # asyncpg takes this UUID too, which is made in an eighth of the time
        "event_action": action,
        "event_outcome": outcome,
        "event_code": code,
        "event_agent_id": actor and actor.agent_id,
        "event_client_id": actor and actor.client_id,
        "event_organisation_id": actor and actor.organisation_id,
        "event_roles": sorted(actor.roles) if actor else [],
        "event_token_id": actor and actor.token_id,
        "event_request_id": current_request_id.get(),
        "event_subject": subject,
        "event_subject_id": subject_id,
        "event_case_id": case_id,
        "event_case_ids": case_ids,
        "event_section": section,
        "event_salt": secrets.token_bytes(16),
    }


async def record(
    transaction: Transaction,
    action: Permission,
    subject: str | None = None,
    subject_id: UUID | None = None,
    *,
    known: bool = True,
    **about: Any,
) -> None:
    """Record an act of the caller. ``about``: case_id, case_ids, section, outcome, code.

    ``known`` is False for a caller whose token was not accepted.
    """
    actor = transaction.actor if known else None
    await transaction.run(_RECORD, **event_values(actor, action, subject, subject_id, **about))
