"""The states of a contribution: it is corrected by new versions, or withdrawn; never deleted."""

from referral_api.domain.codelists.programme import ContributionStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ContributionPermission as May

_GIVERS = (Side.SENDER, Side.COORDINATOR)

CONTRIBUTIONS = Lifecycle(
    Status,
    transition("correct", May.CORRECT, [Status.CURRENT], None, _GIVERS),
    transition("withdraw", May.WITHDRAW, [Status.CURRENT], Status.WITHDRAWN, _GIVERS),
    open_states=[Status.CURRENT],
)
