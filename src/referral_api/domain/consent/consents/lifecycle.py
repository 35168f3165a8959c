"""The states of a consent. Only ``active`` lets anything pass; it may be withdrawn at any time."""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ConsentPermission

_BY = (Side.CUSTODIAN,)
_LIVE = (Status.PROPOSED, Status.ACTIVE)

CONSENTS = Lifecycle(
    Status,
    transition("confirm", ConsentPermission.CONFIRM, [Status.PROPOSED], Status.ACTIVE, _BY),
    transition("refuse", ConsentPermission.REFUSE, [Status.PROPOSED], Status.REFUSED, _BY),
    transition("withdraw", ConsentPermission.WITHDRAW, _LIVE, Status.WITHDRAWN, _BY),
    transition("supersede", ConsentPermission.SUPERSEDE, _LIVE, Status.SUPERSEDED, _BY),
    transition(
        "mark_error", ConsentPermission.MARK_ERROR, [*_LIVE, Status.REFUSED],
        Status.ENTERED_IN_ERROR, _BY,
    ),
)  # fmt: skip
