"""The states of a call. What was said on the telephone binds at once, as the act itself does.

The receiver confirms or corrects it in time; a correction undoes what the call did. After the time
for it, the call stands.
"""

from referral_api.domain.codelists.calls import CallStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import CallPermission as May

_RECEIVER = (Side.RECEIVER,)

CALLS = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, [Status.BINDING], Status.CONFIRMED, _RECEIVER),
    transition("correct", May.CORRECT, [Status.BINDING], Status.CORRECTED, _RECEIVER),
    by_time("stand", May.STAND, [Status.BINDING], Status.STANDING, deadline="confirm_by"),
    open_states=[Status.BINDING],
)
