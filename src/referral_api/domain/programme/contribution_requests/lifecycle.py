"""The states of a request for contributions. Freezing is final: no later answer is taken in.

A draft is the coordination's own. Once the call is open, the organisations that were called see it.
"""

from referral_api.domain.codelists.programme import ContributionRequestStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ContributionRequestPermission as May

_COORDINATION = (Side.COORDINATOR,)

CONTRIBUTION_REQUESTS = Lifecycle(
    Status,
    transition("update", May.UPDATE, [Status.DRAFT, Status.OPEN], None, _COORDINATION),
    transition("open", May.OPEN, [Status.DRAFT], Status.OPEN, _COORDINATION),
    transition("call", May.CALL, [Status.OPEN], None, _COORDINATION),
    transition("freeze", May.FREEZE, [Status.OPEN], Status.FROZEN, _COORDINATION),
    transition("answer", May.ANSWER, [Status.FROZEN], Status.ANSWERED, _COORDINATION),
    transition(
        "withdraw", May.WITHDRAW, [Status.DRAFT, Status.OPEN, Status.FROZEN], Status.WITHDRAWN,
        _COORDINATION,
    ),
    open_states=[Status.DRAFT, Status.OPEN, Status.FROZEN],
)  # fmt: skip
