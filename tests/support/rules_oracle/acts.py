"""An act: who stands where, what it asks for, what follows. And what the oracle foresees of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_oracle.roles import may

UNKNOWN, FORBIDDEN, HIDDEN, CONFLICT, MALFORMED = 401, 403, 404, 409, 422
ALLOWED: frozenset[int] = frozenset()

# ``target`` is the name of the record that the act is about, or of the case.
Standing = Callable[[Mechanism, Agent, str], Iterator[int]]
Details = Mapping[str, Any]
Conditions = Callable[[Mechanism, Agent, str, Details], Iterator[int]]
Effect = Callable[[Mechanism, Agent, str, Details], None]


def no_conditions(*_: object) -> Iterator[int]:
    yield from ()


@dataclass(frozen=True)
class ActRule:
    """A request that is not well formed is refused first. ``standing`` yields what sight,
    side and state refuse, in this order; ``conditions`` what the act itself asks for. Of several
    conditions that are not met, any may be told, but for a side, which comes first.
    """

    name: str
    standing: Standing
    effect: Effect
    conditions: Conditions = no_conditions
    is_well_formed: Callable[[Details], bool] = lambda _: True


def stands(mechanism: Mechanism, act: ActRule, agent: Agent, target: str) -> int | None:
    """Return what refuses this agent before the conditions are asked; None if nothing does."""
    refusal = _by_role(mechanism, act, agent)
    return next(act.standing(mechanism, agent, target), None) if refusal is None else refusal


def _by_role(mechanism: Mechanism, act: ActRule, agent: Agent) -> int | None:
    organisation = mechanism.organisations[agent.organisation]
    if not organisation.active:
        return UNKNOWN
    return None if may(agent.role, organisation.type, act.name) else FORBIDDEN


def foresee(
    mechanism: Mechanism, act: ActRule, agent: Agent, target: str, details: Details
) -> frozenset[int]:
    """Return the refusals that are right; none where the act is allowed."""
    refusal = _by_role(mechanism, act, agent)
    if refusal is None and not act.is_well_formed(details):
        refusal = MALFORMED
    if refusal is None:
        refusal = stands(mechanism, act, agent, target)
    if refusal is not None:
        return frozenset({refusal})
    unmet = list(act.conditions(mechanism, agent, target, details))
    return frozenset(unmet[:1] if unmet[:1] == [FORBIDDEN] else unmet)
