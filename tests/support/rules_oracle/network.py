"""Organisations come and go, and say how many places they have (rules 7 and 15)."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import CONFLICT, FORBIDDEN, ActRule, Details
from tests.support.rules_oracle.mechanism import ASKED, OPEN_HANDOFF, SERVING, Mechanism
from tests.support.rules_oracle.records import Agent


def is_counted_on(mechanism: Mechanism, organisation: str) -> bool:
    """Say whether people depend on an organisation: it answers, serves, or has offers."""
    answers = any(
        mechanism.is_custodian(organisation, name) and not case.closed
        for name, case in mechanism.cases.items()
    )
    offers = any(
        handoff.status in OPEN_HANDOFF and organisation in {handoff.giver, handoff.receiver}
        for handoff in mechanism.handoffs.values()
    )
    asked = any(
        referral.receiver == organisation and referral.status in ASKED | SERVING
        for referral in mechanism.referrals.values()
    )
    return answers or offers or asked or mechanism.taken(organisation) > 0


def _administers(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    """An administrator reaches its own organisation; one of the coordination, the country."""
    national = mechanism.type_of(agent.organisation) == "coordination"
    if agent.organisation != target and not national:
        yield FORBIDDEN


def _may_leave(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    if not mechanism.is_active(target):
        return
    if details["takeover"] and mechanism.type_of(agent.organisation) != "coordination":
        yield FORBIDDEN
    elif not details["takeover"] and is_counted_on(mechanism, target):
        yield CONFLICT


def _leave(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.organisations[target].active = False


def _return(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.organisations[target].active = True


def _own(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    del mechanism
    if agent.organisation != target:
        yield FORBIDDEN


def _holds_all(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del agent
    if details["places"] < mechanism.taken(target):
        yield CONFLICT


def _set_places(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    mechanism.organisations[target].places = details["places"]


LEAVE = ActRule("organisation:update", _administers, _leave, _may_leave)
RETURN = ActRule("organisation:update", _administers, _return)
SET_PLACES = ActRule("capacity:update", _own, _set_places, _holds_all)
