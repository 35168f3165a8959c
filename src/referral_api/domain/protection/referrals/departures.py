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
from referral_api.domain.records.happened import check_happened
from referral_api.errors import MalformedInput


async def depart_referral(
    transaction: Transaction, referral_id: UUID, departure: ReferralDepart, version: int
) -> ReferralRead:
    """Record that the person has left, escorted or not, and when she is expected.

    Conflict if she has left already. MalformedInput if she is said to have left before the sending,
    later than now, or to arrive before she left.
    """

    def depart(referral: Referral, now: datetime) -> None:
        check_happened(departure.happened_at, since=referral.sent_at, now=now)
        if departure.expected_arrival < departure.happened_at:
            raise MalformedInput(errors=[{"pointer": "/expected_arrival", "code": "out_of_range"}])
        referral.departed_at = departure.happened_at
        referral.departure_recorded_at = now
        referral.escorted = departure.escorted
        referral.expected_arrival = departure.expected_arrival

    return await transition_referral(transaction, referral_id, "depart", version, depart)
