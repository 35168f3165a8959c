"""Steps of a walk on handoffs: offers, journeys, assignments."""

from tests.support.rules_oracle import accusations, custody, handoffs
from tests.support.rules_oracle.acts import ActRule
from tests.support.rules_walk.draws import Draw, a_reason, an_accusation, an_assignment, an_offer
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk


def _in(walk: Walk, *states: str) -> bool:
    return any(handoff.status in states for handoff in walk.mechanism.handoffs.values())


def _offered(walk: Walk, *, assigned: bool) -> bool:
    offers = walk.mechanism.handoffs.values()
    return any(offer.status == "offered" and offer.assigned == assigned for offer in offers)


class HandoffRules(Walk):
    @step(3)
    def accuse(self, draw: Draw) -> None:
        cases = self.mechanism.cases
        self.attempt(draw, accusations.ACCUSE, cases, an_accusation, creates="accusation")

    @step(2, lambda self: self._liftable())
    def lift_an_accusation(self, draw: Draw) -> None:
        self.attempt(draw, accusations.LIFT, self._liftable(), {})

    def _liftable(self) -> list[str]:
        # The id of one that came with a registration is told to nobody here.
        return [name for name in self.mechanism.accusations if name in self.service.ids]

    def on_handoffs(self, draw: Draw, act: ActRule, **details: str) -> None:
        self.attempt(draw, act, self.mechanism.handoffs, dict(details))

    @step(8, lambda self: self.mechanism.consents)
    def offer(self, draw: Draw) -> None:
        self.attempt(draw, handoffs.OFFER, self.mechanism.cases, an_offer, creates="handoff")

    @step(2)
    def assign(self, draw: Draw) -> None:
        self.attempt(draw, handoffs.ASSIGN, self.mechanism.cases, an_assignment, creates="handoff")

    @step(8, lambda self: _offered(self, assigned=True))
    def force(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.FORCE)

    @step(14, lambda self: _offered(self, assigned=False))
    def accept_an_offer(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.ACCEPT)

    @step(2, lambda self: _in(self, "offered"))
    def decline(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.DECLINE, reason="no_capacity")

    @step(2, lambda self: _in(self, "offered", "accepted"))
    def withdraw_an_offer(self, draw: Draw) -> None:
        reason = a_reason(draw, "situation_changed", "consent_withdrawn")
        self.on_handoffs(draw, custody.WITHDRAW, reason=reason)

    @step(12, lambda self: _in(self, "accepted"))
    def depart(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.DEPART)

    @step(10, lambda self: _in(self, "accepted"))
    def arrive(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.ARRIVE)

    @step(6, lambda self: _in(self, "accepted"))
    def fail_an_arrival(self, draw: Draw) -> None:
        self.on_handoffs(draw, custody.FAIL_ARRIVAL, reason=a_reason(draw, "transport_failed"))
