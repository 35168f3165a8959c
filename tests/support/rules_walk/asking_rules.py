"""Steps of a walk on requests for a case."""

from tests.support.rules_oracle import asking
from tests.support.rules_walk.draws import Draw, a_question, terms_of
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk


def _asked(walk: Walk) -> bool:
    return any(request.status == "open" for request in walk.mechanism.requests.values())


class AskingRules(Walk):
    @step(2)
    def ask_for_a_case(self, draw: Draw) -> None:
        self.attempt(draw, asking.ASK, self.mechanism.cases, a_question, creates="request")

    @step(4, _asked)
    def grant_a_request(self, draw: Draw) -> None:
        requests = self.mechanism.requests
        self.attempt(draw, asking.GRANT, requests, terms_of, creates="handoff")

    @step(1, _asked)
    def refuse_a_request(self, draw: Draw) -> None:
        details = {"reason": "out_of_mandate"}
        self.attempt(draw, asking.REFUSE, self.mechanism.requests, details)
