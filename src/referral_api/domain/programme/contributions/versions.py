"""The versions that a contribution has had, which the database keeps as they are made."""

import json
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.programme.contributions.records import CONTRIBUTION_RECORDS
from referral_api.domain.programme.contributions.schemas import ContributionVersionRead
from referral_api.domain.programme.contributions.tables import ContributionVersion
from referral_api.permissions import ContributionPermission

_PAGE = Statement(
    page_of(
        select(ContributionVersion).where(
            col(ContributionVersion.contribution_id) == bindparam("contribution_id", type_=Uuid())
        ),
        col(ContributionVersion.recorded_key),
    )
)


async def list_versions(
    transaction: Transaction, contribution_id: UUID, window: Window
) -> Slice[ContributionVersionRead]:
    """List the versions of a contribution within sight, newest first; NotFound otherwise."""
    await CONTRIBUTION_RECORDS.find(transaction, contribution_id)
    rows = await transaction.all(_PAGE, contribution_id=contribution_id, **window.parameters)
    await record(transaction, ContributionPermission.LIST_VERSIONS, "contribution", contribution_id)
    return window.slice([_to_response(row) for row in rows], rows)


def _to_response(row: Row) -> ContributionVersionRead:
    fields = {**row, "lines": json.loads(row["lines"]), "number": row["version"]}
    return ContributionVersionRead(**fields)
