"""Acts of the receiver of a referral: its answer, and the service (rules 5, 7, 10, 11, 15)."""

from collections.abc import Iterator
from dataclasses import replace

from tests.support.rules_oracle.acts import CONFLICT, ActRule, Details, Effect
from tests.support.rules_oracle.death import heed_reason
from tests.support.rules_oracle.endings import end_referral
from tests.support.rules_oracle.mechanism import (
    ASKED,
    HAS_PLACE,
    OPEN_REFERRAL,
    SERVING,
    Mechanism,
)
from tests.support.rules_oracle.records import Agent, Referral
from tests.support.rules_oracle.referrals import (
    heed_consent,
    of_side,
    rests_on_nothing,
)
from tests.support.rules_oracle.sections import REFERRAL_HOURS

_UNDER_WAY = frozenset({"accepted", "in_progress"})


def _acknowledge(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.referrals[target].status = "received"


def has_other_place(mechanism: Mechanism, referral: Referral) -> bool:
    """Rule 15: say whether she has a place beside the one that she would leave for this."""
    return any(
        other.place in HAS_PLACE and other.name not in {referral.name, referral.leaves}
        for other in mechanism.of_case(mechanism.referrals, referral.case)
    )


def _may_accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del agent, details
    referral = mechanism.referrals[target]
    if rests_on_nothing(mechanism, referral):
        yield CONFLICT
    if referral.place == "asked":
        places = mechanism.organisations[referral.receiver].places or 0
        is_full = mechanism.taken(referral.receiver) >= places
        if is_full or has_other_place(mechanism, referral):
            yield CONFLICT


def _accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    referral = mechanism.referrals[target]
    referral.status = "accepted"
    heed_consent(mechanism, referral)
    if referral.place == "asked":
        referral.place = "held"


def _reject(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    end_referral(mechanism.referrals[target], "rejected", details["reason"])
    heed_reason(mechanism, mechanism.referrals[target].case, details["reason"])


def _start(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """A fact: the service has begun, she has arrived and left where she was."""
    del agent, details
    referral = mechanism.referrals[target]
    if not referral.started:
        referral.started = True
        referral.feedback_by = mechanism.now + REFERRAL_HOURS[referral.priority][3]
        left = None if referral.leaves is None else mechanism.referrals[referral.leaves]
        if left is not None and left.status in OPEN_REFERRAL:
            end_referral(left, "completed", None)
            left.outcome = "referred_onward"
        if referral.place == "held":
            referral.place = "occupied"
    referral.status = "in_progress"


def _hold(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    referral.status, referral.hold_reason = "on_hold", details["reason"]


def _complete(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    end_referral(mechanism.referrals[target], "completed", None)
    mechanism.referrals[target].outcome = details["outcome"]


def _fail(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    end_referral(mechanism.referrals[target], "failed", details["reason"])
    heed_reason(mechanism, mechanism.referrals[target].case, details["reason"])


def own_calls(mechanism: Mechanism, target: str) -> None:
    """Rule 19: the receiver acts on what calls have said for it, and does not correct them."""
    for call in mechanism.calls.values():
        if call.about == target:
            call.owned = True


def _itself(effect: Effect) -> Effect:
    def owned(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
        effect(mechanism, agent, target, details)
        own_calls(mechanism, target)

    return owned


_RECEIVER = {"receiver"}
ACKNOWLEDGE = ActRule(
    "referral:acknowledge", of_side(_RECEIVER, frozenset({"requested"})), _acknowledge
)  # fmt: skip
ACCEPT = ActRule("referral:accept", of_side(_RECEIVER, ASKED), _accept, _may_accept)
REJECT = ActRule("referral:reject", of_side(_RECEIVER, ASKED), _reject)
SAID_TO_START = ActRule("referral:start", of_side(_RECEIVER, frozenset({"accepted"})), _start)
START = replace(SAID_TO_START, effect=_itself(_start))
HOLD = ActRule("referral:hold", of_side(_RECEIVER, _UNDER_WAY), _itself(_hold))
RESUME = ActRule("referral:resume", of_side(_RECEIVER, frozenset({"on_hold"})), _itself(_start))
COMPLETE = ActRule("referral:complete", of_side(_RECEIVER, SERVING), _itself(_complete))
FAIL = ActRule("referral:fail", of_side(_RECEIVER, SERVING), _fail)
