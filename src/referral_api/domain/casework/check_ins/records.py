"""The records of check-ins: both ends of the journey see them, and the coordination."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.casework.check_ins.schemas import CheckInRead
from referral_api.domain.casework.check_ins.tables import CheckIn
from referral_api.domain.codelists.access import Section
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import CheckInPermission

CHECK_INS = recorded_lifecycle(CheckInPermission.MARK_ERROR, (Side.SENDER, Side.COORDINATOR))


async def find_sides(transaction: Transaction, check_in: CheckIn) -> set[Side]:
    """Return the caller's sides of a check-in: who recorded it, or the coordination."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == check_in.recorded_by_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(check_in: CheckIn) -> list[UUID]:
    return sorted({check_in.from_id, check_in.to_id})


CHECK_IN_RECORDS = Records(
    CheckIn,
    CHECK_INS,
    subject="check_in",
    creation=CheckInPermission.RECORD,
    columns=(
        "id", "case_id", "stay_id", "handoff_id", "from_id", "to_id", "status", "all_well",
        "happened_at", "recorded_by_organisation_id", "recorded_by_agent_id", "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(
        CheckIn, col(CheckIn.to_id) == READER, col(CheckIn.from_id) == READER,
        section=Section.PROTECTION,
        filters={
            "stay": col(CheckIn.stay_id) == bindparam("stay", type_=Uuid()),
            "handoff": col(CheckIn.handoff_id) == bindparam("handoff", type_=Uuid()),
        },
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="from_id",
)  # fmt: skip


def to_response(row: Row) -> CheckInRead:
    """Turn a row into a response."""
    return CheckInRead(**row)
