"""Rule 19: what a receiver said on the telephone, recorded by who called it back."""

from collections.abc import Iterator

from tests.support.rules_oracle import custody, services
from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    ActRule,
    Conditions,
    Details,
    Effect,
    Standing,
)
from tests.support.rules_oracle.endings import end_referral
from tests.support.rules_oracle.handoffs import of_side as of_handoff
from tests.support.rules_oracle.mechanism import ASKED, OPEN_REFERRAL, Mechanism
from tests.support.rules_oracle.records import Agent, PhoneCall
from tests.support.rules_oracle.referrals import of_side as of_referral
from tests.support.rules_oracle.sections import CALL_HOURS
from tests.support.rules_oracle.sight import sees_call, sees_referral
from tests.support.rules_oracle.takeover import may_return, return_custody, still_answers

_SPEAKS = {"sender", "coordinator"}
_REFUSALS = frozenset({"reject", "decline"})


def _referral_of(states: frozenset[str]) -> Standing:
    """The receiver speaks for itself."""

    def standing(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
        referral = mechanism.referrals[target]
        if agent.organisation == referral.receiver and sees_referral(
            mechanism, agent.organisation, referral
        ):
            yield FORBIDDEN
        yield from of_referral(_SPEAKS, states)(mechanism, agent, target)

    return standing


def _handoff_of(states: frozenset[str]) -> Standing:
    def standing(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
        if agent.organisation == mechanism.handoffs[target].receiver:
            yield FORBIDDEN
        yield from of_handoff(_SPEAKS, states)(mechanism, agent, target)

    return standing


def _referral_conditions(answer: ActRule, *, promises: bool) -> Conditions:
    def conditions(
        mechanism: Mechanism, agent: Agent, target: str, details: Details
    ) -> Iterator[int]:
        receiver = mechanism.referrals[target].receiver
        if not mechanism.organisations[receiver].has_telephone:
            yield CONFLICT
        # Rule 7: away is away. Online, the receiver would be there.
        if promises and not mechanism.is_active(receiver):
            yield CONFLICT
        yield from answer.conditions(mechanism, agent, target, details)

    return conditions


def _handoff_conditions(answer: ActRule, *, moves: bool) -> Conditions:
    def conditions(
        mechanism: Mechanism, agent: Agent, target: str, details: Details
    ) -> Iterator[int]:
        handoff = mechanism.handoffs[target]
        if not mechanism.organisations[handoff.receiver].has_telephone:
            yield CONFLICT
        # Rule 2: an assignment is decided by two coordinators, and a handoff by two people.
        if handoff.assigned or (moves and custody.is_same_person(agent, handoff)):
            yield CONFLICT
        yield from answer.conditions(mechanism, agent, target, details)

    return conditions


def _recorded(answer: ActRule, *, on_handoff: bool) -> Effect:
    """The act itself is made, and it binds at once."""

    def effect(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
        about = mechanism.handoffs[target] if on_handoff else mechanism.referrals[target]
        name, sender = details["name"], agent.organisation
        if on_handoff:
            sender = mechanism.handoffs[target].giver
        answer.effect(mechanism, agent, target, details)
        mechanism.calls[name] = PhoneCall(
            name, about.case, target, details["act"], on_handoff, sender, about.receiver,
            mechanism.now + CALL_HOURS,
        )  # fmt: skip

    return effect


def _on_referral(answer: ActRule, states: frozenset[str], *, promises: bool = False) -> ActRule:
    return ActRule(
        "call:record", _referral_of(states), _recorded(answer, on_handoff=False),
        _referral_conditions(answer, promises=promises),
    )  # fmt: skip


def _on_handoff(answer: ActRule, status: str, *, moves: bool = True) -> ActRule:
    return ActRule(
        "call:record", _handoff_of(frozenset({status})), _recorded(answer, on_handoff=True),
        _handoff_conditions(answer, moves=moves),
    )  # fmt: skip


def _receives(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    call = mechanism.calls[target]
    if not mechanism.coordinates(agent) and not sees_call(mechanism, agent.organisation, call):
        yield HIDDEN
    if call.receiver != agent.organisation:
        yield FORBIDDEN
    if call.status != "binding":
        yield CONFLICT


def _confirm(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    call = mechanism.calls[target]
    call.status = "confirmed"
    for earlier in mechanism.calls.values():
        if earlier is call:
            break
        if earlier.about == call.about and not call.on_handoff:
            earlier.owned = True


def _may_correct(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:  # fmt: skip
    del agent, details
    call = mechanism.calls[target]
    if call.act in _REFUSALS:
        return
    if not call.on_handoff:
        if call.owned:
            yield CONFLICT
        return
    handoff = mechanism.handoffs[call.about]
    if handoff.status != "completed":
        return
    if call.act == "accept" and handoff.physical:
        # Her arrival says the contrary, until that is corrected.
        if still_answers(mechanism, handoff):
            yield CONFLICT
        return
    yield from may_return(mechanism, handoff)


def _correct(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """What the call did is undone; a refusal stays."""
    call = mechanism.calls[target]
    call.status = "corrected"
    if call.act in _REFUSALS:
        return
    if not call.on_handoff:
        referral = mechanism.referrals[call.about]
        if referral.status in OPEN_REFERRAL:
            end_referral(referral, "failed", details["reason"])
        return
    handoff = mechanism.handoffs[call.about]
    if handoff.status == "accepted":
        handoff.status, handoff.end_reason = "failed", details["reason"]
    elif handoff.status == "completed" and not (call.act == "accept" and handoff.physical):
        return_custody(mechanism, handoff, agent, returned(call.name))


def returned(call: str) -> str:
    """Name the handoff by which custody returns when this call is corrected."""
    return f"handoff back after {call}"


ON_REFERRALS = {
    "accept": _on_referral(services.ACCEPT, ASKED, promises=True),
    "reject": _on_referral(services.REJECT, ASKED),
    "start": _on_referral(services.SAID_TO_START, frozenset({"accepted"})),
}
ON_HANDOFFS = {
    "accept": _on_handoff(custody.ACCEPT, "offered"),
    "decline": _on_handoff(custody.DECLINE, "offered", moves=False),
    "confirm_arrival": _on_handoff(custody.ARRIVE, "accepted"),
}
CONFIRM = ActRule("call:confirm", _receives, _confirm)
CORRECT = ActRule("call:correct", _receives, _correct, _may_correct)
