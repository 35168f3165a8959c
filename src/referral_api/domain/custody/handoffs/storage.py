"""Finding, locking and saving handoffs. Row-level security decides which are there at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.database import system_actor
from referral_api.database.pagination import Window
from referral_api.database.statements import (
    Row,
    Statement,
    insert_into,
    literal_code,
    save_into,
    update_values,
)
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.errors import NotFound
from referral_api.permissions import HandoffPermission

_COLUMNS = (
    "id", "case_id", "kind", "status", "from_id", "to_id", "priority", "physical", "forced",
    "custody_seq", "case_code", "sex", "age_band", "region", "needs", "risk_flags",
    "shared_sections", "consent_id", "reason", "offered_by_agent_id", "decide_by", "escorted",
    "version",
)  # fmt: skip
_MUTABLE = (
    "status", "end_reason", "accepted_by_agent_id", "accepted_at", "departed_at", "escorted",
    "expected_arrival", "arrived_at", "condition_noted", "documents_sha256", "closed_at",
)  # fmt: skip

_now = func.now().label("now")
_EVENT = event_insert().cte("event")
_TELL = outgoing_inserts().cte("outgoing")
_ONE = select(Handoff, _now).where(col(Handoff.id) == bindparam("handoff_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_ADD = Statement(insert_into(Handoff, *_COLUMNS).returning(Handoff, _now).add_cte(_EVENT, _TELL))
_SAVE = Statement(save_into(Handoff, *_MUTABLE).returning(Handoff, _now).add_cte(_EVENT, _TELL))
_REACH = VisiblePages(Handoff, col(Handoff.from_id) == READER, col(Handoff.to_id) == READER)
_OVERDUE_OFFER = Statement(
    select(Handoff, _now)
    .where(
        col(Handoff.case_id) == bindparam("case_id"),
        col(Handoff.kind) == bindparam("kind"),
        col(Handoff.status) == literal_code(HandoffStatus.OFFERED),
        col(Handoff.decide_by) <= func.now(),
    )
    .with_for_update()
)


def _split(row: Row) -> tuple[Handoff, datetime]:
    fields = dict(row)
    now: datetime = fields.pop("now")
    return Handoff(**fields), now


async def find(transaction: Transaction, handoff_id: UUID) -> Row:
    """Find a handoff within sight, with the database's ``now``; NotFound otherwise."""
    row = await transaction.one(_GET, handoff_id=handoff_id)
    if row is None:
        raise NotFound
    return row


async def find_for_change(transaction: Transaction, handoff_id: UUID) -> tuple[Handoff, datetime]:
    """Lock a handoff within sight; return it with the database's clock."""
    row = await transaction.one(_LOCK, handoff_id=handoff_id)
    if row is None:
        raise NotFound
    return _split(row)


async def page(
    transaction: Transaction, case_id: UUID | None, status: str | None, window: Window
) -> list[Row]:
    """List the handoffs within sight, newest first."""
    return await _REACH.page(transaction, window, case_id=case_id, status=status)


async def add(transaction: Transaction, fields: dict[str, Any]) -> Row:
    """Write a new offer and its event. AlreadyExists if one is open for this chain."""
    event = event_values(
        transaction.actor,
        HandoffPermission.OFFER,
        "handoff",
        fields["id"],
        case_id=fields["case_id"],
    )
    sides = [fields["from_id"], fields["to_id"]]
    return await transaction.row(_ADD, **fields, **event, parties=sides)


async def save(
    transaction: Transaction, handoff: Handoff, event: str, *, by_system: bool = False
) -> Row:
    """Write a changed handoff and its event; what a deadline did is the service's own act."""
    actor = transaction.actor
    trace = event_values(
        system_actor(actor.organisation_id) if by_system else actor,
        HANDOFFS.events[event].act, "handoff", handoff.id, case_id=handoff.case_id,
        code=handoff.end_reason,
    )  # fmt: skip
    sides = [handoff.from_id, handoff.to_id]
    row = await transaction.one(_SAVE, **update_values(handoff, *_MUTABLE), **trace, parties=sides)
    if row is None:
        raise NotFound
    handoff.version = row["version"]
    return row


async def settle(transaction: Transaction, handoff: Handoff, now: datetime) -> bool:
    """Write down that a locked offer has run out, if it has; say whether it had."""
    if handoff.status != HandoffStatus.OFFERED or handoff.decide_by > now:
        return False
    handoff.status = HandoffStatus.EXPIRED
    handoff.closed_at = now
    await save(transaction, handoff, "expire", by_system=True)
    return True


async def settle_overdue_offer(transaction: Transaction, case_id: UUID, kind: str) -> None:
    """Close an offer that has run out, so that another may be made."""
    row = await transaction.one(_OVERDUE_OFFER, case_id=case_id, kind=kind)
    if row is not None:
        await settle(transaction, *_split(row))
