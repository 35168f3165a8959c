"""The states of a referral: who may move it, from where to where.

The codes are those of FHIR's Task, with ``expired``. A referral is never re-opened: a new one
replaces it. Where we differ from BSeR and 360X: a cancellation before acceptance is immediate,
a stop (consent withdrawn, safety) cannot be blocked, and a refusal after acceptance is a failure.
"""

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.transitions import Lifecycle, Party, transition
from referral_api.permissions.types import Act

_SENDER, _RECEIVER = (Party.SENDER,), (Party.RECEIVER,)
_ASKED = (Status.REQUESTED, Status.RECEIVED)
_TAKEN = (Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD)
OPEN = (Status.DRAFT, *_ASKED, *_TAKEN)

REFERRALS = Lifecycle(
    Status,
    transition("send", Act.REFERRAL_SEND, [Status.DRAFT], Status.REQUESTED, _SENDER),
    transition(
        "acknowledge", Act.REFERRAL_ACKNOWLEDGE, [Status.REQUESTED], Status.RECEIVED, _RECEIVER
    ),
    transition("accept", Act.REFERRAL_ACCEPT, _ASKED, Status.ACCEPTED, _RECEIVER),
    transition("reject", Act.REFERRAL_REJECT, _ASKED, Status.REJECTED, _RECEIVER),
    transition(
        "cancel", Act.REFERRAL_CANCEL, [Status.DRAFT, *_ASKED], Status.CANCELLED,
        [Party.SENDER, Party.COORDINATOR],
    ),
    transition(
        "request_cancellation", Act.REFERRAL_REQUEST_CANCELLATION, _TAKEN, None, _SENDER
    ),
    transition(
        "confirm_cancellation", Act.REFERRAL_CONFIRM_CANCELLATION, _TAKEN, Status.CANCELLED,
        _RECEIVER,
    ),
    transition(
        "stop", Act.REFERRAL_STOP, OPEN, Status.CANCELLED,
        [Party.SENDER, Party.RECEIVER, Party.COORDINATOR],
    ),
    transition("start", Act.REFERRAL_START, [Status.ACCEPTED], Status.IN_PROGRESS, _RECEIVER),
    transition(
        "schedule", Act.REFERRAL_SCHEDULE, [Status.ACCEPTED, Status.IN_PROGRESS], None, _RECEIVER
    ),
    transition(
        "note", Act.REFERRAL_NOTE, [Status.ACCEPTED, Status.IN_PROGRESS], None, _RECEIVER
    ),
    transition(
        "hold", Act.REFERRAL_HOLD, [Status.ACCEPTED, Status.IN_PROGRESS], Status.ON_HOLD, _RECEIVER
    ),
    transition("resume", Act.REFERRAL_RESUME, [Status.ON_HOLD], Status.IN_PROGRESS, _RECEIVER),
    transition("complete", Act.REFERRAL_COMPLETE, _TAKEN, Status.COMPLETED, _RECEIVER),
    transition("fail", Act.REFERRAL_FAIL, _TAKEN, Status.FAILED, _RECEIVER),
    transition(
        "mark_error", Act.REFERRAL_MARK_ERROR,
        [status for status in Status if status is not Status.ENTERED_IN_ERROR],
        Status.ENTERED_IN_ERROR, [Party.SENDER, Party.COORDINATOR],
    ),
    transition("expire", Act.REFERRAL_EXPIRE, _ASKED, Status.EXPIRED, [Party.SYSTEM]),
    transition(
        "lapse", Act.REFERRAL_LAPSE, [Status.ACCEPTED], Status.FAILED, [Party.SYSTEM]
    ),
)  # fmt: skip
