"""How an offer ends, and what custody takes along (rules 2, 3, 5)."""

from collections.abc import Iterator

from tests.support.rules_oracle.accusations import would_hold_both
from tests.support.rules_oracle.acts import CONFLICT, ActRule, Details, Effect
from tests.support.rules_oracle.endings import WITHDRAWN, report_withdrawal
from tests.support.rules_oracle.handoffs import of_side, offerer
from tests.support.rules_oracle.mechanism import OPEN_HANDOFF, Mechanism
from tests.support.rules_oracle.records import Agent, Handoff, Link
from tests.support.rules_oracle.renewal import sections_to_cover
from tests.support.rules_oracle.sections import (
    NEEDS_CONSENT,
    PERSON,
    PURPOSES,
    opened_by_custody,
)

_OFFERED, _ACCEPTED = frozenset({"offered"}), frozenset({"accepted"})


def move_custody(mechanism: Mechanism, handoff: Handoff) -> None:
    """Make the receiver answer. With the person go her referrals, requests and consents."""
    handoff.status = "completed"
    chain = mechanism.cases[handoff.case].chains[handoff.chain]
    former = chain[-1].organisation if chain else None
    by = "assigned" if handoff.assigned else "handed over"
    chain.append(Link(handoff.receiver, by, handoff.name))
    _open(mechanism, handoff, chain[-1])
    if handoff.chain != PERSON or former is None:
        return
    # Who answered before keeps what it wrote, as it was.
    for referral in mechanism.of_case(mechanism.referrals, handoff.case):
        referral.copies.pop(handoff.receiver, None)
        if referral.sender == former:
            referral.copies[former] = referral.status
    for consent in mechanism.of_case(mechanism.consents, handoff.case):
        if consent.by.organisation == former:
            consent.stood[former] = consent.status


def _open(mechanism: Mechanism, handoff: Handoff, link: Link) -> None:
    """Write down what opens to the new custodian, for a known departure."""
    sections = opened_by_custody(mechanism.type_of(handoff.receiver), handoff.chain) & NEEDS_CONSENT
    consent = None if handoff.consent is None else mechanism.consents[handoff.consent]
    asked_before = not handoff.physical and not handoff.duty
    if asked_before or (
        consent is not None and mechanism.covers(
            consent, handoff.case, handoff.receiver, PURPOSES[handoff.chain], sections
        )
    ):  # fmt: skip
        link.grants.append((None, sections))


def _is_same_person(agent: Agent, handoff: Handoff) -> bool:
    """No single person, and no single machine, signs for both."""
    by = handoff.by
    both_machines = agent.machine and by.machine and agent.organisation == by.organisation
    return agent.person == by.person or both_machines


def _has_moved(mechanism: Mechanism, handoff: Handoff) -> bool:
    return offerer(mechanism, handoff.case, handoff.chain) != handoff.giver


def _still_rests(mechanism: Mechanism, handoff: Handoff) -> bool:
    """Rule 7 and 8: what a promise rests on is there when it is made."""
    if mechanism.cases[handoff.case].closed or not mechanism.is_active(handoff.receiver):
        return False
    # Custody has not moved meanwhile: who offers is who answers.
    if _has_moved(mechanism, handoff) and not (mechanism.departs.offers_stay and handoff.physical):
        return False
    if would_hold_both(mechanism, handoff.receiver, handoff.case, handoff.chain):
        return False
    if handoff.assigned or handoff.duty:
        return True
    if handoff.consent is None:
        return False
    return mechanism.covers(
        mechanism.consents[handoff.consent], handoff.case, handoff.receiver,
        PURPOSES[handoff.chain], sections_to_cover(handoff),
    )  # fmt: skip


def _may_accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del details
    handoff = mechanism.handoffs[target]
    if handoff.assigned or _is_same_person(agent, handoff) or not _still_rests(mechanism, handoff):
        yield CONFLICT


def _accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    handoff = mechanism.handoffs[target]
    if handoff.physical:
        handoff.status = "accepted"
    else:
        move_custody(mechanism, handoff)


def _may_force(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """Rule 2: a second coordinator, with a credential of her own."""
    del details
    handoff = mechanism.handoffs[target]
    if (
        not handoff.assigned or _is_same_person(agent, handoff)
        or not _still_rests(mechanism, handoff)
    ):  # fmt: skip
        yield CONFLICT


def _force(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    move_custody(mechanism, mechanism.handoffs[target])


def _end(status: str) -> Effect:
    def end(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
        del agent
        handoff = mechanism.handoffs[target]
        handoff.status, handoff.end_reason = status, details["reason"]
        if status == "withdrawn" and details["reason"] == WITHDRAWN:
            report_withdrawal(mechanism, handoff.consent)

    return end


def _has_not_left(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:
    del agent, details
    if mechanism.handoffs[target].departed:
        yield CONFLICT


def _depart(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.handoffs[target].departed = True


def _may_arrive(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:  # fmt: skip
    del agent, details
    if mechanism.departs.offers_stay and _has_moved(mechanism, mechanism.handoffs[target]):
        yield CONFLICT


def _arrive(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """A fact, whatever became of the consent on the way."""
    del agent, details
    move_custody(mechanism, mechanism.handoffs[target])


_RECEIVER = {"receiver"}
ACCEPT = ActRule("handoff:accept", of_side(_RECEIVER, _OFFERED), _accept, _may_accept)
DECLINE = ActRule("handoff:decline", of_side(_RECEIVER, _OFFERED), _end("declined"))
WITHDRAW = ActRule(
    "handoff:withdraw", of_side({"sender", "coordinator"}, OPEN_HANDOFF), _end("withdrawn"),
    _has_not_left,
)  # fmt: skip
DEPART = ActRule("handoff:depart", of_side({"sender"}, _ACCEPTED), _depart, _has_not_left)
ARRIVE = ActRule("handoff:confirm_arrival", of_side(_RECEIVER, _ACCEPTED), _arrive, _may_arrive)
FAIL_ARRIVAL = ActRule(
    "handoff:report_failed_arrival", of_side({"sender", "receiver", "coordinator"}, _ACCEPTED),
    _end("failed"),
)  # fmt: skip
FORCE = ActRule("handoff:force", of_side({"coordinator"}, _OFFERED), _force, _may_force)
