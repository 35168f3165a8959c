"""How things end: a referral with its place, a consent with all that rests on it."""

from tests.support.rules_oracle.mechanism import HAS_PLACE, OPEN_REFERRAL, Mechanism
from tests.support.rules_oracle.records import Consent, Handoff, Referral

WITHDRAWN = "consent_withdrawn"


def end_referral(referral: Referral, status: str, reason: str | None) -> None:
    """Rules 11 and 15: say why it ended, and give her place back."""
    referral.status = status
    referral.end_reason = reason or None
    if referral.place in HAS_PLACE:
        referral.place = "released"


def falls_with_consent(handoff: Handoff) -> bool:
    """Say whether an offer ends with its consent.

    Who is on her way arrives. An inquiry goes on by law.
    """
    if handoff.duty:
        return False
    return handoff.status == "offered" or (handoff.status == "accepted" and not handoff.departed)


def leave_provisional(mechanism: Mechanism, consent: Consent, status: str) -> None:
    """Rule 17: a ground that is confirmed opens its sheets for good; any other end closes them."""
    was_provisional, consent.status = consent.status == "provisional", status
    for referral in mechanism.referrals.values() if was_provisional else ():
        until = referral.sheet_until
        if referral.consent == consent.name and until is not None:
            referral.sheet_until = None if status == "active" else min(until, mechanism.now)


def end_consent(mechanism: Mechanism, consent: Consent, status: str) -> None:
    """Rule 4: end a consent, what rests on it, and the sheets of what was given under it."""
    leave_provisional(mechanism, consent, status)
    for referral in mechanism.referrals.values():
        if referral.consent != consent.name:
            continue
        if referral.status in OPEN_REFERRAL:
            end_referral(referral, "cancelled", WITHDRAWN)
        elif referral.status == "completed":
            referral.sheet_closed = True
    for handoff in mechanism.handoffs.values():
        if handoff.consent == consent.name and falls_with_consent(handoff):
            handoff.status, handoff.end_reason = "withdrawn", WITHDRAWN


def report_withdrawal(mechanism: Mechanism, consent: str | None) -> None:
    """Rule 4: whatever reports "consent withdrawn" makes it true."""
    if consent is None:
        return
    reported = mechanism.consents[consent]
    if reported.status in {"proposed", "provisional", "active", "expired"}:
        end_consent(mechanism, reported, "withdrawn")
