"""The reasons of a referral: of its pause, of the wish to cancel it, and of its end.

Each keeps its own column. ``reason`` repeats the one that goes with the present state. Why a
cancellation was asked for stays known once the request is taken back or refused; it is then the
reason of nothing.
"""

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.protection.referrals.lifecycle import OPEN
from referral_api.domain.protection.referrals.tables import Referral


def settle_reasons(referral: Referral) -> None:
    """Put the reason that a change gave into its column; a pause ends with its day of review."""
    status, given = referral.status, referral.reason
    if status == Status.CANCELLED:
        referral.end_reason = given or referral.cancellation_reason
    elif status == Status.COMPLETED:
        referral.end_reason = None
    elif status not in OPEN and given is not None:
        referral.end_reason = given
    if status != Status.ON_HOLD:
        referral.review_on = None
    referral.reason = reason_of(
        status, referral.hold_reason,
        referral.cancellation_reason if referral.cancellation_requested else None,
        referral.end_reason,
    )  # fmt: skip


def reason_of(
    status: str, hold_reason: str | None, asked: str | None, end_reason: str | None
) -> str | None:
    """Return the reason that goes with a state. A completed service has none.

    ``asked`` is the reason of a request for cancellation that stands.
    """
    if status == Status.COMPLETED:
        return None
    if status == Status.ON_HOLD:
        return hold_reason
    return asked if status in OPEN else end_reason
