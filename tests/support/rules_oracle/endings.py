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


def end_consent(mechanism: Mechanism, consent: Consent, status: str) -> None:
    """Rule 4: end a consent, what rests on it, and the sheets of what was given under it."""
    consent.status = status
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
    if reported.status in {"proposed", "active", "expired"}:
        end_consent(mechanism, reported, "withdrawn")
