"""Places held for people who did not arrive in time: freed before a place is promised again."""

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Bed, Referral

_OVERDUE = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.receiver_id) == bindparam("organisation_id"),
        col(Referral.status) == literal_code(ReferralStatus.ACCEPTED),
        col(Referral.bed) == literal_code(Bed.HELD),
        col(Referral.start_by) <= func.now(),
    )
    .order_by(col(Referral.id))
    .with_for_update(skip_locked=True)
)


async def release_overdue_places(transaction: Transaction) -> None:
    """Persist the expiry of the caller's accepted referrals whose start is overdue."""
    rows = await transaction.all(_OVERDUE, organisation_id=transaction.actor.organisation_id)
    for row in rows:
        locked = await REFERRAL_RECORDS.lock(transaction, row["id"])
        await REFERRAL_RECORDS.apply_expiry(transaction, *locked)
