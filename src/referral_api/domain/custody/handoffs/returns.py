"""Custody returns: a receiver had not taken a case over, though a call said so.

The service itself makes a completed handoff in the other direction. The chain has no gap, and says
who was believed to answer for the person, and until when. The former custodian regains what it had:
identity and health only if it asked her itself or was assigned, or by a consent that lives.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.codelists.handoffs import CustodyKind, ForceReason, HandoffStatus
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.custody.handoffs.completion import make_answer, sections_of_custody
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS, withdraw_all_offers
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.errors import Conflict
from referral_api.permissions import HandoffPermission

# What the sheet says stays what it was; nothing in it is new to the former custodian.
_SAME = (
    "case_id", "kind", "priority", "case_code", "sex", "age_band", "region", "needs", "risk_flags",
    "do_not_contact", "treated_as_child", "case_risk_flags",
)  # fmt: skip
# A former custodian sees no later link than its own. Its grant has ended with that.
_STILL_ANSWERS = Statement(
    select(col(Custody.id))
    .join(AccessGrant, col(AccessGrant.basis_id) == col(Custody.id))
    .where(col(Custody.handoff_id) == bindparam("handoff_id"), col(AccessGrant.ended_at).is_(None))
    .limit(1)
)
# The link before the handoff that is undone: the consent of its handoff, if it has one, and
# whether it opened identity and health of itself. A link that returned has what came before it.
_FORMER = Statement(
    select(
        col(Handoff.consent_id),
        func.opens_of_itself(col(Custody.case_id), col(Custody.kind), col(Custody.seq)).label(
            "opens_of_itself"
        ),
    )
    .outerjoin(Handoff, col(Handoff.id) == col(Custody.handoff_id))
    .where(
        col(Custody.case_id) == bindparam("case_id"), col(Custody.kind) == bindparam("kind"),
        col(Custody.seq) == bindparam("seq"),
    )
)  # fmt: skip


async def still_answers(transaction: Transaction, handoff_id: UUID) -> bool:
    """Say whether the receiver answers for the case still by this handoff."""
    return await transaction.one(_STILL_ANSWERS, handoff_id=handoff_id) is not None


async def check_returns(transaction: Transaction, undone: Handoff) -> None:
    """Hold what the return rests on, and take open offers of the case back.

    Conflict if custody has moved on, an inquiry began with this handoff, or the former custodian is
    away; InvalidTransition if the file is closed, or the person is on her way elsewhere.
    """
    kind = CustodyKind(undone.kind)
    await withdraw_all_offers(transaction, undone.case_id, kind)
    await check_open(transaction, undone.case_id, undone.from_id)
    if undone.custody_seq == 0:
        raise Conflict("An investigation that began with this handoff has nobody to return to.")
    if not await still_answers(transaction, undone.id):
        raise Conflict("Custody has moved on since this call.")


async def return_custody(transaction: Transaction, undone: Handoff, call_id: UUID) -> None:
    """Make the former custodian answer for the case again, by a handoff that names the call."""
    kind = CustodyKind(undone.kind)
    # The caller sees neither the earlier handoff nor the consent of the other organisation.
    async with transaction.elevated():
        former = await transaction.row(
            _FORMER, case_id=undone.case_id, kind=undone.kind, seq=undone.custody_seq
        )
    opens_all = former["opens_of_itself"]
    sections = await sections_of_custody(transaction, undone.from_id, kind, opens_all=opens_all)
    actor, now = transaction.actor, await read_clock(transaction)
    fields: dict[str, Any] = {name: getattr(undone, name) for name in _SAME} | {
        "id": uuid7(), "status": HandoffStatus.COMPLETED, "from_id": undone.to_id,
        "to_id": undone.from_id, "physical": False, "forced": False, "escorted": False,
        "custody_seq": undone.custody_seq + 1, "shared_sections": list(sections),
        "consent_id": former["consent_id"], "legal_duty": None,
        "reason": ForceReason.DISPUTE, "offered_by_agent_id": actor.agent_id,
        "offered_by_client_id": actor.client_id, "decide_by": now, "accepted_at": now,
        "closed_at": now, "corrected_call_id": call_id, "group_id": None, "version": 1,
    }  # fmt: skip
    row = await HANDOFF_RECORDS.add(transaction, fields, HandoffPermission.RETURN)
    await make_answer(transaction, row, opens_all=opens_all)
