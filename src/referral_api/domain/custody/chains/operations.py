"""Reading the chains of custody of a case."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.custody.chains.schemas import CustodyChains, CustodyLink
from referral_api.domain.custody.chains.tables import Custody
from referral_api.errors import NotFound
from referral_api.permissions import CustodyPermission

# A link ends where the next link of its chain begins.
_until = func.lead(col(Custody.since)).over(
    partition_by=col(Custody.kind), order_by=col(Custody.seq)
)
_CHAINS = Statement(
    select(Custody, _until.label("until"))
    .where(col(Custody.case_id) == bindparam("case_id"))
    .order_by(col(Custody.kind), col(Custody.seq))
)


async def read_custody(transaction: Transaction, case_id: UUID) -> CustodyChains:
    """Read the chains of a case; NotFound out of the caller's sight."""
    rows = await transaction.all(_CHAINS, case_id=case_id)
    if not rows:
        raise NotFound
    await record(transaction, CustodyPermission.READ, "case", case_id, case_id=case_id)
    return CustodyChains(items=[CustodyLink(**row) for row in rows])
