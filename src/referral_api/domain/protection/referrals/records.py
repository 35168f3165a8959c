"""The records of referrals: their sides, their pages, and the organisations they notify."""

from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col

from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.referrals.held_places import release_place
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ReferralPermission


async def find_sides(transaction: Transaction, referral: Referral) -> set[Side]:
    """Return the caller's sides of a referral."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == referral.sender_id,
        Side.RECEIVER: actor.organisation_id == referral.receiver_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(referral: Referral) -> list[UUID]:
    # Only the sender sees a draft.
    return [referral.sender_id] + [referral.receiver_id] * (referral.sent_at is not None)


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
        "replaces_id", "created_by_agent_id", "version",
    ),
    mutable=(
        "status", "case_code", "sex", "age_band", "region", "languages", "bed", "acknowledge_by",
        "decide_by", "start_by", "feedback_by", "sent_at", "received_at", "accepted_at",
        "started_at", "closed_at", "review_on", "attendance", "appointment_at",
        "cancellation_requested", "answer_cancellation_by", "reason", "outcome",
        "suggested_receiver_id", "consent_id",
    ),
    pages=VisiblePages(
        Referral,
        col(Referral.sender_id) == READER,
        and_(col(Referral.receiver_id) == READER, col(Referral.sent_at).is_not(None)),
        section=Section.PROTECTION,
    ),
    sides=find_sides,
    parties=_parties,
    reason="reason",
    overdue_for="receiver_id",
    on_end=release_place,
)  # fmt: skip
