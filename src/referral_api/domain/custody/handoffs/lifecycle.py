"""The states of a handoff. Custody moves at ``completed`` and nowhere else.

``accept`` leads to ``accepted`` where a person travels; a handoff of the file alone is completed
by its acceptance, in the same transaction.
"""

from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import HandoffPermission

_SENDER, _RECEIVER = (Side.SENDER,), (Side.RECEIVER,)

HANDOFFS = Lifecycle(
    Status,
    transition("accept", HandoffPermission.ACCEPT, [Status.OFFERED], Status.ACCEPTED, _RECEIVER),
    transition("decline", HandoffPermission.DECLINE, [Status.OFFERED], Status.DECLINED, _RECEIVER),
    transition(
        "withdraw", HandoffPermission.WITHDRAW, [Status.OFFERED, Status.ACCEPTED], Status.WITHDRAWN,
        [Side.SENDER, Side.COORDINATOR],
    ),
    transition("depart", HandoffPermission.DEPART, [Status.ACCEPTED], None, _SENDER),
    transition(
        "confirm_arrival", HandoffPermission.CONFIRM_ARRIVAL, [Status.ACCEPTED], Status.COMPLETED,
        _RECEIVER,
    ),
    transition(
        "report_failed_arrival", HandoffPermission.REPORT_FAILED_ARRIVAL, [Status.ACCEPTED],
        Status.FAILED, [Side.SENDER, Side.RECEIVER, Side.COORDINATOR],
    ),
    transition(
        "force", HandoffPermission.FORCE, [Status.OFFERED], Status.COMPLETED, [Side.COORDINATOR]
    ),
    transition("expire", HandoffPermission.EXPIRE, [Status.OFFERED], Status.EXPIRED, [Side.SYSTEM]),
)  # fmt: skip
