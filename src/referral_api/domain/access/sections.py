"""The sections of a case that the caller's organisation reads or writes at this moment."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.codelists.access import Section
from referral_api.errors import Forbidden

_SECTIONS = Statement(
    select(col(AccessGrant.reads), col(AccessGrant.writes)).where(
        live_grant(bindparam("organisation_id")), col(AccessGrant.case_id) == bindparam("case_id")
    )
)


async def check_section(
    transaction: Transaction, case_id: UUID, section: Section, *, write: bool = False
) -> None:
    """Raise Forbidden unless a live grant opens this section."""
    rows = await transaction.all(
        _SECTIONS, organisation_id=transaction.actor.organisation_id, case_id=case_id
    )
    if not any(section in row["writes" if write else "reads"] for row in rows):
        raise Forbidden
