"""Rule 10: what time decides. It is decided at its instant, whoever looks."""

from collections.abc import Iterator

from tests.support.rules_oracle.endings import end_referral
from tests.support.rules_oracle.mechanism import ASKED, HELPING, Mechanism
from tests.support.rules_oracle.records import Referral


def pass_time(mechanism: Mechanism, hours: float) -> None:
    """Let hours pass, and let each limit that falls into them take effect, the first one first."""
    mechanism.now += hours
    _end_consents(mechanism)
    _end_promises(mechanism)
    for call in mechanism.calls.values():
        if call.status == "binding" and _is_over(mechanism, call.confirm_by):
            call.status = "standing"
    for request in mechanism.requests.values():
        if request.status == "open" and _is_over(mechanism, request.decide_by):
            request.status = "expired"
    for order in mechanism.orders.values():
        if order.status == "active" and _is_over(mechanism, order.valid_until):
            order.status = "expired"


def _end_consents(mechanism: Mechanism) -> None:
    for consent in mechanism.consents.values():
        if consent.status in HELPING and _is_over(mechanism, consent.valid_until):
            consent.status = "expired"
        if consent.status == "provisional" and _is_over(mechanism, consent.confirm_by):
            # Rule 17: nobody confirmed it. Her care goes on.
            consent.status = "expired"


def _end_promises(mechanism: Mechanism) -> None:
    for referral in mechanism.referrals.values():
        due = [limit for limit in _limits(referral) if _is_over(mechanism, limit[0])]
        if due:
            _, status, reason = min(due)
            end_referral(referral, status, reason)
    for handoff in mechanism.handoffs.values():
        if handoff.status == "offered" and _is_over(mechanism, handoff.decide_by):
            handoff.status = "expired"


def _is_over(mechanism: Mechanism, limit: float | None) -> bool:
    return limit is not None and limit <= mechanism.now


def _limits(referral: Referral) -> Iterator[tuple[float, str, str]]:
    """The limits that end this referral in its state: instant, state, reason."""
    if referral.status in ASKED and referral.decide_by is not None:
        yield referral.decide_by, "expired", ""
    # A pause before the start lifts no limit.
    waits = referral.status == "accepted" or (referral.status == "on_hold" and not referral.started)
    # Who is on the road starts when she arrives.
    if waits and not referral.departed and referral.start_by is not None:
        yield referral.start_by, "failed", "not_started"
    if waits and referral.answer_by is not None:
        yield referral.answer_by, "cancelled", referral.cancellation_reason or ""


def is_late(mechanism: Mechanism, referral: Referral, limit: str) -> bool:
    """Say whether a delay that ends nothing is to be told: of an acknowledgement, an arrival, the
    feedback, or the answer to a cancellation.
    """
    if limit == "arrival":
        waits = referral.status in {"accepted", "on_hold"} and not referral.started
        return waits and _is_over(mechanism, referral.expected_by)
    if limit == "acknowledge":
        return referral.status == "requested" and _is_over(mechanism, referral.acknowledge_by)
    if referral.status not in {"in_progress", "on_hold"}:
        return False
    instant = referral.feedback_by if limit == "feedback" else referral.answer_by
    return _is_over(mechanism, instant)
