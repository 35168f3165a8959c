"""The records of calls: their sides, their pages, and the organisations they notify.

A call about a referral is seen by who answers for the person now; one about a handoff also by who
offered it, as the handoff is.
"""

from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col

from referral_api.database.statements import Row, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.calls.lifecycle import CALLS
from referral_api.domain.casework.calls.schemas import CallRead
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.calls import CallStatus, CallSubject
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS, custodian_of
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import CallPermission


async def find_sides(transaction: Transaction, call: TelephoneCall) -> set[Side]:
    """Return the caller's sides of a call; only the receiver decides on it."""
    receives = transaction.actor.organisation_id == call.receiver_id
    return {Side.RECEIVER} if receives else set()


def to_response(row: Row) -> CallRead:
    """Turn a row into a response, at its present state."""
    return CallRead(**{**row, "status": CALLS.status_now(row)})


def _parties(call: TelephoneCall) -> list[UUID]:
    return sorted({call.custodian_id, call.receiver_id})


async def _follow_custody(transaction: Transaction, call: TelephoneCall) -> None:
    """Tell the end of a call to who answers for the person of the referral now.

    Of a handoff it is told to who offers it: the offer of a first inquiry follows the person. The
    coordination is alerted to a call that stands and that nobody confirmed.
    """
    if call.subject == CallSubject.REFERRAL:
        row = await REFERRAL_RECORDS.find(transaction, call.subject_id)
        call.custodian_id = custodian_of(REFERRAL_RECORDS.load(row)[0])
    else:
        row = await HANDOFF_RECORDS.find(transaction, call.subject_id)
        call.custodian_id = row["from_id"]
    if call.status == CallStatus.STANDING:
        await raise_alert(
            transaction, AlertKind.CALL_UNCONFIRMED, case_id=call.case_id, about_id=call.id,
            organisation_id=call.receiver_id,
        )  # fmt: skip


CALL_RECORDS = Records(
    TelephoneCall,
    CALLS,
    subject="call",
    creation=CallPermission.RECORD,
    columns=(
        "id", "case_id", "subject", "subject_id", "act", "status", "sender_id", "receiver_id",
        "custodian_id", "said_by", "telephone", "happened_at", "recorded_by_organisation_id",
        "recorded_by_agent_id", "recorded_by_client_id", "confirm_by", "version",
    ),
    mutable=("status", "custodian_id", "decided_by_agent_id", "correction_reason", "closed_at"),
    pages=VisiblePages(
        TelephoneCall, col(TelephoneCall.receiver_id) == READER,
        and_(
            col(TelephoneCall.sender_id) == READER,
            col(TelephoneCall.subject) == literal_code(CallSubject.HANDOFF),
        ),
        section=Section.PROTECTION, status=status_now(TelephoneCall, CALLS),
    ),
    sides=find_sides,
    parties=_parties,
    reason="correction_reason",
    overdue_for="receiver_id",
    on_end=_follow_custody,
)  # fmt: skip
