"""The states of a follow-up: due, then done; or not wanted, as soon as the consent has ended."""

from referral_api.domain.codelists.follow_ups import FollowUpStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import FollowUpPermission as May

FOLLOW_UPS = Lifecycle(
    Status,
    transition("record", May.RECORD, [Status.DUE], Status.DONE, [Side.CUSTODIAN]),
    # Follows from a later departure.
    transition("postpone", May.POSTPONE, [Status.DUE], None, [Side.SYSTEM]),
    # Follows from the person's wish.
    transition("end", May.END, [Status.DUE], Status.NOT_WANTED, [Side.SYSTEM]),
    transition(
        "mark_error", May.MARK_ERROR, [Status.DUE, Status.DONE, Status.NOT_WANTED],
        Status.ENTERED_IN_ERROR, [Side.CUSTODIAN],
    ),
    open_states=[Status.DUE],
)  # fmt: skip
