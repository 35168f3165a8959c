"""Acts of the sending side of a referral, and its ends (rules 1, 3, 4, 7, 11)."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
    Standing,
)
from tests.support.rules_oracle.endings import WITHDRAWN, end_referral, report_withdrawal
from tests.support.rules_oracle.files import is_child
from tests.support.rules_oracle.mechanism import (
    ASKED,
    HAS_PLACE,
    HELPING,
    OPEN_REFERRAL,
    SERVING,
    Mechanism,
)
from tests.support.rules_oracle.records import Agent, Referral, Sheet
from tests.support.rules_oracle.sections import (
    CANCELLATION_HOURS,
    PERSON,
    REFERRAL_HOURS,
    SHARING,
)
from tests.support.rules_oracle.sight import sees_case, sees_consent, sees_referral


def of_side(sides: set[str], states: frozenset[str]) -> Standing:
    """The standing of who acts on a referral: sender (who answers for her), receiver, coordinator.

    Who sent it without answering for her keeps a copy, and no power (rule 3).
    """

    def standing(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
        referral = mechanism.referrals[target]
        coordinates = mechanism.coordinates(agent)
        here = agent.organisation
        if not coordinates and not sees_referral(mechanism, here, referral):
            yield FORBIDDEN if here in referral.copies else HIDDEN
        stands = {
            "sender": mechanism.custodian(referral.case, PERSON) == here,
            "receiver": referral.receiver == here,
            "coordinator": coordinates,
        }
        if not any(stands[side] for side in sides):
            yield FORBIDDEN
        if referral.status not in states:
            yield CONFLICT

    return standing


def _answers(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.answers(agent.organisation, target):
        yield FORBIDDEN


def _may_draft(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    if mechanism.cases[target].closed:
        yield CONFLICT
    if not mechanism.is_active(details["receiver"]):
        yield MALFORMED
    if details["receiver"] == agent.organisation:
        yield CONFLICT
    if details["consent"] is not None:
        consent = mechanism.consents[details["consent"]]
        if not sees_consent(mechanism, agent.organisation, consent):
            yield CONFLICT
    yield from _may_leave(mechanism, agent, target, details["leaves"])


def _may_leave(
    mechanism: Mechanism, agent: Agent, case: str, leaves: str | None
) -> Iterator[int]:  # fmt: skip
    """Rule 15: a transfer names a place that this person has."""
    if leaves is None:
        return
    left = mechanism.referrals[leaves]
    if not sees_referral(mechanism, agent.organisation, left) or left.case != case:
        yield HIDDEN
    if left.place not in HAS_PLACE:
        yield CONFLICT


def _draft(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    case = mechanism.cases[target]
    consent = details["consent"]
    forbids = consent is not None and mechanism.consents[consent].do_not_contact
    sheet = Sheet(
        frozenset(details["flags"]), case.flags, is_child(case),
        details["do_not_contact"] or forbids,
    )  # fmt: skip
    mechanism.referrals[details["name"]] = Referral(
        details["name"], target, agent.organisation, details["receiver"], consent,
        frozenset(details["sections"]), details["priority"],
        "asked" if details["bed_asked"] else "none", details["leaves"], sheet,
    )  # fmt: skip


def rests_on_nothing(mechanism: Mechanism, referral: Referral) -> bool:
    """Rule 7 and 4: no promise without an open file, an active sender, a consent that covers it."""
    sender = mechanism.custodian(referral.case, PERSON)
    consent = None if referral.consent is None else mechanism.consents[referral.consent]
    return (
        mechanism.cases[referral.case].closed
        or sender is None
        or not mechanism.is_active(sender)
        or consent is None
        or not mechanism.covers(
            consent,
            referral.case,
            referral.receiver,
            SHARING,
            referral.sections,
            states=HELPING,
        )
    )


def heed_consent(mechanism: Mechanism, referral: Referral) -> None:
    """Rule 6: what her consent forbids is told in the sheet."""
    consent = None if referral.consent is None else mechanism.consents[referral.consent]
    if consent is not None and consent.do_not_contact:
        referral.sheet.do_not_contact = True


def _may_send(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del agent, details
    referral = mechanism.referrals[target]
    if rests_on_nothing(mechanism, referral) or not mechanism.is_active(referral.receiver):
        yield CONFLICT


def _send(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    referral = mechanism.referrals[target]
    acknowledge, decide, start, _ = REFERRAL_HOURS[referral.priority]
    referral.status, referral.sent = "requested", True
    heed_consent(mechanism, referral)
    if referral.consent is not None and not mechanism.lives(referral.consent):
        referral.sheet_until = mechanism.consents[referral.consent].confirm_by
    referral.acknowledge_by = mechanism.now + acknowledge
    referral.decide_by = mechanism.now + decide
    referral.start_by = mechanism.now + start


def _cancel(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    referral.cancellation_reason = details["reason"]
    end_referral(referral, "cancelled", details["reason"])


def _ask_to_cancel(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    referral = mechanism.referrals[target]
    referral.asked_to_cancel, referral.cancellation_reason = True, details["reason"]
    referral.answer_by = mechanism.now + CANCELLATION_HOURS


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


def _mark_error(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    referral = mechanism.referrals[target]
    end_referral(referral, "entered_in_error", referral.end_reason)


_ANY = OPEN_REFERRAL | {"completed", "rejected", "cancelled", "expired", "failed"}
DRAFT = ActRule("referral:create", _answers, _draft, _may_draft)
SEND = ActRule("referral:send", of_side({"sender"}, frozenset({"draft"})), _send, _may_send)
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
