"""The states of a referral, and the sides that may cause each transition.

The codes are those of FHIR's Task, with ``expired``. A referral is never re-opened: a new one
replaces it. The mechanism differs from BSeR and 360X in three points: a cancellation before
acceptance is immediate, a stop (consent withdrawn, safety) cannot be blocked, and a refusal after
acceptance is a failure.

A pause before the start lifts no limit; a departure lifts the limit to start, and a delay of the
arrival is reported. A request for cancellation that the receiver does not
answer in time counts as agreed to, unless the service has begun: then the delay is reported, as are
those of an acknowledgement and of the feedback. One that is taken back or refused ends nothing.
"""

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.codelists.referrals import RefusalReason, ServiceType
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.transitions import Guard, Lifecycle, Side, by_time, delay, transition
from referral_api.errors import Conflict
from referral_api.permissions import ReferralPermission as May

_SENDER, _RECEIVER, _SYSTEM = (Side.SENDER,), (Side.RECEIVER,), (Side.SYSTEM,)
_ASKED = (Status.REQUESTED, Status.RECEIVED)
_UNDER_WAY = (Status.ACCEPTED, Status.IN_PROGRESS)
_TAKEN = (*_UNDER_WAY, Status.ON_HOLD)
OPEN = (Status.DRAFT, *_ASKED, *_TAKEN)
_ANY = tuple(status for status in Status if status is not Status.ENTERED_IN_ERROR)


def _is_to_leave(referral: Referral) -> bool:
    return referral.departed_at is None and referral.started_at is None


def _is_to_name(referral: Referral) -> bool:
    return referral.service_type == ServiceType.SHELTER and referral.shelter_named_at is None


def _no_shelter() -> Conflict:
    return Conflict("The referral asks for no shelter, or its shelter is named already.")


def _has_left() -> Conflict:
    return Conflict("The person has left already, or the service has begun.")


REFERRALS = Lifecycle(
    Status,
    transition("send", May.SEND, [Status.DRAFT], Status.REQUESTED, _SENDER),
    transition(
        "name_shelter", May.NAME_SHELTER, [Status.DRAFT], None, [Side.COORDINATOR],
        Guard("a shelter is asked for and not named", _is_to_name, _no_shelter),
    ),
    transition("acknowledge", May.ACKNOWLEDGE, [Status.REQUESTED], Status.RECEIVED, _RECEIVER),
    transition("accept", May.ACCEPT, _ASKED, Status.ACCEPTED, _RECEIVER),
    transition("reject", May.REJECT, _ASKED, Status.REJECTED, _RECEIVER),
    transition(
        "cancel", May.CANCEL, [Status.DRAFT, *_ASKED], Status.CANCELLED,
        [Side.SENDER, Side.COORDINATOR],
    ),
    transition("request_cancellation", May.REQUEST_CANCELLATION, _TAKEN, None, _SENDER),
    transition(
        "confirm_cancellation", May.CONFIRM_CANCELLATION, _TAKEN, Status.CANCELLED, _RECEIVER
    ),
    transition("refuse_cancellation", May.REFUSE_CANCELLATION, _TAKEN, None, _RECEIVER),
    transition(
        "withdraw_cancellation_request", May.WITHDRAW_CANCELLATION_REQUEST, _TAKEN, None, _SENDER
    ),
    transition(
        "stop", May.STOP, OPEN, Status.CANCELLED, [Side.SENDER, Side.RECEIVER, Side.COORDINATOR]
    ),
    transition("start", May.START, [Status.ACCEPTED], Status.IN_PROGRESS, _RECEIVER),
    transition(
        "depart", May.DEPART, [Status.ACCEPTED, Status.ON_HOLD], None, _SENDER,
        Guard("the person has not left", _is_to_leave, _has_left),
    ),
    transition("schedule", May.SCHEDULE, _UNDER_WAY, None, _RECEIVER),
    transition("note", May.NOTE, _UNDER_WAY, None, _RECEIVER),
    transition("hold", May.HOLD, _UNDER_WAY, Status.ON_HOLD, _RECEIVER),
    transition("resume", May.RESUME, [Status.ON_HOLD], Status.IN_PROGRESS, _RECEIVER),
    transition("complete", May.COMPLETE, _TAKEN, Status.COMPLETED, _RECEIVER),
    transition("fail", May.FAIL, _TAKEN, Status.FAILED, _RECEIVER),
    transition(
        "mark_error", May.MARK_ERROR, _ANY, Status.ENTERED_IN_ERROR,
        [Side.SENDER, Side.COORDINATOR],
    ),
    # Follows from a renewed consent.
    transition("renew_consent", May.RENEW_CONSENT, OPEN, None, [Side.SYSTEM]),
    by_time("expire", May.EXPIRE, _ASKED, Status.EXPIRED, deadline="decide_by"),
    by_time(
        "lapse", May.LAPSE, [Status.ACCEPTED], Status.FAILED, deadline="start_by",
        reason=RefusalReason.NOT_STARTED, unless=("departed_at",),
    ),
    by_time(
        "lapse", May.LAPSE, [Status.ON_HOLD], Status.FAILED, deadline="start_by",
        reason=RefusalReason.NOT_STARTED, unless=("started_at", "departed_at"),
    ),
    by_time(
        "confirm_cancellation_by_time", May.CONFIRM_CANCELLATION_BY_TIME,
        [Status.ACCEPTED, Status.ON_HOLD], Status.CANCELLED,
        deadline="answer_cancellation_by", unless=("started_at",),
    ),
    delay(
        "delay_acknowledgement", May.DELAY_ACKNOWLEDGEMENT, [Status.REQUESTED],
        deadline="acknowledge_by", reported="acknowledgement_delay_at",
    ),
    delay(
        "delay_arrival", May.DELAY_ARRIVAL, [Status.ACCEPTED, Status.ON_HOLD],
        deadline="expected_arrival", reported="arrival_delay_at", unless=("started_at",),
    ),
    delay(
        "delay_feedback", May.DELAY_FEEDBACK, [Status.IN_PROGRESS, Status.ON_HOLD],
        deadline="feedback_by", reported="feedback_delay_at",
    ),
    delay(
        "delay_cancellation", May.DELAY_CANCELLATION, [Status.IN_PROGRESS, Status.ON_HOLD],
        deadline="answer_cancellation_by", reported="cancellation_delay_at",
    ),
    transition("follow_case", May.FOLLOW_CASE, OPEN, None, _SYSTEM),
    # Follows from the correction of a call: what was said for the receiver, it had not said.
    transition("follow_call", May.FOLLOW_CALL, _TAKEN, Status.FAILED, _SYSTEM),
    transition("transfer", May.TRANSFER, _TAKEN, Status.COMPLETED, _SYSTEM),
    open_states=OPEN,
)  # fmt: skip
