"""The departure of the person to the service: a fact, which stops the limit to start.

She is on the road: no limit ends the referral, or the receiver's access, before she arrives. Her
delay is reported once.
"""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.protection.referrals.operations import transition_referral
from referral_api.domain.protection.referrals.schemas import ReferralDepart, ReferralRead
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.happened import check_expected, check_happened, latest


async def depart_referral(
    transaction: Transaction, referral_id: UUID, departure: ReferralDepart, version: int, *,
    accepted_at: datetime | None,
) -> ReferralRead:  # fmt: skip
    """Record that the person has left, escorted or not, and when she is expected.

    ``accepted_at`` is when the receiver accepted by telephone, if it did. Conflict if she has left
    already. MalformedInput if she is said to have left before the acceptance, later than now, or
    to arrive before she left or too far ahead.
    """

    def depart(referral: Referral, now: datetime) -> None:
        since = latest(referral.sent_at, accepted_at or referral.accepted_at)
        check_happened(departure.happened_at, since=since, now=now)
        check_expected(departure.expected_arrival, departed_at=departure.happened_at, now=now)
        referral.departed_at = departure.happened_at
        referral.departure_recorded_at = now
        referral.escorted = departure.escorted
        referral.expected_arrival = departure.expected_arrival

    return await transition_referral(transaction, referral_id, "depart", version, depart)
