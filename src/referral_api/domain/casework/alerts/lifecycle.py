"""The states of an alert. A coordinator takes it up; it is settled when its cause has ended.

The service sees most causes end, and settles these alerts itself. The others a coordinator settles.
"""

from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.alerts import AlertStatus as Status
from referral_api.domain.transitions import Guard, Lifecycle, Side, transition
from referral_api.errors import Conflict
from referral_api.permissions import AlertPermission as May

_OPEN = (Status.RAISED, Status.TAKEN_UP)
# The kinds that end with a state of things, which the service sees.
LASTING = frozenset({AlertKind.POLICE_STILL_ANSWERS, AlertKind.ACCUSER_ANSWERS})


def _reports_an_event(alert: Alert) -> bool:
    return alert.kind not in LASTING


def _still_so() -> Conflict:
    return Conflict("This alert is settled when its cause has ended.")


ALERTS = Lifecycle(
    Status,
    transition("take_up", May.TAKE_UP, [Status.RAISED], Status.TAKEN_UP, [Side.COORDINATOR]),
    transition(
        "settle", May.SETTLE, _OPEN, Status.SETTLED, [Side.COORDINATOR],
        Guard("it reports an event", _reports_an_event, _still_so),
    ),
    # Follows from the end of its cause.
    transition("end", May.END, _OPEN, Status.SETTLED, [Side.SYSTEM]),
    open_states=_OPEN,
)  # fmt: skip
