"""The states of a support plan, and of its goals: a draft until the person agrees, then active."""

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.support_plans import PlanStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import SupportGoalPermission
from referral_api.permissions import SupportPlanPermission as May

_CUSTODIAN = (Side.CUSTODIAN,)
OPEN = (Status.DRAFT, Status.ACTIVE, Status.SUSPENDED)
IN_FORCE = (Status.ACTIVE, Status.SUSPENDED)

SUPPORT_PLANS = Lifecycle(
    Status,
    transition("activate", May.ACTIVATE, [Status.DRAFT], Status.ACTIVE, _CUSTODIAN),
    transition("revise", May.REVISE, IN_FORCE, None, _CUSTODIAN),
    transition("suspend", May.SUSPEND, [Status.ACTIVE], Status.SUSPENDED, _CUSTODIAN),
    transition("resume", May.RESUME, [Status.SUSPENDED], Status.ACTIVE, _CUSTODIAN),
    transition("complete", May.COMPLETE, [Status.ACTIVE], Status.COMPLETED, _CUSTODIAN),
    transition("end_early", May.END_EARLY, OPEN, Status.ENDED_EARLY, _CUSTODIAN),
    # Follows from the closing of the file.
    transition("end", May.END, OPEN, Status.ENDED_EARLY, [Side.SYSTEM]),
    transition(
        "mark_error", May.MARK_ERROR, [one for one in Status if one != Status.ENTERED_IN_ERROR],
        Status.ENTERED_IN_ERROR, _CUSTODIAN,
    ),
    open_states=OPEN,
)  # fmt: skip

_RECORDED = (RecordStatus.RECORDED,)
SUPPORT_GOALS = Lifecycle(
    RecordStatus,
    # The receiver is the organisation that is responsible for the goal.
    transition(
        "revise", SupportGoalPermission.REVISE, _RECORDED, None, [Side.CUSTODIAN, Side.RECEIVER]
    ),
    transition(
        "mark_error", SupportGoalPermission.MARK_ERROR, _RECORDED, RecordStatus.ENTERED_IN_ERROR,
        _CUSTODIAN,
    ),
    open_states=_RECORDED,
)  # fmt: skip
