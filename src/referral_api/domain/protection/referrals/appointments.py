"""The appointment of a referral: no earlier than its sending, and within the promise to begin."""

from datetime import datetime

from referral_api.domain.deadline_policy import FURTHEST_APPOINTMENT
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import MalformedInput


def check_appointment(referral: Referral, at: datetime, *, now: datetime, field: str) -> None:
    """Raise MalformedInput for an appointment at which the referral would have ended already.

    Once she has left or the service has begun, no limit to start ends it: then the appointment is
    within a year.
    """
    limit = now + FURTHEST_APPOINTMENT
    waits = referral.started_at is None and referral.departed_at is None
    if waits and referral.start_by is not None:
        limit = referral.start_by
    if at > limit or (referral.sent_at is not None and at < referral.sent_at):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "out_of_range"}])
