"""Steps of a walk on referrals, by both sides."""

from tests.support.rules_oracle import cancelling, referrals, services
from tests.support.rules_oracle.acts import ActRule
from tests.support.rules_oracle.mechanism import HELPING
from tests.support.rules_oracle.sections import SHARING
from tests.support.rules_walk.draws import (
    CANCEL_REASONS,
    HOLD_REASONS,
    OUTCOMES,
    REFUSALS,
    STOP_REASONS,
    Draw,
    a_reason,
    a_referral,
    one_of,
)
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk

_MOST_DRAFTS = 4
_ASKED = ("requested", "received")
_SERVING = ("accepted", "in_progress", "on_hold")
# What ends a wish to cancel, of either side.
_REPLIES = (
    cancelling.AGREE_TO_CANCEL, cancelling.REFUSE_TO_CANCEL, cancelling.TAKE_WISH_BACK,
)  # fmt: skip


def _in(walk: Walk, *states: str) -> bool:
    return any(referral.status in states for referral in walk.mechanism.referrals.values())


def _wished(walk: Walk) -> bool:
    """Say whether a receiver serves, and is asked to stop."""
    referrals = walk.mechanism.referrals.values()
    return any(one.asked_to_cancel and one.status in _SERVING for one in referrals)


def _agrees(walk: Walk) -> bool:
    """Say whether somebody may be asked for help, and is not about to be."""
    mechanism = walk.mechanism
    drafts = sum(referral.status == "draft" for referral in mechanism.referrals.values())
    return drafts < _MOST_DRAFTS and any(
        consent.status in HELPING and consent.purposes & SHARING
        and not mechanism.cases[consent.case].closed
        for consent in mechanism.consents.values()
    )  # fmt: skip


class _OnReferrals(Walk):
    def on_referrals(self, draw: Draw, act: ActRule, **details: str) -> None:
        self.attempt(draw, act, self.mechanism.referrals, dict(details))


class SendingRules(_OnReferrals):
    @step(30, _agrees)
    def draft(self, draw: Draw) -> None:
        self.attempt(draw, referrals.DRAFT, self.mechanism.cases, a_referral, creates="referral")

    @step(25, lambda self: _in(self, "draft"))
    def send(self, draw: Draw) -> None:
        self.on_referrals(draw, referrals.SEND)

    @step(1, lambda self: _in(self, "draft", *_ASKED))
    def cancel(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.CANCEL, reason=a_reason(draw, *CANCEL_REASONS))

    @step(9, lambda self: _in(self, *_SERVING))
    def ask_to_cancel(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.ASK_TO_CANCEL, reason=a_reason(draw, *CANCEL_REASONS))

    @step(4, lambda self: _in(self, *_SERVING))
    def agree_to_cancel(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.AGREE_TO_CANCEL)

    @step(12, lambda self: _in(self, "accepted", "on_hold"))
    def see_her_off(self, draw: Draw) -> None:
        details = {"hours": one_of(draw, 10.0, 30.0)}
        self.attempt(draw, referrals.DEPART, self.mechanism.referrals, details)

    @step(2, lambda self: _in(self, *_SERVING))
    def refuse_to_cancel(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.REFUSE_TO_CANCEL)

    @step(2, lambda self: _in(self, *_SERVING))
    def take_the_wish_back(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.TAKE_WISH_BACK)

    @step(40, _wished)
    def reply_to_the_wish(self, draw: Draw) -> None:
        self.on_referrals(draw, one_of(draw, *_REPLIES))

    @step(2, lambda self: _in(self, "draft", *_ASKED, *_SERVING))
    def stop(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.STOP, reason=a_reason(draw, *STOP_REASONS))

    @step(1, lambda self: self.mechanism.referrals)
    def mark_as_error(self, draw: Draw) -> None:
        self.on_referrals(draw, cancelling.MARK_ERROR)


class ReceivingRules(_OnReferrals):
    @step(4, lambda self: _in(self, "requested"))
    def acknowledge(self, draw: Draw) -> None:
        self.on_referrals(draw, services.ACKNOWLEDGE)

    @step(25, lambda self: _in(self, *_ASKED))
    def accept(self, draw: Draw) -> None:
        self.on_referrals(draw, services.ACCEPT)

    @step(2, lambda self: _in(self, *_ASKED))
    def reject(self, draw: Draw) -> None:
        self.on_referrals(draw, services.REJECT, reason=a_reason(draw, *REFUSALS))

    @step(12, lambda self: _in(self, "accepted"))
    def start(self, draw: Draw) -> None:
        self.on_referrals(draw, services.START)

    @step(5, lambda self: _in(self, "accepted", "in_progress"))
    def hold(self, draw: Draw) -> None:
        self.on_referrals(draw, services.HOLD, reason=one_of(draw, *HOLD_REASONS))

    @step(7, lambda self: _in(self, "on_hold"))
    def resume(self, draw: Draw) -> None:
        self.on_referrals(draw, services.RESUME)

    @step(4, lambda self: _in(self, *_SERVING))
    def complete(self, draw: Draw) -> None:
        self.on_referrals(draw, services.COMPLETE, outcome=one_of(draw, *OUTCOMES))

    @step(2, lambda self: _in(self, *_SERVING))
    def fail(self, draw: Draw) -> None:
        self.on_referrals(draw, services.FAIL, reason=a_reason(draw, *REFUSALS))
