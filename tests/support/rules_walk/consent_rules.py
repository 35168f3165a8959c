"""Steps of a walk on consents."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.support.rules_oracle import consents
from tests.support.rules_walk.draws import Draw, a_consent, one_of
from tests.support.rules_walk.walk import Walk


def _in(walk: Walk, *states: str) -> bool:
    return any(consent.status in states for consent in walk.mechanism.consents.values())


class ConsentRules(Walk):
    @rule(data=st.data())
    def record_a_consent(self, data: Draw) -> None:
        self.attempt(data, consents.RECORD, self.mechanism.cases, a_consent, creates="consent")

    @rule(data=st.data())
    def record_another_consent(self, data: Draw) -> None:
        self.attempt(data, consents.RECORD, self.mechanism.cases, a_consent, creates="consent")

    @precondition(lambda self: _in(self, "proposed"))
    @rule(data=st.data())
    def confirm_a_consent(self, data: Draw) -> None:
        self.attempt(data, consents.CONFIRM, self.mechanism.consents, {})

    @precondition(lambda self: _in(self, "proposed"))
    @rule(data=st.data())
    def refuse_a_consent(self, data: Draw) -> None:
        self.attempt(data, consents.REFUSE, self.mechanism.consents, {})

    @precondition(lambda self: _in(self, "proposed", "active", "expired"))
    @rule(data=st.data())
    def withdraw_a_consent(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.attempt(data, consents.WITHDRAW, self.mechanism.consents, {})

    @precondition(lambda self: _in(self, "proposed", "active", "refused"))
    @rule(data=st.data())
    def mark_a_consent_as_error(self, data: Draw) -> None:
        if one_of(data, True, False, False):
            self.attempt(data, consents.MARK_ERROR, self.mechanism.consents, {})
