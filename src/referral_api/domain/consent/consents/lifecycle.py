"""The states of a consent. Only ``active`` lets anything pass; it may be withdrawn at any time."""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.transitions import Lifecycle, Party, transition
from referral_api.permissions.types import Act

_BY = (Party.CUSTODIAN,)
_LIVE = (Status.PROPOSED, Status.ACTIVE)

CONSENTS = Lifecycle(
    Status,
    transition("confirm", Act.CONSENT_CONFIRM, [Status.PROPOSED], Status.ACTIVE, _BY),
    transition("refuse", Act.CONSENT_REFUSE, [Status.PROPOSED], Status.REFUSED, _BY),
    transition("withdraw", Act.CONSENT_WITHDRAW, _LIVE, Status.WITHDRAWN, _BY),
    transition("supersede", Act.CONSENT_SUPERSEDE, _LIVE, Status.SUPERSEDED, _BY),
    transition(
        "mark_error", Act.CONSENT_MARK_ERROR, [*_LIVE, Status.REFUSED],
        Status.ENTERED_IN_ERROR, _BY,
    ),
)  # fmt: skip
