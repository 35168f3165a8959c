"""How the sending side ends a referral, and what the receiver agrees to (rules 4, 5, 11)."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import CONFLICT, ActRule, Details
from tests.support.rules_oracle.death import heed_reason
from tests.support.rules_oracle.endings import WITHDRAWN, end_referral, report_withdrawal
from tests.support.rules_oracle.mechanism import ASKED, OPEN_REFERRAL, SERVING, Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_oracle.referrals import of_side
from tests.support.rules_oracle.sections import CANCELLATION_HOURS


def _cancel(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    referral.cancellation_reason = details["reason"]
    end_referral(referral, "cancelled", details["reason"])
    heed_reason(mechanism, referral.case, details["reason"])


def _ask_to_cancel(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    referral.asked_to_cancel, referral.cancellation_reason = True, details["reason"]
    referral.answer_by = mechanism.now + CANCELLATION_HOURS
    # Her death waits for no answer.
    heed_reason(mechanism, referral.case, details["reason"])


def _was_asked(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del agent, details
    if not mechanism.referrals[target].asked_to_cancel:
        yield CONFLICT


def _agree_to_cancel(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    referral = mechanism.referrals[target]
    end_referral(referral, "cancelled", referral.cancellation_reason)


def _forget_the_wish(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """Taken back or refused: no limit runs on it any more. Why it was asked for stays known."""
    del agent, details
    referral = mechanism.referrals[target]
    referral.asked_to_cancel, referral.answer_by = False, None


def _stop(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    end_referral(referral, "cancelled", details["reason"])
    if details["reason"] == WITHDRAWN:
        report_withdrawal(mechanism, referral.consent)
    heed_reason(mechanism, referral.case, details["reason"])


def _mark_error(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    referral = mechanism.referrals[target]
    end_referral(referral, "entered_in_error", referral.end_reason)


_ANY = OPEN_REFERRAL | {"completed", "rejected", "cancelled", "expired", "failed"}
CANCEL = ActRule(
    "referral:cancel", of_side({"sender", "coordinator"}, ASKED | {"draft"}), _cancel
)  # fmt: skip
ASK_TO_CANCEL = ActRule(
    "referral:request_cancellation", of_side({"sender"}, SERVING), _ask_to_cancel
)
AGREE_TO_CANCEL = ActRule(
    "referral:confirm_cancellation", of_side({"receiver"}, SERVING), _agree_to_cancel, _was_asked
)
REFUSE_TO_CANCEL = ActRule(
    "referral:refuse_cancellation", of_side({"receiver"}, SERVING), _forget_the_wish, _was_asked
)
TAKE_WISH_BACK = ActRule(
    "referral:withdraw_cancellation_request", of_side({"sender"}, SERVING), _forget_the_wish,
    _was_asked,
)  # fmt: skip
STOP = ActRule(
    "referral:stop", of_side({"sender", "receiver", "coordinator"}, OPEN_REFERRAL), _stop
)  # fmt: skip
MARK_ERROR = ActRule("referral:mark_error", of_side({"sender", "coordinator"}, _ANY), _mark_error)
