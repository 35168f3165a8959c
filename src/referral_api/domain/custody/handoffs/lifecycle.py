"""The states of a handoff. Custody moves at ``completed`` and nowhere else.

Where a person travels, acceptance leads to ``accepted`` and the arrival completes the handoff.
Acceptance completes a handoff of the file alone, in the same transaction.
"""

from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.transitions import Guard, Lifecycle, Side, by_time, transition
from referral_api.errors import Conflict
from referral_api.permissions import HandoffPermission as May

_SENDER, _RECEIVER = (Side.SENDER,), (Side.RECEIVER,)
_OPEN = (Status.OFFERED, Status.ACCEPTED)
_WITHDRAWING = (Side.SENDER, Side.COORDINATOR)


def _travels(handoff: Handoff) -> bool:
    return handoff.physical


def _file_alone(handoff: Handoff) -> bool:
    return not handoff.physical


def _not_left(handoff: Handoff) -> bool:
    return handoff.departed_at is None


def _is_to_leave(handoff: Handoff) -> bool:
    return handoff.physical and handoff.departed_at is None


def _nobody_is_to_leave() -> Conflict:
    return Conflict("Nobody is to leave for this handoff, or has already left.")


HANDOFFS = Lifecycle(
    Status,
    transition(
        "accept", May.ACCEPT, [Status.OFFERED], Status.ACCEPTED, _RECEIVER,
        Guard("the person travels", _travels),
    ),
    transition(
        "accept", May.ACCEPT, [Status.OFFERED], Status.COMPLETED, _RECEIVER,
        Guard("the file alone", _file_alone),
    ),
    transition("decline", May.DECLINE, [Status.OFFERED], Status.DECLINED, _RECEIVER),
    transition("withdraw", May.WITHDRAW, [Status.OFFERED], Status.WITHDRAWN, _WITHDRAWING),
    transition(
        "withdraw", May.WITHDRAW, [Status.ACCEPTED], Status.WITHDRAWN, _WITHDRAWING,
        Guard("the person has not left", _not_left),
    ),
    transition(
        "depart", May.DEPART, [Status.ACCEPTED], None, _SENDER,
        Guard("the person has not left", _is_to_leave, _nobody_is_to_leave),
    ),
    transition(
        "confirm_arrival", May.CONFIRM_ARRIVAL, [Status.ACCEPTED], Status.COMPLETED, _RECEIVER
    ),
    transition(
        "report_failed_arrival", May.REPORT_FAILED_ARRIVAL, [Status.ACCEPTED], Status.FAILED,
        [Side.SENDER, Side.RECEIVER, Side.COORDINATOR],
    ),
    transition("force", May.FORCE, [Status.OFFERED], Status.COMPLETED, [Side.COORDINATOR]),
    # Follows from a renewed consent.
    transition("renew_consent", May.RENEW_CONSENT, _OPEN, None, [Side.SYSTEM]),
    by_time("expire", May.EXPIRE, [Status.OFFERED], Status.EXPIRED, deadline="decide_by"),
    transition("follow_case", May.FOLLOW_CASE, _OPEN, None, [Side.SYSTEM]),
    # Follows from the correction of a call: the receiver had not accepted.
    transition("follow_call", May.FOLLOW_CALL, [Status.ACCEPTED], Status.FAILED, [Side.SYSTEM]),
    open_states=_OPEN,
)  # fmt: skip
