"""Asking for a case, and the answer of who may hand it over (rules 1, 5, 7)."""

from collections.abc import Iterator

from tests.support.rules_oracle import handoffs
from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
)
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent, Request
from tests.support.rules_oracle.sections import PERSON, REQUEST_HOURS
from tests.support.rules_oracle.sight import sees_case, sees_request


def _in_sight(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN


def _may_ask(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """One question at a time. Of who has died, nobody asks to answer for her."""
    case, chain = mechanism.cases[target], details["chain"]
    if case.closed or (case.dead and chain == PERSON):
        yield CONFLICT
    if mechanism.custodian(target, chain) == agent.organisation:
        yield CONFLICT
    if any(
        request.status == "open" and (request.chain, request.by) == (chain, agent.organisation)
        for request in mechanism.of_case(mechanism.requests, target)
    ):
        yield CONFLICT


def _ask(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    name, chain = details["name"], details["chain"]
    mechanism.requests[name] = Request(
        name, target, chain, agent.organisation, mechanism.now + REQUEST_HOURS
    )


def _who_may_give(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    request, here = mechanism.requests[target], agent.organisation
    if not sees_request(mechanism, here, request):
        yield HIDDEN
    if handoffs.offerer(mechanism, request.case, request.chain) != here:
        yield FORBIDDEN
    if request.status != "open":
        yield CONFLICT


def _as_offer(mechanism: Mechanism, target: str, details: Details) -> tuple[str, Details]:
    request = mechanism.requests[target]
    return request.case, {**details, "chain": request.chain, "receiver": request.by}


def _may_grant(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """A grant is an offer to who asked."""
    case, offer = _as_offer(mechanism, target, details)
    if not handoffs.OFFER.is_well_formed(offer):
        yield MALFORMED
    yield from handoffs.OFFER.conditions(mechanism, agent, case, offer)


def _grant(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    case, offer = _as_offer(mechanism, target, details)
    mechanism.requests[target].status = "granted"
    handoffs.OFFER.effect(mechanism, agent, case, offer)


def _refuse(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.requests[target].status = "refused"


ASK = ActRule("handoff_request:create", _in_sight, _ask, _may_ask)
GRANT = ActRule("handoff_request:grant", _who_may_give, _grant, _may_grant)
REFUSE = ActRule("handoff_request:refuse", _who_may_give, _refuse)
