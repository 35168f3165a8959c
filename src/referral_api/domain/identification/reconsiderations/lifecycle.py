"""The states of a reconsideration: asked for, heard or not, then upheld or changed.

The case is under review meanwhile, and returns to where it was unless the decision is changed. Who
took the decision that is contested decides nothing here. A delay changes nothing: the coordination
is told.
"""

from referral_api.domain.codelists.reconsiderations import ReconsiderationStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, delay, transition
from referral_api.permissions import ReconsiderationPermission as May

_OPEN = (Status.REQUESTED, Status.ADMITTED)
_DECIDING = (Side.CUSTODIAN,)

RECONSIDERATIONS = Lifecycle(
    Status,
    transition("admit", May.ADMIT, [Status.REQUESTED], Status.ADMITTED, _DECIDING),
    transition("not_admit", May.NOT_ADMIT, [Status.REQUESTED], Status.NOT_ADMITTED, _DECIDING),
    transition("uphold", May.UPHOLD, [Status.ADMITTED], Status.UPHELD, _DECIDING),
    transition("change", May.CHANGE, [Status.ADMITTED], Status.CHANGED, _DECIDING),
    transition("withdraw", May.WITHDRAW, _OPEN, Status.WITHDRAWN, [Side.SENDER]),
    delay("overdue", May.OVERDUE, _OPEN, deadline="due_by", reported="overdue_at"),
    open_states=_OPEN,
)
