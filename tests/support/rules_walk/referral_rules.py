"""Steps of a walk on referrals, by both sides."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.support.rules_oracle import referrals, services
from tests.support.rules_oracle.acts import Act
from tests.support.rules_walk.draws import (
    CANCEL_REASONS,
    HOLD_REASONS,
    OUTCOMES,
    REFUSALS,
    STOP_REASONS,
    Draw,
    a_referral,
    one_of,
)
from tests.support.rules_walk.walk import Walk

_ASKED = ("requested", "received")
_SERVING = ("accepted", "in_progress", "on_hold")


def _in(walk: Walk, *states: str) -> bool:
    return any(referral.status in states for referral in walk.mechanism.referrals.values())


class _OnReferrals(Walk):
    def step(self, data: Draw, act: Act, **details: str) -> None:
        self.attempt(data, act, self.mechanism.referrals, dict(details))


class SendingRules(_OnReferrals):
    @precondition(lambda self: self.mechanism.consents)
    @rule(data=st.data())
    def draft(self, data: Draw) -> None:
        self.attempt(data, referrals.DRAFT, self.mechanism.cases, a_referral, creates="referral")

    @precondition(lambda self: self.mechanism.consents)
    @rule(data=st.data())
    def draft_another(self, data: Draw) -> None:
        self.attempt(data, referrals.DRAFT, self.mechanism.cases, a_referral, creates="referral")

    @precondition(lambda self: _in(self, "draft"))
    @rule(data=st.data())
    def send(self, data: Draw) -> None:
        self.step(data, referrals.SEND)

    @precondition(lambda self: _in(self, "draft"))
    @rule(data=st.data())
    def send_another(self, data: Draw) -> None:
        self.step(data, referrals.SEND)

    @precondition(lambda self: _in(self, "draft", *_ASKED))
    @rule(data=st.data())
    def cancel(self, data: Draw) -> None:
        if one_of(data, True, False, False):
            self.step(data, referrals.CANCEL, reason=one_of(data, *CANCEL_REASONS))

    @precondition(lambda self: _in(self, *_SERVING))
    @rule(data=st.data())
    def ask_to_cancel(self, data: Draw) -> None:
        self.step(data, referrals.ASK_TO_CANCEL, reason=one_of(data, *CANCEL_REASONS))

    @precondition(lambda self: _in(self, *_SERVING))
    @rule(data=st.data())
    def agree_to_cancel(self, data: Draw) -> None:
        self.step(data, referrals.AGREE_TO_CANCEL)

    @precondition(lambda self: _in(self, "draft", *_ASKED, *_SERVING))
    @rule(data=st.data())
    def stop(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.step(data, referrals.STOP, reason=one_of(data, *STOP_REASONS))

    @precondition(lambda self: self.mechanism.referrals)
    @rule(data=st.data())
    def mark_as_error(self, data: Draw) -> None:
        if one_of(data, True, False, False):
            self.step(data, referrals.MARK_ERROR)


class ReceivingRules(_OnReferrals):
    @precondition(lambda self: _in(self, "requested"))
    @rule(data=st.data())
    def acknowledge(self, data: Draw) -> None:
        self.step(data, services.ACKNOWLEDGE)

    @precondition(lambda self: _in(self, *_ASKED))
    @rule(data=st.data())
    def accept(self, data: Draw) -> None:
        self.step(data, services.ACCEPT)

    @precondition(lambda self: _in(self, *_ASKED))
    @rule(data=st.data())
    def accept_another(self, data: Draw) -> None:
        self.step(data, services.ACCEPT)

    @precondition(lambda self: _in(self, *_ASKED))
    @rule(data=st.data())
    def reject(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.step(data, services.REJECT, reason=one_of(data, *REFUSALS))

    @precondition(lambda self: _in(self, "accepted"))
    @rule(data=st.data())
    def start(self, data: Draw) -> None:
        self.step(data, services.START)

    @precondition(lambda self: _in(self, "accepted", "in_progress"))
    @rule(data=st.data())
    def hold(self, data: Draw) -> None:
        self.step(data, services.HOLD, reason=one_of(data, *HOLD_REASONS))

    @precondition(lambda self: _in(self, "on_hold"))
    @rule(data=st.data())
    def resume(self, data: Draw) -> None:
        self.step(data, services.RESUME)

    @precondition(lambda self: _in(self, *_SERVING))
    @rule(data=st.data())
    def complete(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.step(data, services.COMPLETE, outcome=one_of(data, *OUTCOMES))

    @precondition(lambda self: _in(self, *_SERVING))
    @rule(data=st.data())
    def fail(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.step(data, services.FAIL, reason=one_of(data, *REFUSALS, "death"))
