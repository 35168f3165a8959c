"""The records of requests for contributions: the coordination sees all, others the open calls."""

import json
from uuid import UUID

from sqlalchemy import Boolean, and_, bindparam, exists
from sqlmodel import col

from referral_api.database.statements import Row, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.programme.contribution_requests.lifecycle import CONTRIBUTION_REQUESTS
from referral_api.domain.programme.contribution_requests.schemas import ContributionRequestRead
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ContributionRequestPermission

_CALLS_READER = exists().where(
    col(ContributionCall.contribution_request_id) == col(ContributionRequest.id),
    col(ContributionCall.organisation_id) == READER,
)
_WAITS_FOR_READER = and_(
    col(ContributionRequest.status) == literal_code(ContributionRequestStatus.OPEN),
    exists().where(
        col(ContributionCall.contribution_request_id) == col(ContributionRequest.id),
        col(ContributionCall.organisation_id) == READER,
        col(ContributionCall.answered_at).is_(None),
    ),
)


async def find_sides(transaction: Transaction, _: ContributionRequest) -> set[Side]:
    """Return the caller's sides of a request."""
    return {Side.COORDINATOR} if transaction.actor.coordinates else set()


CONTRIBUTION_REQUEST_RECORDS = Records(
    ContributionRequest,
    CONTRIBUTION_REQUESTS,
    subject="contribution_request",
    creation=ContributionRequestPermission.CREATE,
    columns=(
        "id", "organisation_id", "status", "reference", "received_from", "title", "resolution",
        "documents", "received_on", "due_on", "period_from", "period_to",
        "recorded_by_agent_id", "version",
    ),
    mutable=(
        "status", "received_from", "title", "resolution", "documents", "due_on", "opened_at",
        "frozen_at", "cut_id", "withdraw_reason", "closed_at",
    ),
    pages=VisiblePages(
        ContributionRequest, _CALLS_READER,
        filters={"waiting": bindparam("waiting", type_=Boolean()) == _WAITS_FOR_READER},
    ),
    sides=find_sides,
    reason="withdraw_reason",
    overdue_for="organisation_id",
)  # fmt: skip


def to_response(row: Row) -> ContributionRequestRead:
    """Turn a row into a response; asyncpg returns JSONB as text."""
    return ContributionRequestRead(**{**row, "documents": json.loads(row["documents"])})


async def show_contribution_request(
    transaction: Transaction, request_id: UUID
) -> ContributionRequestRead:
    """Read as ``read_contribution_request`` does, for an act that is recorded by itself."""
    return to_response(await CONTRIBUTION_REQUEST_RECORDS.find(transaction, request_id))
