"""The states of an identity order. Only ``active`` opens anything.

It ends with the custody of the investigation, too: whoever takes that over needs an order of its
own.
"""

from referral_api.domain.codelists.access import IdentityOrderStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import IdentityOrderPermission as May

_JUSTICE = (Side.SENDER, Side.COURT)

IDENTITY_ORDERS = Lifecycle(
    Status,
    transition("lift", May.LIFT, [Status.ACTIVE], Status.LIFTED, _JUSTICE),
    by_time("expire", May.EXPIRE, [Status.ACTIVE], Status.EXPIRED, deadline="valid_until"),
    # Follows from a handoff of the investigation.
    transition("end", May.END, [Status.ACTIVE], Status.ENDED, [Side.SYSTEM]),
    open_states=[Status.ACTIVE],
)
