"""The records of screenings: who recorded one corrects it, readers of the section read it."""

from uuid import UUID

from sqlalchemy import false

from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.screenings.tables import Screening
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ScreeningPermission

SCREENINGS = recorded_lifecycle(
    ScreeningPermission.MARK_ERROR, (Side.SENDER,), correct=ScreeningPermission.CORRECT
)
CORRECTED = (
    "conducted_on", "region", "setting", "language", "interpreter", "private_place",
    "escort_absent", "person_of_trust", "child_specialist", "child_specialist_reason",
    "interviewer_sex", "interviewer_sex_chosen", "urgent_needs_first", "purpose_explained",
    "may_stop_explained", "break_taken", "ended", "earlier_conversations", "answers",
    "sealed_notes", "sealed_narrative",
    "treated_as_child", "advice", "positive_dimensions", "warnings", "asked", "yes_and_no",
)  # fmt: skip


async def find_sides(transaction: Transaction, screening: Screening) -> set[Side]:
    """Return the caller's side of a screening: it recorded it, or none."""
    recorded = transaction.actor.organisation_id == screening.recorded_by_organisation_id
    return {Side.SENDER} if recorded else set()


def _parties(screening: Screening) -> list[UUID]:
    return [screening.recorded_by_organisation_id]


SCREENING_RECORDS = Records(
    Screening,
    SCREENINGS,
    subject="screening",
    creation=ScreeningPermission.RECORD,
    columns=(
        "id", "case_id", "status", "instrument", "instrument_version", *CORRECTED,
        "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=("status", *CORRECTED, "closed_at"),
    pages=VisiblePages(Screening, false(), section=Section.EXPLOITATION),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip
