"""What is in sight of an organisation: only living grounds give sight (rules 1, 3, 4)."""

from dataclasses import dataclass

from tests.support.rules_oracle.mechanism import SERVING, Mechanism
from tests.support.rules_oracle.records import (
    Consent,
    Handoff,
    Order,
    PhoneCall,
    Referral,
    Request,
    Sheet,
)
from tests.support.rules_oracle.sections import (
    CEILINGS,
    CHAINS,
    INQUIRY,
    NEEDS_CONSENT,
    OPEN_BEFORE_CONFIRMATION,
    PURPOSES,
    opened_by_custody,
)

_NOTHING: frozenset[str] = frozenset()
# Ended without help: the receiver sees that it was asked, and no longer about whom.
_SHEET_CLOSED = frozenset({"rejected", "cancelled", "expired", "failed", "entered_in_error"})
_OFFER_CLOSED = frozenset({"declined", "withdrawn", "expired", "failed"})


def serves(mechanism: Mechanism, referral: Referral) -> bool:
    """Say whether a promise holds that opens sections: accepted, under a consent that lives."""
    return referral.status in SERVING and mechanism.helps(referral.consent)


def _shared_now(mechanism: Mechanism, referral: Referral) -> frozenset[str]:
    """Rule 17: before its second person, a ground opens health alone."""
    if mechanism.lives(referral.consent):
        return referral.sections
    return referral.sections & OPEN_BEFORE_CONFIRMATION


def sections_open(mechanism: Mechanism, organisation: str, case: str) -> frozenset[str]:
    """The sections of a case that an organisation reads now."""
    kind = mechanism.type_of(organisation)
    found = sections_held(mechanism, organisation, case)
    for order in mechanism.of_case(mechanism.orders, case):
        if order.status == "active" and order.to == organisation:
            found |= frozenset({"identity"}) & CEILINGS[kind]
    for referral in mechanism.of_case(mechanism.referrals, case):
        if referral.receiver == organisation and serves(mechanism, referral):
            found |= _shared_now(mechanism, referral) & CEILINGS[kind]
    return found


def sections_held(mechanism: Mechanism, organisation: str, case: str) -> frozenset[str]:
    """The sections that an organisation reads and writes, because it answers."""
    found: frozenset[str] = _NOTHING
    for chain in CHAINS:
        if mechanism.custodian(case, chain) == organisation:
            found |= _of_custodian(mechanism, organisation, case, chain)
    return found


def _of_custodian(
    mechanism: Mechanism, organisation: str, case: str, chain: str
) -> frozenset[str]:  # fmt: skip
    sections = opened_by_custody(mechanism.type_of(organisation), chain)
    link = mechanism.cases[case].chains[chain][-1]
    if link.by in {"registered", "assigned"}:
        return sections
    agreed: frozenset[str] = _NOTHING
    for consent in mechanism.of_case(mechanism.consents, case):
        if (
            consent.status == "active" and organisation in consent.recipients
            and consent.purposes & PURPOSES[chain]
        ):  # fmt: skip
            agreed |= consent.sections
    return sections - (NEEDS_CONSENT - agreed)


def sees_case(mechanism: Mechanism, organisation: str, case: str) -> bool:
    return mechanism.is_custodian(organisation, case) or any(
        referral.receiver == organisation and serves(mechanism, referral)
        for referral in mechanism.of_case(mechanism.referrals, case)
    )


def sees_consent(mechanism: Mechanism, organisation: str, consent: Consent) -> bool:
    """Who answers for her, who recorded it, and a recipient once it has been active."""
    return (
        mechanism.answers(organisation, consent.case)
        or consent.by.organisation == organisation
        or _knows_as_recipient(organisation, consent)
    )


def consent_as_told(mechanism: Mechanism, organisation: str, consent: Consent) -> str:
    """Rule 3: a former recorder is told the state in which it last knew the consent."""
    if mechanism.answers(organisation, consent.case) or _knows_as_recipient(organisation, consent):
        return consent.status
    return consent.stood[organisation]


def _knows_as_recipient(organisation: str, consent: Consent) -> bool:
    return organisation in consent.recipients and consent.was_active


def sees_referral(mechanism: Mechanism, organisation: str, referral: Referral) -> bool:
    received = referral.receiver == organisation and referral.sent
    return received or mechanism.answers(organisation, referral.case)


def sees_handoff(mechanism: Mechanism, organisation: str, handoff: Handoff) -> bool:
    if organisation in {handoff.giver, handoff.receiver}:
        return True
    if handoff.chain == INQUIRY:
        return mechanism.is_custodian(organisation, handoff.case)
    return mechanism.answers(organisation, handoff.case)


def sees_call(mechanism: Mechanism, organisation: str, call: PhoneCall) -> bool:
    """Its receiver, who answers for her; of a handoff also who offered it."""
    offered = call.on_handoff and call.sender == organisation
    return call.receiver == organisation or offered or mechanism.answers(organisation, call.case)


def sees_request(mechanism: Mechanism, organisation: str, request: Request) -> bool:
    """Who asked, and who answers: on each chain for the inquiry, for the person for her."""
    if request.by == organisation or mechanism.answers(organisation, request.case):
        return True
    return request.chain == INQUIRY and mechanism.is_custodian(organisation, request.case)


def sees_order(mechanism: Mechanism, organisation: str, order: Order) -> bool:
    """Whose magistrate made it, whom it is for, who answers for her, and a court with the case."""
    if mechanism.type_of(organisation) == "court" and sees_case(
        mechanism, organisation, order.case
    ):
        return True
    return organisation in {order.by, order.to} or mechanism.answers(organisation, order.case)


@dataclass
class Shown:
    """What a reader is told of a referral or a handoff: its state, and the sheet if it is open."""

    status: str
    sheet: Sheet | None
    is_copy: bool = False


def referral_as_told(
    mechanism: Mechanism, organisation: str, referral: Referral, *, coordinates: bool = False
) -> Shown | None:  # fmt: skip
    """Rules 3 and 4: the referral itself, or the copy of a former sender, or nothing."""
    if not coordinates and not sees_referral(mechanism, organisation, referral):
        kept = referral.copies.get(organisation)
        return None if kept is None else Shown(kept, None, is_copy=True)
    answers = mechanism.custodian(referral.case, "protection") == organisation
    lapsed = referral.sheet_until is not None and referral.sheet_until <= mechanism.now
    closed = referral.status in _SHEET_CLOSED or referral.sheet_closed or lapsed
    only_receives = referral.receiver == organisation and not answers
    hidden = closed and only_receives and not coordinates
    return Shown(referral.status, None if hidden else referral.sheet)


def handoff_as_told(
    mechanism: Mechanism, organisation: str, handoff: Handoff, *, coordinates: bool = False
) -> Shown | None:  # fmt: skip
    if not coordinates and not sees_handoff(mechanism, organisation, handoff):
        return None
    hidden = organisation == handoff.receiver and handoff.status in _OFFER_CLOSED
    return Shown(handoff.status, None if hidden else handoff.sheet)
