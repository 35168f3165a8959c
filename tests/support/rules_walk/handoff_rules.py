"""Steps of a walk on handoffs: offers, journeys, assignments."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.support.rules_oracle import custody, handoffs
from tests.support.rules_oracle.acts import Act
from tests.support.rules_walk.draws import Draw, an_assignment, an_offer, one_of
from tests.support.rules_walk.walk import Walk


def _in(walk: Walk, *states: str) -> bool:
    return any(handoff.status in states for handoff in walk.mechanism.handoffs.values())


class HandoffRules(Walk):
    def on_handoffs(self, data: Draw, act: Act, **details: str) -> None:
        self.attempt(data, act, self.mechanism.handoffs, dict(details))

    @rule(data=st.data())
    def offer(self, data: Draw) -> None:
        self.attempt(data, handoffs.OFFER, self.mechanism.cases, an_offer, creates="handoff")

    @precondition(lambda self: self.mechanism.consents)
    @rule(data=st.data())
    def offer_another(self, data: Draw) -> None:
        self.attempt(data, handoffs.OFFER, self.mechanism.cases, an_offer, creates="handoff")

    @rule(data=st.data())
    def assign(self, data: Draw) -> None:
        self.attempt(data, handoffs.ASSIGN, self.mechanism.cases, an_assignment, creates="handoff")

    @precondition(lambda self: _in(self, "offered"))
    @rule(data=st.data())
    def force(self, data: Draw) -> None:
        self.on_handoffs(data, custody.FORCE)

    @precondition(lambda self: _in(self, "offered"))
    @rule(data=st.data())
    def accept_an_offer(self, data: Draw) -> None:
        self.on_handoffs(data, custody.ACCEPT)

    @precondition(lambda self: _in(self, "offered"))
    @rule(data=st.data())
    def accept_another_offer(self, data: Draw) -> None:
        self.on_handoffs(data, custody.ACCEPT)

    @precondition(lambda self: _in(self, "offered"))
    @rule(data=st.data())
    def decline(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.on_handoffs(data, custody.DECLINE, reason="no_capacity")

    @precondition(lambda self: _in(self, "offered", "accepted"))
    @rule(data=st.data())
    def withdraw_an_offer(self, data: Draw) -> None:
        if one_of(data, True, False):
            reason = one_of(data, "situation_changed", "consent_withdrawn")
            self.on_handoffs(data, custody.WITHDRAW, reason=reason)

    @precondition(lambda self: _in(self, "accepted"))
    @rule(data=st.data())
    def depart(self, data: Draw) -> None:
        self.on_handoffs(data, custody.DEPART)

    @precondition(lambda self: _in(self, "accepted"))
    @rule(data=st.data())
    def arrive(self, data: Draw) -> None:
        self.on_handoffs(data, custody.ARRIVE)

    @precondition(lambda self: _in(self, "accepted"))
    @rule(data=st.data())
    def fail_an_arrival(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.on_handoffs(data, custody.FAIL_ARRIVAL, reason="transport_failed")
