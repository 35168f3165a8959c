"""The states of a handoff. Custody moves at ``completed`` and nowhere else.

``accept`` leads to ``accepted`` where a person travels; a handoff of the file alone is completed
by its acceptance, in the same transaction.
"""

from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.transitions import Lifecycle, Party, transition
from referral_api.permissions.types import Act

_SENDER, _RECEIVER = (Party.SENDER,), (Party.RECEIVER,)

HANDOFFS = Lifecycle(
    Status,
    transition("accept", Act.HANDOFF_ACCEPT, [Status.OFFERED], Status.ACCEPTED, _RECEIVER),
    transition("decline", Act.HANDOFF_DECLINE, [Status.OFFERED], Status.DECLINED, _RECEIVER),
    transition(
        "withdraw", Act.HANDOFF_WITHDRAW, [Status.OFFERED, Status.ACCEPTED], Status.WITHDRAWN,
        [Party.SENDER, Party.COORDINATOR],
    ),
    transition("depart", Act.HANDOFF_DEPART, [Status.ACCEPTED], None, _SENDER),
    transition(
        "confirm_arrival", Act.HANDOFF_CONFIRM_ARRIVAL, [Status.ACCEPTED], Status.COMPLETED,
        _RECEIVER,
    ),
    transition(
        "report_failed_arrival", Act.HANDOFF_REPORT_FAILED_ARRIVAL, [Status.ACCEPTED],
        Status.FAILED, [Party.SENDER, Party.RECEIVER, Party.COORDINATOR],
    ),
    transition(
        "force", Act.HANDOFF_FORCE, [Status.OFFERED], Status.COMPLETED, [Party.COORDINATOR]
    ),
    transition("expire", Act.HANDOFF_EXPIRE, [Status.OFFERED], Status.EXPIRED, [Party.SYSTEM]),
)  # fmt: skip
