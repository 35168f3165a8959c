"""Rule 1: a magistrate's order opens her identity to the organisation that inquires."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import CONFLICT, FORBIDDEN, HIDDEN, ActRule, Details
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent, Order
from tests.support.rules_oracle.sections import INQUIRY
from tests.support.rules_oracle.sight import sees_case, sees_order


def _inquires(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    """A court orders for any inquiry; a prosecutor's office for its own."""
    here = agent.organisation
    if not sees_case(mechanism, here, target):
        yield HIDDEN
    if mechanism.type_of(here) != "court" and mechanism.custodian(target, INQUIRY) != here:
        yield FORBIDDEN


def _may_order(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del agent
    away = not mechanism.is_active(details["to"])
    if mechanism.cases[target].closed or away:
        yield CONFLICT
    if mechanism.custodian(target, INQUIRY) != details["to"]:
        yield CONFLICT


def _order(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    valid = details["valid_for"]
    until = None if valid is None else mechanism.now + valid
    name = details["name"]
    mechanism.orders[name] = Order(name, target, agent.organisation, details["to"], until)


def _ordered(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    order = mechanism.orders[target]
    if not sees_order(mechanism, agent.organisation, order):
        yield HIDDEN
    if order.by != agent.organisation and mechanism.type_of(agent.organisation) != "court":
        yield FORBIDDEN
    if order.status != "active":
        yield CONFLICT


def _lift(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.orders[target].status = "lifted"


RECORD = ActRule("identity_order:record", _inquires, _order, _may_order)
LIFT = ActRule("identity_order:lift", _ordered, _lift)
