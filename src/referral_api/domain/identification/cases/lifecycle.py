"""The states of a file: open or closed. Findings about the person are decisions.

A reported death changes no state: the organisation responsible for the person closes the file, or
corrects the report.
"""

from typing import Any

from referral_api.domain.codelists.status import CaseState
from referral_api.domain.transitions import Guard, Lifecycle, Side, transition
from referral_api.errors import Conflict
from referral_api.permissions import CasePermission

_OPEN, _CLOSED = CaseState.OPEN, CaseState.CLOSED
_CUSTODIAN = (Side.CUSTODIAN,)


def is_reported_dead(case: Any) -> bool:
    """Say whether a report of the death stands, which nobody has corrected."""
    return case is not None and case.death_reported_at is not None and case.death_refuted_at is None


def _no_report_stands() -> Conflict:
    return Conflict("No report of the person's death stands.")


CASES = Lifecycle(
    CaseState,
    transition("update", CasePermission.UPDATE, [_OPEN], None, _CUSTODIAN),
    transition("close", CasePermission.CLOSE, [_OPEN], _CLOSED, _CUSTODIAN),
    transition("reopen", CasePermission.REOPEN, [_CLOSED], _OPEN, _CUSTODIAN),
    transition(
        "refute_death", CasePermission.REFUTE_DEATH, [_OPEN], None, _CUSTODIAN,
        Guard("a report of the death stands", is_reported_dead, _no_report_stands),
    ),
    open_states=[_OPEN],
)  # fmt: skip
