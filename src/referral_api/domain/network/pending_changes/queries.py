"""Finding pending changes within the caller's reach."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, case, exists, func, or_, select
from sqlmodel import col

from referral_api.audit.log import event_insert
from referral_api.database.pagination import page_of
from referral_api.database.statements import Row, Statement, literal_code, save_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeStatus as Status
from referral_api.domain.deadline_policy import NEW_ADMINISTRATOR
from referral_api.domain.network.pending_changes.lifecycle import PENDING_CHANGES
from referral_api.domain.network.pending_changes.schemas import PendingChangeRead, ProposedValues
from referral_api.domain.network.second_person.tables import PendingChange
from referral_api.errors import NotFound
from referral_api.permissions import Role
from referral_api.security import key_fingerprint

_NOW = func.now().label("now")
_ALL = select(PendingChange, _NOW)
_ONE = _ALL.where(col(PendingChange.id) == bindparam("pending_change_id"))
_ORGANISATION_ID = bindparam("organisation_id", type_=Uuid)
_STATUS = bindparam("status", type_=Text)
_EXPIRED = (col(PendingChange.status) == literal_code(Status.PROPOSED)) & (
    col(PendingChange.decide_by) <= func.now()
)
_STATUS_NOW = case((_EXPIRED, literal_code(Status.EXPIRED)), else_=col(PendingChange.status))

_FIND = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
PAGE = Statement(
    page_of(
        _ALL.where(
            or_(_ORGANISATION_ID.is_(None), col(PendingChange.organisation_id) == _ORGANISATION_ID),
            or_(_STATUS.is_(None), _STATUS_NOW == _STATUS),
        ),
        col(PendingChange.id),
    ).add_cte(event_insert().cte("event"))
)
COLUMNS = ("status", "decided_by_agent_id", "closed_at")
SAVE = Statement(
    save_into(PendingChange, *COLUMNS)
    .returning(PendingChange, _NOW)
    .add_cte(event_insert().cte("event"))
)
_MADE_LATELY = Statement(
    select(
        exists().where(
            col(PendingChange.subject_id) == bindparam("agent_id", type_=Uuid),
            col(PendingChange.proposed_by_agent_id) == bindparam("proposer_id", type_=Uuid),
            col(PendingChange.status) == literal_code(Status.CONFIRMED),
            col(PendingChange.closed_at) > func.now() - NEW_ADMINISTRATOR,
        ).label("found")
    )
)  # fmt: skip


async def find_pending_change(
    transaction: Transaction, pending_change_id: UUID, *, lock: bool = False
) -> Row:
    """Find a pending change within reach; NotFound otherwise."""
    row = await transaction.one(_LOCK if lock else _FIND, pending_change_id=pending_change_id)
    if row is None or not transaction.actor.administers(row["organisation_id"]):
        raise NotFound
    return row


async def was_made_lately_by(transaction: Transaction, agent_id: UUID, proposer_id: UUID) -> bool:
    """Say whether the agent has its role, its names or its activity of the proposer, lately."""
    row = await transaction.row(_MADE_LATELY, agent_id=agent_id, proposer_id=proposer_id)
    found: bool = row["found"]
    return found


def read_change(row: Row) -> dict[str, Any]:
    """Read the new values from text, the form in which asyncpg returns JSONB."""
    change: dict[str, Any] = json.loads(row["change"])
    return change


def to_response(row: Row) -> PendingChangeRead:
    """Turn a row into a response that shows its present state, and keys by their fingerprints."""
    change = read_change(row)
    keys = change.get("keys")
    values = ProposedValues(
        roles=[Role(role) for role in change["roles"]] if "roles" in change else None,
        subjects=change.get("subjects"), active=change.get("active"),
        key_fingerprints=keys and {kid: key_fingerprint(pem) for kid, pem in keys.items()},
    )  # fmt: skip
    fields = {**row, "change": values, "status": PENDING_CHANGES.status_now(row)}
    return PendingChangeRead(**fields)
