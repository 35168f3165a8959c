"""The states of a stay. An arrival is a fact: it is recorded even where nobody expected the person.

What time reports is a return that is overdue; it ends nothing.
"""

from referral_api.domain.codelists.stays import StayStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, delay, transition
from referral_api.permissions import StayPermission as May

_HOST = (Side.RECEIVER,)
_WITNESSES = (Side.RECEIVER, Side.CUSTODIAN)
HERE = (Status.PRESENT, Status.ABSENT)

STAYS = Lifecycle(
    Status,
    # A fact, whatever was said of it before.
    transition(
        "arrive", May.ARRIVE, [Status.EXPECTED, Status.NOT_ARRIVED, Status.CANCELLED],
        Status.PRESENT, _WITNESSES,
    ),
    transition("note_absence", May.NOTE_ABSENCE, [Status.PRESENT], Status.ABSENT, _WITNESSES),
    transition("note_return", May.NOTE_RETURN, [Status.ABSENT], Status.PRESENT, _WITNESSES),
    delay(
        "delay_return", May.DELAY_RETURN, [Status.ABSENT], deadline="return_by",
        reported="return_delay_at",
    ),
    transition("depart", May.DEPART, HERE, Status.DEPARTED, _WITNESSES),
    # Follows from an arrival elsewhere.
    transition("transfer", May.TRANSFER, HERE, Status.DEPARTED, [Side.SYSTEM]),
    transition(
        "report_not_arrived", May.REPORT_NOT_ARRIVED, [Status.EXPECTED], Status.NOT_ARRIVED, _HOST
    ),
    transition("cancel", May.CANCEL, [Status.EXPECTED], Status.CANCELLED, _HOST),
    transition(
        "mark_error", May.MARK_ERROR, [one for one in Status if one != Status.ENTERED_IN_ERROR],
        Status.ENTERED_IN_ERROR, [Side.RECEIVER, Side.COORDINATOR],
    ),
    open_states=[Status.EXPECTED, *HERE],
)  # fmt: skip
