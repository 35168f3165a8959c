"""Steps of a walk on the telephone: what is said for a receiver, confirmed or corrected."""

from tests.support.rules_oracle import calls
from tests.support.rules_walk.draws import CORRECTIONS, Draw, a_call, one_of
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk

# What is answered in which state.
_REFERRALS = {"accept": ("requested", "received"), "reject": ("requested",), "start": ("accepted",)}
_HANDOFFS = {"accept": ("offered",), "decline": ("offered",), "confirm_arrival": ("accepted",)}
_OFTEN = {"accept": 4, "confirm_arrival": 4, "start": 3}


def _on_referrals(walk: Walk) -> list[str]:
    states = {referral.status for referral in walk.mechanism.referrals.values()}
    return [act for act, needs in _REFERRALS.items() if states & set(needs)]


def _on_handoffs(walk: Walk) -> list[str]:
    states = {handoff.status for handoff in walk.mechanism.handoffs.values()}
    return [act for act, needs in _HANDOFFS.items() if states & set(needs)]


def _binding(walk: Walk) -> bool:
    return any(call.status == "binding" for call in walk.mechanism.calls.values())


class CallRules(Walk):
    @step(8, lambda self: bool(_on_referrals(self)))
    def call_about_a_referral(self, draw: Draw) -> None:
        act = one_of(draw, *_weighted(_on_referrals(self)))
        self.attempt(
            draw, calls.ON_REFERRALS[act], self.mechanism.referrals,
            lambda draw, *_: a_call(draw, "referrals", act), creates="call",
        )  # fmt: skip

    @step(12, lambda self: bool(_on_handoffs(self)))
    def call_about_a_handoff(self, draw: Draw) -> None:
        act = one_of(draw, *_weighted(_on_handoffs(self)))
        self.attempt(
            draw, calls.ON_HANDOFFS[act], self.mechanism.handoffs,
            lambda draw, *_: a_call(draw, "handoffs", act), creates="call",
        )  # fmt: skip

    @step(2, _binding)
    def confirm_a_call(self, draw: Draw) -> None:
        self.attempt(draw, calls.CONFIRM, self.mechanism.calls, {})

    @step(14, _binding)
    def correct_a_call(self, draw: Draw) -> None:
        reason = one_of(draw, *CORRECTIONS)
        self.attempt(draw, calls.CORRECT, self.mechanism.calls, {"reason": reason})


def _weighted(acts: list[str]) -> list[str]:
    return [act for act in acts for _ in range(_OFTEN.get(act, 1))]
