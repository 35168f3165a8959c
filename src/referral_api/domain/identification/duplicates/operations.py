"""Looking at possible duplicates, and dismissing one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, exists, func, select
from sqlmodel import col

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.persons import CandidateStatus
from referral_api.domain.identification.duplicates.records import CANDIDATE_RECORDS, to_response
from referral_api.domain.identification.duplicates.schemas import DuplicateCandidateRead
from referral_api.domain.identification.duplicates.tables import DuplicateCandidate
from referral_api.permissions import DuplicateCandidatePermission


def _of_pair(
    one: ColumnElement[UUID], other: ColumnElement[UUID]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    first, second = col(DuplicateCandidate.case_id), col(DuplicateCandidate.other_case_id)
    return (
        func.least(first, second) == func.least(one, other),
        func.greatest(first, second) == func.greatest(one, other),
    )


_OF_PAIR = Statement(
    select(DuplicateCandidate, func.now().label("now"))
    .where(*_of_pair(bindparam("case_id", type_=Uuid()), bindparam("other_case_id", type_=Uuid())))
    .with_for_update()
)


def is_known_pair(one: ColumnElement[UUID], other: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Say that two files were found to be alike before, whatever came of it."""
    return exists().where(*_of_pair(one, other))


async def settle_candidate(transaction: Transaction, case_id: UUID, other_case_id: UUID) -> None:
    """Mark the candidate of two files as linked, if there is one."""
    async with transaction.elevated():
        row = await transaction.one(_OF_PAIR, case_id=case_id, other_case_id=other_case_id)
        if row is None or row["status"] == CandidateStatus.LINKED:
            return
        candidate, at = CANDIDATE_RECORDS.load(row)
        await CANDIDATE_RECORDS.cause(transaction, candidate, "link", at)


async def dismiss_candidate(
    transaction: Transaction, candidate_id: UUID, version: int
) -> DuplicateCandidateRead:
    """Say that these are two persons."""

    def close(candidate: DuplicateCandidate, _: datetime) -> None:
        candidate.closed_by_agent_id = transaction.actor.agent_id

    row = await CANDIDATE_RECORDS.transition(transaction, candidate_id, "dismiss", version, close)
    return to_response(row)


async def read_candidate(transaction: Transaction, candidate_id: UUID) -> DuplicateCandidateRead:
    """Read a possible duplicate within sight."""
    return to_response(
        await CANDIDATE_RECORDS.read(transaction, candidate_id, DuplicateCandidatePermission.READ)
    )


async def list_candidates(
    transaction: Transaction, case_id: UUID | None, status: CandidateStatus | None, window: Window
) -> Slice[DuplicateCandidateRead]:
    """List the possible duplicates within sight, newest first."""
    return await CANDIDATE_RECORDS.list(
        transaction, window, DuplicateCandidatePermission.LIST, to_response,
        case_id=case_id, status=status,
    )  # fmt: skip
