"""The states of a session of pages. A pending one is a sign-in that has begun; it has no agent yet.

Locked is what an open session is once nobody has used it for its idle time: nothing is stored, and
a proof of the same agent opens it again. Switching, hiding, and whatever changes the agent, the
roles, the PIN or the device end it.
"""

from typing import Any

from referral_api.domain.codelists.sign_in import SessionEnd, SessionStatus
from referral_api.domain.transitions import Lifecycle, Side, by_time, transition
from referral_api.permissions import SessionPermission as May

_PENDING, _OPEN = SessionStatus.PENDING, SessionStatus.OPEN
_LOCKED, _ENDED = SessionStatus.LOCKED, SessionStatus.ENDED

SESSIONS = Lifecycle(
    SessionStatus,
    transition("open", May.OPEN, [_PENDING], _OPEN, [Side.AGENT]),
    transition("prove", May.PROVE, [_OPEN], None, [Side.AGENT]),
    transition("unlock", May.UNLOCK, [_LOCKED], _OPEN, [Side.AGENT]),
    transition("end", May.END, [_OPEN, _LOCKED], _ENDED, [Side.AGENT]),
    by_time("lock", None, [_OPEN], _LOCKED, deadline="locks_at"),
    by_time(
        "grow_too_long", May.END, [_OPEN, _LOCKED], _ENDED, deadline="expires_at",
        reason=SessionEnd.TOO_LONG,
    ),
    open_states=[_PENDING, _OPEN, _LOCKED],
)  # fmt: skip


def status_now(row: Any) -> str:
    """Return the state of a row at its ``now``: one that was locked may have ended since."""
    status: str = row["status"]
    while (caused := SESSIONS.overdue(status, row.__getitem__, row["now"])) and caused.target:
        status = caused.target
    return status
