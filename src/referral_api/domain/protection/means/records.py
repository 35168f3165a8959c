"""The records of requests for means: who asks, who is asked, and who answers for the person."""

from uuid import UUID

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.protection.means.lifecycle import MEANS
from referral_api.domain.protection.means.schemas import MeansRead
from referral_api.domain.protection.means.tables import MeansRequest
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import MeansPermission


async def find_sides(transaction: Transaction, means: MeansRequest) -> set[Side]:
    """Return the caller's sides of a request for means."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == means.asked_by_id,
        Side.RECEIVER: actor.organisation_id == means.asked_of_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(means: MeansRequest) -> list[UUID]:
    told = {means.asked_by_id, means.asked_of_id, means.custodian_id} - {None}
    return sorted(told, key=str)  # type: ignore[arg-type]


MEANS_RECORDS = Records(
    MeansRequest,
    MEANS,
    subject="means",
    creation=MeansPermission.ASK,
    columns=(
        "id", "case_id", "custodian_id", "asked_by_id", "asked_of_id", "status", "kind",
        "needed_by", "asked", "paid", "recorded_by_agent_id", "version",
    ),
    mutable=(
        "status", "granted", "paid", "refusal_reason", "decided_at", "paid_on", "paid_by_id",
        "closed_at",
    ),
    pages=VisiblePages(
        MeansRequest, col(MeansRequest.asked_of_id) == READER,
        col(MeansRequest.asked_by_id) == READER, section=Section.PROTECTION,
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="asked_of_id",
)  # fmt: skip


def to_response(row: Row) -> MeansRead:
    """Turn a row into a response."""
    return MeansRead(**row, uncovered=row["asked"] - row["paid"])
