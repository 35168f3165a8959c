"""Her death, reported by whoever meets with it: what was promised ends (rules 4, 5)."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import CONFLICT, FORBIDDEN, HIDDEN, ActRule, Details
from tests.support.rules_oracle.endings import end_referral
from tests.support.rules_oracle.mechanism import OPEN_HANDOFF, OPEN_REFERRAL, Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_oracle.sections import PERSON
from tests.support.rules_oracle.sight import sees_case

DEATH = "death"


def heed_reason(mechanism: Mechanism, case: str, reason: str) -> None:
    """Make a reported death true: nothing that was to help her goes on. The inquiry does."""
    if reason == DEATH:
        report_death(mechanism, case)


def report_death(mechanism: Mechanism, case: str) -> None:
    mechanism.cases[case].dead = True
    for referral in mechanism.of_case(mechanism.referrals, case):
        if referral.status in OPEN_REFERRAL:
            end_referral(referral, "cancelled", DEATH)
    for handoff in mechanism.of_case(mechanism.handoffs, case):
        # Rule 2: no report takes back what the coordination assigns.
        if handoff.chain == PERSON and handoff.status in OPEN_HANDOFF and not handoff.assigned:
            # Who was on her way has not arrived.
            handoff.status = "failed" if handoff.departed else "withdrawn"
            handoff.end_reason = DEATH


def _who_answers_now(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.answers(agent.organisation, target):
        yield FORBIDDEN
    case = mechanism.cases[target]
    if case.closed or not case.dead:
        yield CONFLICT


def _refute(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """What ended stays ended."""
    del agent, details
    mechanism.cases[target].dead = False


REFUTE = ActRule("case:refute_death", _who_answers_now, _refute)
