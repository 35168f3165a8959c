"""The states of a handoff request. Granting it makes an offer; custody moves as ever."""

from referral_api.domain.codelists.handoffs import HandoffRequestStatus as Status
from referral_api.domain.transitions import Lifecycle, Party, transition
from referral_api.permissions.types import Act

_CUSTODIAN = (Party.CUSTODIAN,)

HANDOFF_REQUESTS = Lifecycle(
    Status,
    transition("grant", Act.HANDOFF_REQUEST_GRANT, [Status.OPEN], Status.GRANTED, _CUSTODIAN),
    transition("refuse", Act.HANDOFF_REQUEST_REFUSE, [Status.OPEN], Status.REFUSED, _CUSTODIAN),
    transition("expire", Act.HANDOFF_REQUEST_EXPIRE, [Status.OPEN], Status.EXPIRED, [Party.SYSTEM]),
)
