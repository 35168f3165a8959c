"""The states of a handoff request. Granting it makes an offer; custody moves as ever."""

from referral_api.domain.codelists.handoffs import HandoffRequestStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import HandoffRequestPermission

_CUSTODIAN = (Side.CUSTODIAN,)

HANDOFF_REQUESTS = Lifecycle(
    Status,
    transition("grant", HandoffRequestPermission.GRANT, [Status.OPEN], Status.GRANTED, _CUSTODIAN),
    transition(
        "refuse", HandoffRequestPermission.REFUSE, [Status.OPEN], Status.REFUSED, _CUSTODIAN
    ),
    transition(
        "expire", HandoffRequestPermission.EXPIRE, [Status.OPEN], Status.EXPIRED, [Side.SYSTEM]
    ),
)
