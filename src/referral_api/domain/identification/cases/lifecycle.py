"""The states of a file: open or closed. Findings about the person are decisions."""

from referral_api.domain.codelists.status import CaseState
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import CasePermission

_OPEN, _CLOSED = CaseState.OPEN, CaseState.CLOSED
_CUSTODIAN = (Side.CUSTODIAN,)

CASES = Lifecycle(
    CaseState,
    transition("update", CasePermission.UPDATE, [_OPEN], None, _CUSTODIAN),
    transition("close", CasePermission.CLOSE, [_OPEN], _CLOSED, _CUSTODIAN),
    transition("reopen", CasePermission.REOPEN, [_CLOSED], _OPEN, _CUSTODIAN),
    open_states=[_OPEN],
)
