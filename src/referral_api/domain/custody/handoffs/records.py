"""The records of handoffs: their sides, their pages, and the organisations they notify."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, not_, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.handoffs import HandoffWithdrawReason
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.records.list_filters import list_conditions
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import HandoffPermission


async def find_sides(transaction: Transaction, handoff: Handoff) -> set[Side]:
    """Return the caller's sides of a handoff."""
    actor = transaction.actor
    sides = {
        # A custodian cannot take back what the coordination assigns.
        Side.SENDER: actor.organisation_id == handoff.from_id and not handoff.forced,
        Side.RECEIVER: actor.organisation_id == handoff.to_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(handoff: Handoff) -> list[UUID]:
    return [handoff.from_id, handoff.to_id]


_FROM_US, _TO_US = col(Handoff.from_id) == READER, col(Handoff.to_id) == READER

HANDOFF_RECORDS = Records(
    Handoff,
    HANDOFFS,
    subject="handoff",
    creation=HandoffPermission.OFFER,
    columns=(
        "id", "case_id", "kind", "status", "from_id", "to_id", "priority", "physical", "forced",
        "custody_seq", "case_code", "sex", "age_band", "region", "needs", "risk_flags",
        "shared_sections", "consent_id", "legal_duty", "reason", "offered_by_agent_id",
        "offered_by_client_id", "decide_by", "escorted", "do_not_contact", "treated_as_child",
        "case_risk_flags", "accepted_at", "closed_at", "corrected_call_id", "group_id", "version",
    ),
    mutable=(
        "status", "end_reason", "accepted_by_agent_id", "accepted_at", "departed_at", "escorted",
        "expected_arrival", "arrived_at", "condition_noted", "documents_sha256", "closed_at",
        "departure_happened_at", "arrival_happened_at", "consent_id", "case_code", "sex",
        "age_band", "region", "treated_as_child", "case_risk_flags", "sheet_updated_at",
        "do_not_contact",
    ),
    pages=VisiblePages(
        Handoff, _FROM_US, _TO_US, status=status_now(Handoff, HANDOFFS),
        open_states=HANDOFFS.open,
        filters=list_conditions(
            Handoff, HANDOFFS, incoming=_TO_US, outgoing=_FROM_US, receiver="to_id"
        ),
    ),
    sides=find_sides,
    parties=_parties,
    reason="end_reason",
    overdue_for="to_id",
)  # fmt: skip

_OPEN = (
    select(Handoff, func.now().label("now"))
    .where(
        col(Handoff.case_id) == bindparam("case_id"),
        col(Handoff.kind) == bindparam("kind"),
        one_of(col(Handoff.status), sorted(HANDOFFS.open)),
    )
    .with_for_update()
)
_OPEN_HANDOFF = Statement(_OPEN)
_OPEN_OFFER = Statement(_OPEN.where(not_(col(Handoff.forced))))


async def withdraw_for_assignment(transaction: Transaction, case_id: UUID, kind: Any) -> None:
    """Take an open offer of the custodian back: it never blocks an assignment.

    InvalidTransition where the person is already on her way.
    """
    row = await transaction.one(_OPEN_OFFER, case_id=case_id, kind=kind)
    await _withdraw(transaction, row, HandoffWithdrawReason.ASSIGNED_BY_COORDINATION)


async def withdraw_all_offers(transaction: Transaction, case_id: UUID, kind: Any) -> None:
    """Take back whatever offer or assignment is open, because custody returns.

    InvalidTransition where the person is already on her way.
    """
    row = await transaction.one(_OPEN_HANDOFF, case_id=case_id, kind=kind)
    await _withdraw(transaction, row, HandoffWithdrawReason.SITUATION_CHANGED)


async def _withdraw(
    transaction: Transaction, row: Row | None, reason: HandoffWithdrawReason
) -> None:
    if row is None:
        return
    handoff, at = HANDOFF_RECORDS.load(row)
    if not await HANDOFF_RECORDS.apply_expiry(transaction, handoff, at):
        await HANDOFF_RECORDS.cause(transaction, handoff, "withdraw", at, reason=reason)


async def expire_overdue_offer(transaction: Transaction, case_id: UUID, kind: Any) -> None:
    """Persist the expiry of an offer that has run out, so that another may be made.

    One that is open is held before the case: who accepts it needs both, in this order.
    """
    row = await transaction.one(_OPEN_HANDOFF, case_id=case_id, kind=kind)
    if row is not None:
        await HANDOFF_RECORDS.apply_expiry(transaction, *HANDOFF_RECORDS.load(row))
