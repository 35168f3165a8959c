"""The records of contributions: each organisation sees its own, the coordination sees all."""

import json
from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.programme.contributions.lifecycle import CONTRIBUTIONS
from referral_api.domain.programme.contributions.schemas import ContributionRead
from referral_api.domain.programme.contributions.tables import Contribution
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ContributionPermission

_TOLD = (
    "lines", "channel", "said_by", "said_at", "recorded_by_organisation_id",
    "recorded_by_agent_id", "recorded_by_client_id",
)  # fmt: skip


async def find_sides(transaction: Transaction, contribution: Contribution) -> set[Side]:
    """Return the caller's sides of a contribution."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == contribution.organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


CONTRIBUTION_RECORDS = Records(
    Contribution,
    CONTRIBUTIONS,
    subject="contribution",
    creation=ContributionPermission.CREATE,
    columns=(
        "id", "organisation_id", "contribution_request_id", "year", "quarter", "status", *_TOLD,
        "version",
    ),
    mutable=("status", *_TOLD, "revised_at", "withdraw_reason", "closed_at"),
    pages=VisiblePages(
        Contribution, col(Contribution.organisation_id) == READER,
        filters={
            "organisation": col(Contribution.organisation_id)
            == bindparam("organisation", type_=Uuid()),
            "request": col(Contribution.contribution_request_id)
            == bindparam("request", type_=Uuid()),
        },
    ),
    sides=find_sides,
    reason="withdraw_reason",
    overdue_for="organisation_id",
)  # fmt: skip


def to_response(row: Row) -> ContributionRead:
    """Turn a row into a response; asyncpg returns JSONB as text."""
    return ContributionRead(**{**row, "lines": json.loads(row["lines"])})


async def show_contribution(transaction: Transaction, contribution_id: UUID) -> ContributionRead:
    """Read as ``read_contribution`` does, for an act that is recorded by itself."""
    return to_response(await CONTRIBUTION_RECORDS.find(transaction, contribution_id))
