"""The records of follow-ups: who answers for the person writes them; others read the section."""

from uuid import UUID

from sqlalchemy import false

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.follow_ups import FollowUpStatus
from referral_api.domain.protection.follow_ups.lifecycle import FOLLOW_UPS
from referral_api.domain.protection.follow_ups.schemas import FollowUpRead
from referral_api.domain.protection.follow_ups.tables import FollowUp
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import FollowUpPermission

TOLD = (
    "done_on", "mode", "safe_channel_used", "result", "living", "income", "school_or_work", "safe",
    "stigma", "new_exploitation", "needs_help", "outcome", "sealed_own_words",
)  # fmt: skip


async def find_sides(transaction: Transaction, follow_up: FollowUp) -> set[Side]:
    """Return the caller's sides of a follow-up."""
    answers = transaction.actor.organisation_id == follow_up.custodian_id
    return {Side.CUSTODIAN} if answers else set()


def _parties(follow_up: FollowUp) -> list[UUID]:
    return [] if follow_up.custodian_id is None else [follow_up.custodian_id]


FOLLOW_UP_RECORDS = Records(
    FollowUp,
    FOLLOW_UPS,
    subject="follow_up",
    creation=FollowUpPermission.PLAN,
    columns=(
        "id", "case_id", "custodian_id", "consent_id", "status", "point", "counted_from", "due_on",
        "safe_channel_used", "safe", "stigma", "new_exploitation", "needs_help",
        "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=("status", "counted_from", "due_on", *TOLD, "closed_at"),
    pages=VisiblePages(FollowUp, false(), section=Section.PROTECTION),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(row: Row, own_words: str | None = None) -> FollowUpRead:
    """Turn a row into a response."""
    overdue = row["status"] == FollowUpStatus.DUE and row["due_on"] < row["now"].date()
    return FollowUpRead(**row, own_words=own_words, is_overdue=overdue)
