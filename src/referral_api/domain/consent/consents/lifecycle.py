"""The states of a consent. Only ``active`` allows all that it says, and may end at any time.

An urgent legal ground is ``provisional`` until a second person confirms it, and lapses where nobody
does so in time. A withdrawal is a fact: a recipient whom the person tells records it too.
"""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import ConsentPermission as May

_BY = (Side.CUSTODIAN,)
_TOLD = (Side.CUSTODIAN, Side.RECEIVER)
_AWAITED = (Status.PROPOSED, Status.PROVISIONAL)
_LIVE = (*_AWAITED, Status.ACTIVE)
# What has run out keeps its sheets open until she withdraws it, and may be renewed.
_GIVEN = (*_LIVE, Status.EXPIRED)

CONSENTS = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, _AWAITED, Status.ACTIVE, _BY),
    transition("refuse", May.REFUSE, _AWAITED, Status.REFUSED, _BY),
    transition("withdraw", May.WITHDRAW, _GIVEN, Status.WITHDRAWN, _TOLD),
    transition("supersede", May.SUPERSEDE, _GIVEN, Status.SUPERSEDED, _BY),
    transition(
        "mark_error", May.MARK_ERROR, [*_LIVE, Status.REFUSED],
        Status.ENTERED_IN_ERROR, _BY,
    ),
    # Reads show the new state from that instant: nothing is stored.
    by_time(
        "expire", None, [Status.PROVISIONAL, Status.ACTIVE], Status.EXPIRED, deadline="valid_until"
    ),
    by_time("lapse", May.LAPSE, [Status.PROVISIONAL], Status.EXPIRED, deadline="confirm_by"),
    open_states=_LIVE,
)  # fmt: skip
