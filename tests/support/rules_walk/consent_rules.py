"""Steps of a walk on consents."""

from tests.support.rules_oracle import consents
from tests.support.rules_walk.draws import Draw, a_consent
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk


def _in(walk: Walk, *states: str) -> bool:
    return any(consent.status in states for consent in walk.mechanism.consents.values())


class ConsentRules(Walk):
    @step(7)
    def record_a_consent(self, draw: Draw) -> None:
        self.attempt(draw, consents.RECORD, self.mechanism.cases, a_consent, creates="consent")

    @step(6, lambda self: _in(self, "proposed", "provisional"))
    def confirm_a_consent(self, draw: Draw) -> None:
        self.attempt(draw, consents.CONFIRM, self.mechanism.consents, {})

    @step(2, lambda self: _in(self, "proposed", "provisional"))
    def refuse_a_consent(self, draw: Draw) -> None:
        self.attempt(draw, consents.REFUSE, self.mechanism.consents, {})

    @step(2, lambda self: _in(self, "proposed", "active", "expired"))
    def withdraw_a_consent(self, draw: Draw) -> None:
        self.attempt(draw, consents.WITHDRAW, self.mechanism.consents, {})

    @step(1, lambda self: _in(self, "proposed", "active", "refused"))
    def mark_a_consent_as_error(self, draw: Draw) -> None:
        self.attempt(draw, consents.MARK_ERROR, self.mechanism.consents, {})
