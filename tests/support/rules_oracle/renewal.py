"""Rule 4: a consent that becomes active, one that replaces another, one that is a no."""

from tests.support.rules_oracle.endings import end_consent, leave_provisional
from tests.support.rules_oracle.mechanism import (
    HELPING,
    IN_FORCE,
    OPEN_HANDOFF,
    OPEN_REFERRAL,
    Mechanism,
)
from tests.support.rules_oracle.records import Consent, Handoff, Referral
from tests.support.rules_oracle.sections import NEEDS_CONSENT, PURPOSES, SHARING

_ENDED = frozenset({"expired", "superseded", "withdrawn", "provisional"})


def resting_on(mechanism: Mechanism, consent: str) -> list[Referral | Handoff]:
    """What is open and rests on a consent."""
    referrals = [
        referral for referral in mechanism.referrals.values()
        if referral.consent == consent and referral.status in OPEN_REFERRAL
    ]  # fmt: skip
    handoffs = [
        handoff for handoff in mechanism.handoffs.values()
        if handoff.consent == consent and handoff.status in OPEN_HANDOFF
    ]  # fmt: skip
    return [*referrals, *handoffs]


def is_covered(
    mechanism: Mechanism, record: Referral | Handoff, consent: Consent,
    states: frozenset[str] = IN_FORCE,
) -> bool:  # fmt: skip
    """Say whether a consent may take over what rests on another."""
    if isinstance(record, Referral):
        purposes, sections = SHARING, record.sections
    else:
        purposes, sections = PURPOSES[record.chain], sections_to_cover(record)
    return mechanism.covers(
        consent, record.case, record.receiver, purposes, sections, states=states
    )


def sections_to_cover(handoff: Handoff) -> frozenset[str]:
    """By law an inquiry goes on; only what the law does not open rests on her consent."""
    return handoff.sections & NEEDS_CONSENT if handoff.duty else handoff.sections


def activate(mechanism: Mechanism, consent: Consent) -> None:
    """Let a consent live: what waits for one and is covered by it moves to it."""
    leave_provisional(mechanism, consent, "active")
    consent.was_active = True
    consent.confirmed = consent.ground is not None
    if consent.valid_until is not None and consent.valid_until <= mechanism.now:
        # It was awaited for longer than it was to hold.
        consent.status = "expired"
        return
    attach(mechanism, consent)


def attach(mechanism: Mechanism, consent: Consent) -> None:
    """Move to a consent what waits for one. On a provisional ground no custody rests."""
    for other in mechanism.of_case(mechanism.consents, consent.case):
        waits = other.status in _ENDED or (other.status == "refused" and other.confirm_by)
        for record in resting_on(mechanism, other.name) if waits and other is not consent else ():
            if isinstance(record, Handoff) and consent.status == "provisional":
                continue
            if is_covered(mechanism, record, consent, HELPING):
                _move(record, consent)


def may_replace(mechanism: Mechanism, replaced: Consent, consent: Consent) -> bool:
    """Say whether a consent, as it will stand, covers all that rests on the one it replaces."""
    if replaced.status not in {"proposed", "provisional", "active", "expired"}:
        return False
    return all(
        is_covered(mechanism, record, consent) for record in resting_on(mechanism, replaced.name)
    )


def replace(mechanism: Mechanism, replaced: Consent, consent: Consent) -> None:
    for record in resting_on(mechanism, replaced.name):
        _move(record, consent)
    leave_provisional(mechanism, replaced, "superseded")


def _move(record: Referral | Handoff, consent: Consent) -> None:
    record.consent = consent.name
    if isinstance(record, Referral) and record.sheet_until is not None:
        record.sheet_until = consent.confirm_by if consent.status == "provisional" else None
    # Rule 6: the stricter of all sources.
    if consent.do_not_contact:
        record.sheet.do_not_contact = True


def contradicted_by(mechanism: Mechanism, refusal: Consent) -> list[Consent]:
    """The active consents that name a recipient and a purpose of a refusal."""
    return [
        consent for consent in mechanism.of_case(mechanism.consents, refusal.case)
        if consent.status in HELPING and consent.recipients & refusal.recipients
        and consent.purposes & refusal.purposes
    ]  # fmt: skip


def heed_refusal(mechanism: Mechanism, refusal: Consent) -> None:
    """A later refusal withdraws what it contradicts, as a whole."""
    for consent in contradicted_by(mechanism, refusal):
        end_consent(mechanism, consent, "withdrawn")
