"""The states of a file: open or closed. What was found out about the person is a decision."""

from referral_api.domain.codelists.status import CaseState
from referral_api.domain.transitions import Lifecycle, Party, transition
from referral_api.permissions.types import Act

_OPEN, _CLOSED = CaseState.OPEN, CaseState.CLOSED
_CUSTODIAN = (Party.CUSTODIAN,)

CASES = Lifecycle(
    CaseState,
    transition("update", Act.CASE_UPDATE, [_OPEN], None, _CUSTODIAN),
    transition("close", Act.CASE_CLOSE, [_OPEN], _CLOSED, _CUSTODIAN),
    transition("reopen", Act.CASE_REOPEN, [_CLOSED], _OPEN, _CUSTODIAN),
)
