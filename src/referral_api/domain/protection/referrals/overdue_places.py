"""Places held for people who did not arrive in time: freed before a place is promised again."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import Bed
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.overdue import is_overdue

_OVERDUE = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.receiver_id) == bindparam("organisation_id"),
        col(Referral.bed) == literal_code(Bed.HELD),
        is_overdue(Referral, REFERRALS),
    )
    .order_by(col(Referral.id))
    .with_for_update(skip_locked=True)
)


async def release_overdue_places(transaction: Transaction, organisation_id: UUID) -> int:
    """Persist the expiry of a receiver's referrals that hold a place and are overdue.

    Return how many held a place of no stated unit.
    """
    rows = await transaction.all(_OVERDUE, organisation_id=organisation_id)
    released = 0
    for row in rows:
        locked = await REFERRAL_RECORDS.lock(transaction, row["id"])
        expired = await REFERRAL_RECORDS.apply_expiry(transaction, *locked)
        released += expired and locked[0].place_id is None
    return released
