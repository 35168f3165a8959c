"""The states of a change that two administrators make. It takes effect when it is confirmed.

The confirmer is another active administrator of the organisation concerned or, where it has no
other one, a national administrator: never the agent concerned, and not over the proposer's system.
"""

from referral_api.domain.codelists.organisations import PendingChangeStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import PendingChangePermission as May

_OPEN = [Status.PROPOSED]

PENDING_CHANGES = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, _OPEN, Status.CONFIRMED, [Side.CONFIRMER]),
    transition("refuse", May.REFUSE, _OPEN, Status.REFUSED, [Side.CONFIRMER]),
    transition("withdraw", May.WITHDRAW, _OPEN, Status.WITHDRAWN, [Side.PROPOSER]),
    # Reads show the new state from that instant: nothing is stored.
    by_time("expire", None, _OPEN, Status.EXPIRED, deadline="decide_by"),
    open_states=_OPEN,
)
