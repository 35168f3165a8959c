"""The states of a consent. Only ``active`` allows anything; it may be withdrawn at any time."""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import ConsentPermission as May

_BY = (Side.CUSTODIAN,)
_LIVE = (Status.PROPOSED, Status.ACTIVE)

CONSENTS = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, [Status.PROPOSED], Status.ACTIVE, _BY),
    transition("refuse", May.REFUSE, [Status.PROPOSED], Status.REFUSED, _BY),
    transition("withdraw", May.WITHDRAW, _LIVE, Status.WITHDRAWN, _BY),
    transition("supersede", May.SUPERSEDE, _LIVE, Status.SUPERSEDED, _BY),
    transition(
        "mark_error", May.MARK_ERROR, [*_LIVE, Status.REFUSED],
        Status.ENTERED_IN_ERROR, _BY,
    ),
    # Reads show the new state from that instant: nothing is stored.
    by_time("expire", None, [Status.ACTIVE], Status.EXPIRED, deadline="valid_until"),
    open_states=_LIVE,
)  # fmt: skip
