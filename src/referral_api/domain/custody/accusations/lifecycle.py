"""The states of an accusation: it stands until the accusing organisation has dropped it."""

from referral_api.domain.codelists.alerts import AccusationStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import AccusationPermission as May

ACCUSATIONS = Lifecycle(
    Status,
    transition("lift", May.LIFT, [Status.STANDING], Status.LIFTED, [Side.CUSTODIAN]),
    open_states=[Status.STANDING],
)
