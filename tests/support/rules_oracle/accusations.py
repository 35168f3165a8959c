"""Rule 18: both chains never belong to an organisation that accuses the person."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
)
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Accusation, Agent
from tests.support.rules_oracle.sections import CHAINS, MAY_INQUIRE
from tests.support.rules_oracle.sight import sees_case


def accuses(mechanism: Mechanism, organisation: str, case: str) -> bool:
    return any(
        accusation.stands and accusation.organisation == organisation
        for accusation in mechanism.of_case(mechanism.accusations, case)
    )


def would_hold_both(mechanism: Mechanism, organisation: str, case: str, chain: str) -> bool:
    """Say whether an accuser that is given this chain would answer on the other too."""
    other = next(name for name in CHAINS if name != chain)
    holds = mechanism.custodian(case, other) == organisation
    return holds and accuses(mechanism, organisation, case)


def _answers(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.answers(agent.organisation, target):
        yield FORBIDDEN


def _may_accuse(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """A fact, recorded of whoever answers."""
    del agent
    accuser = details["organisation"]
    if not mechanism.is_active(accuser) or mechanism.type_of(accuser) not in MAY_INQUIRE:
        yield MALFORMED
    if accuses(mechanism, accuser, target):
        yield CONFLICT


def _accuse(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    accusation = Accusation(details["name"], target, details["organisation"])
    mechanism.accusations[accusation.name] = accusation


def _who_answers_now(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    accusation = mechanism.accusations[target]
    if not mechanism.answers(agent.organisation, accusation.case):
        yield HIDDEN
    if accusation.organisation == agent.organisation:
        yield FORBIDDEN
    if not accusation.stands:
        yield CONFLICT


def _lift(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.accusations[target].stands = False


ACCUSE = ActRule("accusation:record", _answers, _accuse, _may_accuse)
LIFT = ActRule("accusation:lift", _who_answers_now, _lift)
