"""The states of a referral: who may move it, from where to where.

The codes are those of FHIR's Task, with ``expired``. A referral is never re-opened: a new one
replaces it. Where we differ from BSeR and 360X: a cancellation before acceptance is immediate,
a stop (consent withdrawn, safety) cannot be blocked, and a refusal after acceptance is a failure.
"""

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ReferralPermission

_SENDER, _RECEIVER = (Side.SENDER,), (Side.RECEIVER,)
_ASKED = (Status.REQUESTED, Status.RECEIVED)
_TAKEN = (Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD)
OPEN = (Status.DRAFT, *_ASKED, *_TAKEN)

REFERRALS = Lifecycle(
    Status,
    transition("send", ReferralPermission.SEND, [Status.DRAFT], Status.REQUESTED, _SENDER),
    transition(
        "acknowledge", ReferralPermission.ACKNOWLEDGE, [Status.REQUESTED], Status.RECEIVED, _RECEIVER
    ),
    transition("accept", ReferralPermission.ACCEPT, _ASKED, Status.ACCEPTED, _RECEIVER),
    transition("reject", ReferralPermission.REJECT, _ASKED, Status.REJECTED, _RECEIVER),
    transition(
        "cancel", ReferralPermission.CANCEL, [Status.DRAFT, *_ASKED], Status.CANCELLED,
        [Side.SENDER, Side.COORDINATOR],
    ),
    transition(
        "request_cancellation", ReferralPermission.REQUEST_CANCELLATION, _TAKEN, None, _SENDER
    ),
    transition(
        "confirm_cancellation", ReferralPermission.CONFIRM_CANCELLATION, _TAKEN, Status.CANCELLED,
        _RECEIVER,
    ),
    transition(
        "stop", ReferralPermission.STOP, OPEN, Status.CANCELLED,
        [Side.SENDER, Side.RECEIVER, Side.COORDINATOR],
    ),
    transition("start", ReferralPermission.START, [Status.ACCEPTED], Status.IN_PROGRESS, _RECEIVER),
    transition(
        "schedule", ReferralPermission.SCHEDULE, [Status.ACCEPTED, Status.IN_PROGRESS], None, _RECEIVER
    ),
    transition(
        "note", ReferralPermission.NOTE, [Status.ACCEPTED, Status.IN_PROGRESS], None, _RECEIVER
    ),
    transition(
        "hold", ReferralPermission.HOLD, [Status.ACCEPTED, Status.IN_PROGRESS], Status.ON_HOLD, _RECEIVER
    ),
    transition("resume", ReferralPermission.RESUME, [Status.ON_HOLD], Status.IN_PROGRESS, _RECEIVER),
    transition("complete", ReferralPermission.COMPLETE, _TAKEN, Status.COMPLETED, _RECEIVER),
    transition("fail", ReferralPermission.FAIL, _TAKEN, Status.FAILED, _RECEIVER),
    transition(
        "mark_error", ReferralPermission.MARK_ERROR,
        [status for status in Status if status is not Status.ENTERED_IN_ERROR],
        Status.ENTERED_IN_ERROR, [Side.SENDER, Side.COORDINATOR],
    ),
    transition("expire", ReferralPermission.EXPIRE, _ASKED, Status.EXPIRED, [Side.SYSTEM]),
    transition(
        "lapse", ReferralPermission.LAPSE, [Status.ACCEPTED], Status.FAILED, [Side.SYSTEM]
    ),
)  # fmt: skip
