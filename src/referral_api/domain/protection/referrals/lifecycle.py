"""The states of a referral, and the sides that may cause each transition.

The codes are those of FHIR's Task, with ``expired``. A referral is never re-opened: a new one
replaces it. The mechanism differs from BSeR and 360X in three points: a cancellation before
acceptance is immediate, a stop (consent withdrawn, safety) cannot be blocked, and a refusal after
acceptance is a failure.
"""

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.codelists.referrals import RefusalReason
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import ReferralPermission as May

_SENDER, _RECEIVER = (Side.SENDER,), (Side.RECEIVER,)
_ASKED = (Status.REQUESTED, Status.RECEIVED)
_UNDER_WAY = (Status.ACCEPTED, Status.IN_PROGRESS)
_TAKEN = (*_UNDER_WAY, Status.ON_HOLD)
OPEN = (Status.DRAFT, *_ASKED, *_TAKEN)
_ANY = tuple(status for status in Status if status is not Status.ENTERED_IN_ERROR)

REFERRALS = Lifecycle(
    Status,
    transition("send", May.SEND, [Status.DRAFT], Status.REQUESTED, _SENDER),
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
    transition(
        "stop", May.STOP, OPEN, Status.CANCELLED, [Side.SENDER, Side.RECEIVER, Side.COORDINATOR]
    ),
    transition("start", May.START, [Status.ACCEPTED], Status.IN_PROGRESS, _RECEIVER),
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
        reason=RefusalReason.NOT_STARTED,
    ),
    open_states=OPEN,
)  # fmt: skip
