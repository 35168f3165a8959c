"""The states of a consent. Only ``active`` allows anything; it may be withdrawn at any time.

A withdrawal is a fact: a recipient whom the person tells records it too.
"""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import ConsentPermission as May

_BY = (Side.CUSTODIAN,)
_TOLD = (Side.CUSTODIAN, Side.RECEIVER)
_LIVE = (Status.PROPOSED, Status.ACTIVE)
# What has run out keeps its sheets open until she withdraws it, and may be renewed.
_GIVEN = (*_LIVE, Status.EXPIRED)

CONSENTS = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, [Status.PROPOSED], Status.ACTIVE, _BY),
    transition("refuse", May.REFUSE, [Status.PROPOSED], Status.REFUSED, _BY),
    transition("withdraw", May.WITHDRAW, _GIVEN, Status.WITHDRAWN, _TOLD),
    transition("supersede", May.SUPERSEDE, _GIVEN, Status.SUPERSEDED, _BY),
    transition(
        "mark_error", May.MARK_ERROR, [*_LIVE, Status.REFUSED],
        Status.ENTERED_IN_ERROR, _BY,
    ),
    # Reads show the new state from that instant: nothing is stored.
    by_time("expire", None, [Status.ACTIVE], Status.EXPIRED, deadline="valid_until"),
    open_states=_LIVE,
)  # fmt: skip
