"""Acts on handoffs: offers, journeys, assignments by two (rules 1, 2, 3, 5, 7)."""

from collections.abc import Iterator

from tests.support.rules_oracle.accusations import would_hold_both
from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
    Standing,
)
from tests.support.rules_oracle.files import is_child
from tests.support.rules_oracle.mechanism import OPEN_HANDOFF, Mechanism
from tests.support.rules_oracle.records import Agent, Handoff, Sheet
from tests.support.rules_oracle.sections import (
    INQUIRY,
    NEEDS_CONSENT,
    OFFER_HOURS,
    PERSON,
    PURPOSES,
    may_answer,
    opened_by_custody,
)
from tests.support.rules_oracle.sight import sees_case, sees_handoff


def offerer(mechanism: Mechanism, case: str, chain: str) -> str | None:
    """Who may hand a chain over: its custodian; for a first inquiry, who answers for the person."""
    return mechanism.custodian(case, chain) or mechanism.custodian(case, PERSON)


def open_offer(mechanism: Mechanism, case: str, chain: str) -> Handoff | None:
    for handoff in mechanism.of_case(mechanism.handoffs, case):
        if handoff.chain == chain and handoff.status in OPEN_HANDOFF:
            return handoff
    return None


def _custodian(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.is_custodian(agent.organisation, target):
        yield FORBIDDEN


def _may_offer(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    chain, receiver, consent = details["chain"], details["receiver"], details["consent"]
    duty = details["duty"]
    if offerer(mechanism, target, chain) != agent.organisation:
        yield FORBIDDEN
    if duty and mechanism.custodian(target, INQUIRY) is None:
        yield CONFLICT
    sections = opened_by_custody(mechanism.type_of(receiver), chain)
    if consent is not None:
        found = mechanism.consents[consent]
        asked = sections & NEEDS_CONSENT if duty else sections
        in_sight = mechanism.answers(agent.organisation, found.case) or (
            agent.organisation in found.recipients and found.was_active
        )
        if not in_sight or not mechanism.covers(found, target, receiver, PURPOSES[chain], asked):
            yield CONFLICT
    if mechanism.cases[target].dead and chain == PERSON:
        yield CONFLICT
    yield from _may_be_given(mechanism, target, chain, receiver)
    if open_offer(mechanism, target, chain) is not None:
        yield CONFLICT


def _has_a_basis(details: Details) -> bool:
    """Her consent, or a legal duty, which hands on an inquiry and never a person."""
    if details["duty"]:
        return bool(details["chain"] == INQUIRY)
    return details["consent"] is not None


def _may_be_given(
    mechanism: Mechanism, case: str, chain: str, receiver: str
) -> Iterator[int]:  # fmt: skip
    """Rule 7: an open file, to an active organisation that may answer and does not answer yet."""
    if not mechanism.is_active(receiver):
        yield MALFORMED
    if mechanism.cases[case].closed or offerer(mechanism, case, chain) == receiver:
        yield CONFLICT
    if not may_answer(mechanism.type_of(receiver), chain):
        yield CONFLICT
    if would_hold_both(mechanism, receiver, case, chain):
        yield CONFLICT


def _write(
    mechanism: Mechanism, agent: Agent, target: str, details: Details, *, assigned: bool
) -> None:
    case, chain, receiver = mechanism.cases[target], details["chain"], details["receiver"]
    sections = opened_by_custody(mechanism.type_of(receiver), chain)
    consent = details.get("consent")
    if consent is None and not assigned:
        sections -= NEEDS_CONSENT
    sources = [mechanism.consents[consent]] if consent is not None else []
    if assigned:
        sources = mechanism.of_case(mechanism.consents, target)
    # The stricter of all sources: one that has run out, unsaid by nobody, still forbids it.
    forbids = any(one.do_not_contact and one.status in {"active", "expired"} for one in sources)
    giver = offerer(mechanism, target, chain)
    if giver is None:
        raise LookupError("nobody answers for this case")
    mechanism.handoffs[details["name"]] = Handoff(
        details["name"], target, chain, giver, receiver, agent, consent,
        details.get("duty", False), details.get("physical", False), assigned, sections,
        mechanism.now + OFFER_HOURS[details["priority"]],
        Sheet(frozenset(details.get("flags", ())), case.flags, is_child(case), forbids),
    )  # fmt: skip


def _offer(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    _write(mechanism, agent, target, details, assigned=False)


def _coordination(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    del mechanism, agent, target
    yield from ()


def _may_assign(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """Rule 2: an open offer of the custodian is in nobody's way; a person on her journey is."""
    del agent
    yield from _may_be_given(mechanism, target, details["chain"], details["receiver"])
    waiting = open_offer(mechanism, target, details["chain"])
    if waiting is not None and (waiting.assigned or waiting.departed):
        yield CONFLICT


def _assign(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    waiting = open_offer(mechanism, target, details["chain"])
    if waiting is not None:
        waiting.status, waiting.end_reason = "withdrawn", "assigned_by_coordination"
    _write(mechanism, agent, target, details, assigned=True)


def of_side(sides: set[str], states: frozenset[str]) -> Standing:
    """The standing of who acts on a handoff. A custodian does not take back an assignment."""

    def standing(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
        handoff = mechanism.handoffs[target]
        coordinates, here = mechanism.coordinates(agent), agent.organisation
        if not coordinates and not sees_handoff(mechanism, here, handoff):
            yield HIDDEN
        stands = {
            "sender": handoff.giver == here and not handoff.assigned,
            "receiver": handoff.receiver == here,
            "coordinator": coordinates,
        }
        if not any(stands[side] for side in sides):
            yield FORBIDDEN
        if handoff.status not in states:
            yield CONFLICT

    return standing


OFFER = ActRule("handoff:offer", _custodian, _offer, _may_offer, _has_a_basis)
ASSIGN = ActRule("handoff:assign", _coordination, _assign, _may_assign)
