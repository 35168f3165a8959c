"""The records of referrals: their sides, their pages, and the organisations they notify.

The sending side follows custody: it belongs to the organisation that answers for the person now.
"""

from uuid import UUID

from sqlalchemy import and_, func
from sqlmodel import col

from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.referrals.again import propose_again
from referral_api.domain.protection.referrals.held_places import release_place
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.reasons import settle_reasons
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.list_filters import list_conditions
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ReferralPermission


async def find_sides(transaction: Transaction, referral: Referral) -> set[Side]:
    """Return the caller's sides of a referral. Who sent it without answering for her has none."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == custodian_of(referral),
        Side.RECEIVER: actor.organisation_id == referral.receiver_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def custodian_of(referral: Referral) -> UUID:
    """Return the organisation that answers for the person of a referral now."""
    return referral.custodian_id or referral.sender_id


def _parties(referral: Referral) -> list[UUID]:
    # Only the sending side sees a draft.
    if referral.sent_at is None or referral.receiver_id == custodian_of(referral):
        return [custodian_of(referral)]
    return [custodian_of(referral), referral.receiver_id]


async def _end(transaction: Transaction, referral: Referral) -> None:
    await release_place(transaction, referral)
    await propose_again(transaction, referral)


# By row security, and not before it is sent.
INCOMING = and_(col(Referral.receiver_id) == READER, col(Referral.sent_at).is_not(None))
# As ``custodian_of``.
OUTGOING = func.coalesce(col(Referral.custodian_id), col(Referral.sender_id)) == READER

REFERRAL_RECORDS = Records(
    Referral,
    REFERRALS,
    subject="referral",
    creation=ReferralPermission.CREATE,
    columns=(
        "id", "case_id", "status", "sender_id", "receiver_id", "service_type", "priority",
        "case_code", "sex", "age_band", "region", "languages", "needs", "risk_flags",
        "accessibility_needs", "interpreter_needed", "unaccompanied", "caregiver_informed",
        "do_not_contact", "consent_id", "shared_sections", "bed", "cancellation_requested",
        "replaces_id", "created_by_agent_id", "treated_as_child", "case_risk_flags",
        "transfer_from_id", "custodian_id", "version", "group_id", "group_tie",
        "group_mother_case_id", "group_may_part",
    ),
    mutable=(
        "status", "case_code", "sex", "age_band", "region", "languages", "bed", "acknowledge_by",
        "decide_by", "start_by", "feedback_by", "sent_at", "received_at", "accepted_at",
        "started_at", "closed_at", "review_on", "attendance", "appointment_at",
        "cancellation_requested", "answer_cancellation_by", "reason", "outcome",
        "suggested_receiver_id", "consent_id", "hold_reason", "cancellation_reason", "end_reason",
        "do_not_contact", "treated_as_child", "case_risk_flags", "sheet_updated_at",
        "acknowledgement_delay_at", "feedback_delay_at", "cancellation_delay_at", "sheet_until",
        "acknowledgement_delay_at", "feedback_delay_at", "cancellation_delay_at", "departed_at",
        "departure_recorded_at", "expected_arrival", "escorted", "arrival_delay_at", "place_id",
        "overflow_reason", "onward_referral_id", "parting_reason", "shelter_named_at",
    ),
    pages=VisiblePages(
        Referral, INCOMING, section=Section.PROTECTION, status=status_now(Referral, REFERRALS),
        open_states=REFERRALS.open,
        filters=list_conditions(
            Referral, REFERRALS, incoming=INCOMING, outgoing=OUTGOING, receiver="receiver_id"
        ),
    ),
    sides=find_sides,
    parties=_parties,
    reason="reason",
    overdue_for="receiver_id",
    on_end=_end,
    settle=settle_reasons,
)  # fmt: skip
