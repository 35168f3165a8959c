"""The states of a request for means: asked, granted or refused, paid, in one payment or several."""

from referral_api.domain.codelists.means import MeansStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import MeansPermission as May

_PAYER, _ASKER = (Side.RECEIVER,), (Side.SENDER,)

MEANS = Lifecycle(
    Status,
    transition("grant", May.GRANT, [Status.ASKED], Status.GRANTED, _PAYER),
    transition("refuse", May.REFUSE, [Status.ASKED], Status.REFUSED, _PAYER),
    transition("pay", May.PAY, [Status.GRANTED, Status.PAID], Status.PAID, _PAYER),
    transition("withdraw", May.WITHDRAW, [Status.ASKED, Status.GRANTED], Status.WITHDRAWN, _ASKER),
    transition(
        "mark_error", May.MARK_ERROR,
        [one for one in Status if one != Status.ENTERED_IN_ERROR], Status.ENTERED_IN_ERROR,
        [Side.SENDER, Side.COORDINATOR],
    ),
    open_states=[Status.ASKED, Status.GRANTED],
)  # fmt: skip
