"""What silence means: a referral that is not answered, or not begun, in time.

Decided when a row is read or acted on, by the database's clock; the background job only
publishes what is already so.
"""

from datetime import datetime

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.codelists.referrals import RefusalReason
from referral_api.domain.protection.capacity import places
from referral_api.domain.protection.referrals import storage
from referral_api.domain.protection.referrals.tables import Bed, Referral

_ASKED = (Status.REQUESTED, Status.RECEIVED)


def overdue_event(
    status: str, decide_by: datetime | None, start_by: datetime | None, now: datetime
) -> str | None:
    """Name the event that time has brought about: ``expire``, ``lapse`` or none."""
    if status in _ASKED and decide_by is not None and decide_by <= now:
        return "expire"
    if status == Status.ACCEPTED and start_by is not None and start_by <= now:
        return "lapse"
    return None


async def settle(transaction: Transaction, referral: Referral, now: datetime) -> bool:
    """Write down what time has brought about for a locked referral; say whether it did."""
    event = overdue_event(referral.status, referral.decide_by, referral.start_by, now)
    if event is None:
        return False
    referral.status = Status.EXPIRED if event == "expire" else Status.FAILED
    if event == "lapse":
        referral.reason = RefusalReason.NOT_STARTED
    referral.closed_at = now
    await release_place(transaction, referral)
    await storage.save(transaction, referral, event, by_system=True)
    return True


async def release_place(transaction: Transaction, referral: Referral) -> None:
    """Give back the place that goes with a referral that ends."""
    if referral.bed == Bed.HELD:
        await places.release_held(transaction, referral.receiver_id)
    elif referral.bed == Bed.OCCUPIED:
        await places.release_occupied(transaction, referral.receiver_id)
    else:
        return
    referral.bed = Bed.RELEASED
