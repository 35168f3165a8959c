"""The states of a handoff request. A granted request makes an offer, which moves custody."""

from referral_api.domain.codelists.handoffs import HandoffRequestStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import HandoffRequestPermission as May

_CUSTODIAN = (Side.CUSTODIAN,)

HANDOFF_REQUESTS = Lifecycle(
    Status,
    transition("grant", May.GRANT, [Status.OPEN], Status.GRANTED, _CUSTODIAN),
    transition("refuse", May.REFUSE, [Status.OPEN], Status.REFUSED, _CUSTODIAN),
    by_time("expire", May.EXPIRE, [Status.OPEN], Status.EXPIRED, deadline="decide_by"),
    open_states=[Status.OPEN],
)
