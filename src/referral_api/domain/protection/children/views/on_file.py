"""Whether the person's own view is on file, for what is decided with the person."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.protection.children.views.tables import OwnView

_ANY = Statement(
    select(col(OwnView.id))
    .where(
        col(OwnView.case_id) == bindparam("case_id"),
        col(OwnView.status) == literal_code(RecordStatus.RECORDED),
    )
    .limit(1)
)


async def has_spoken(transaction: Transaction, case_id: UUID) -> bool:
    """Say whether an own view of the person, on whatever topic, is on file."""
    async with transaction.elevated():
        return await transaction.one(_ANY, case_id=case_id) is not None
