"""The states of an incident. Cases hang on an open one, and move along when it is merged."""

from referral_api.domain.codelists.incidents import IncidentStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import IncidentPermission as May

_CREATOR, _CUSTODIAN, _COORDINATION = Side.SENDER, Side.CUSTODIAN, Side.COORDINATOR
_RECORDED = (Status.OPEN, Status.CLOSED)

INCIDENTS = Lifecycle(
    Status,
    transition("correct", May.CORRECT, [Status.OPEN], None, [_CREATOR, _CUSTODIAN]),
    transition("link_case", May.LINK_CASE, [Status.OPEN], None, [_CREATOR, _CUSTODIAN]),
    transition("unlink_case", May.UNLINK_CASE, _RECORDED, None, [_CREATOR, _CUSTODIAN]),
    transition("close", May.CLOSE, [Status.OPEN], Status.CLOSED, [_CREATOR]),
    transition("reopen", May.REOPEN, [Status.CLOSED], Status.OPEN, [_CREATOR, _COORDINATION]),
    transition(
        "propose_merge", May.PROPOSE_MERGE, _RECORDED, None, [_CREATOR, _COORDINATION]
    ),
    transition("merge", May.MERGE, _RECORDED, Status.MERGED, [_CREATOR, _COORDINATION]),
    transition(
        "mark_error", May.MARK_ERROR, _RECORDED, Status.ENTERED_IN_ERROR,
        [_CREATOR, _COORDINATION],
    ),
    open_states=[Status.OPEN],
)  # fmt: skip
