"""The records of possible duplicates: who answers for the file that was there sees them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import answers_for_person, own_file_of_each
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.duplicates.lifecycle import CANDIDATES
from referral_api.domain.identification.duplicates.schemas import DuplicateCandidateRead
from referral_api.domain.identification.duplicates.tables import DuplicateCandidate
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import DuplicateCandidatePermission


async def find_sides(transaction: Transaction, _: DuplicateCandidate) -> set[Side]:
    """Return the caller's sides. Row security shows a row to the custodian and the coordination."""
    return {Side.COORDINATOR if transaction.actor.coordinates else Side.CUSTODIAN}


def _parties(candidate: DuplicateCandidate) -> list[UUID]:
    told = {candidate.organisation_id}
    if candidate.disclosed:
        told.add(candidate.other_organisation_id)
    return sorted(told, key=str)


async def _own_files(
    transaction: Transaction, candidate: DuplicateCandidate, parties: Sequence[UUID]
) -> list[UUID | None]:
    """Tell nobody of a file that another organisation answers for."""
    return await own_file_of_each(
        transaction, [candidate.case_id, candidate.other_case_id], parties
    )


CANDIDATE_RECORDS = Records(
    DuplicateCandidate,
    CANDIDATES,
    subject="duplicate_candidate",
    creation=DuplicateCandidatePermission.FIND,
    columns=(
        "id", "case_id", "other_case_id", "organisation_id", "other_organisation_id", "status",
        "likeness", "disclosed", "version",
    ),
    mutable=("status", "closed_at", "closed_by_agent_id"),
    pages=VisiblePages(
        DuplicateCandidate,
        and_(
            col(DuplicateCandidate.disclosed),
            answers_for_person(READER, col(DuplicateCandidate.other_case_id)),
        ),
        section=Section.PROTECTION,
    ),
    sides=find_sides,
    parties=_parties,
    own_files=_own_files,
    overdue_for="organisation_id",
)  # fmt: skip


def to_response(row: Row) -> DuplicateCandidateRead:
    """Turn a row into a response."""
    return DuplicateCandidateRead(**row)
