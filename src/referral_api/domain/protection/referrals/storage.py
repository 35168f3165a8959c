"""Finding, locking and saving referrals. Row-level security decides which are there at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.database import system_actor
from referral_api.database.pagination import Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import NotFound
from referral_api.permissions import ReferralPermission

COLUMNS = (
    "id", "case_id", "status", "sender_id", "receiver_id", "service_type", "priority",
    "case_code", "sex", "age_band", "region", "languages", "needs", "risk_flags",
    "accessibility_needs", "interpreter_needed", "unaccompanied", "caregiver_informed",
    "do_not_contact", "consent_id", "shared_sections", "bed", "cancellation_requested",
    "replaces_id", "created_by_agent_id", "version",
)  # fmt: skip
_MUTABLE = (
    "status", "case_code", "sex", "age_band", "region", "languages", "bed", "acknowledge_by",
    "decide_by", "start_by", "feedback_by", "sent_at", "received_at", "accepted_at",
    "started_at", "closed_at", "review_on", "attendance", "appointment_at",
    "cancellation_requested", "answer_cancellation_by", "reason", "outcome",
    "suggested_receiver_id",
)  # fmt: skip

_now = func.now().label("now")
_EVENT = event_insert().cte("event")
_TELL = outgoing_inserts().cte("outgoing")
_ONE = select(Referral, _now).where(col(Referral.id) == bindparam("referral_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_ADD = Statement(insert_into(Referral, *COLUMNS).returning(Referral, _now).add_cte(_EVENT, _TELL))
_SAVE = Statement(save_into(Referral, *_MUTABLE).returning(Referral, _now).add_cte(_EVENT, _TELL))
_REACH = VisiblePages(
    Referral,
    col(Referral.sender_id) == READER,
    and_(col(Referral.receiver_id) == READER, col(Referral.sent_at).is_not(None)),
    section=Section.PROTECTION,
)


async def find(transaction: Transaction, referral_id: UUID) -> Row:
    """Find a referral within sight, with the database's ``now``; NotFound otherwise."""
    row = await transaction.one(_GET, referral_id=referral_id)
    if row is None:
        raise NotFound
    return row


async def find_for_change(transaction: Transaction, referral_id: UUID) -> tuple[Referral, datetime]:
    """Lock a referral within sight; return it with the database's clock."""
    row = await transaction.one(_LOCK, referral_id=referral_id)
    if row is None:
        raise NotFound
    fields = dict(row)
    now: datetime = fields.pop("now")
    return Referral(**fields), now


async def page(
    transaction: Transaction, case_id: UUID | None, status: str | None, window: Window
) -> list[Row]:
    """List the referrals within sight, newest first."""
    return await _REACH.page(transaction, window, case_id=case_id, status=status)


async def add(transaction: Transaction, fields: dict[str, Any]) -> Row:
    """Write a new draft and its event."""
    event = event_values(
        transaction.actor, ReferralPermission.CREATE, "referral", fields["id"],
        case_id=fields["case_id"],
    )  # fmt: skip
    return await transaction.row(_ADD, **fields, **event, parties=[fields["sender_id"]])


async def save(
    transaction: Transaction, referral: Referral, event: str, *, by_system: bool = False
) -> Row:
    """Write a changed referral and its event; what a deadline did is the service's own act."""
    actor = transaction.actor
    trace = event_values(
        system_actor(actor.organisation_id) if by_system else actor,
        REFERRALS.events[event].act, "referral", referral.id, case_id=referral.case_id,
        code=referral.reason,
    )  # fmt: skip
    # Nobody hears of a draft but who wrote it.
    parties = [referral.sender_id] + [referral.receiver_id] * (referral.sent_at is not None)
    row = await transaction.one(
        _SAVE, **update_values(referral, *_MUTABLE), **trace, parties=parties
    )
    if row is None:
        raise NotFound
    referral.version = row["version"]
    return row
