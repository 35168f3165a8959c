"""Every state and every event of a device and of a session."""

import pytest

from referral_api.domain.codelists.sign_in import DeviceStatus as Device
from referral_api.domain.codelists.sign_in import SessionStatus as Session
from referral_api.domain.network.sign_in.devices.lifecycle import DEVICES
from referral_api.domain.network.sign_in.sessions.lifecycle import SESSIONS
from referral_api.domain.transitions import Lifecycle
from referral_api.errors import Conflict, InvalidTransition

_DEVICES: dict[tuple[str, str], str] = {
    ("register", Device.INVITED): Device.REGISTERED,
    ("suspend", Device.REGISTERED): Device.SUSPENDED,
    ("resume", Device.SUSPENDED): Device.REGISTERED,
    ("end", Device.INVITED): Device.ENDED,
    ("end", Device.REGISTERED): Device.ENDED,
    ("end", Device.SUSPENDED): Device.ENDED,
    ("expire", Device.INVITED): Device.ENDED,
    ("fall_unused", Device.REGISTERED): Device.ENDED,
    ("fall_unused", Device.SUSPENDED): Device.ENDED,
    ("grow_old", Device.REGISTERED): Device.ENDED,
    ("grow_old", Device.SUSPENDED): Device.ENDED,
}
_SESSIONS: dict[tuple[str, str], str] = {
    ("open", Session.PENDING): Session.OPEN,
    ("prove", Session.OPEN): Session.OPEN,
    ("unlock", Session.LOCKED): Session.OPEN,
    ("end", Session.OPEN): Session.ENDED,
    ("end", Session.LOCKED): Session.ENDED,
    ("lock", Session.OPEN): Session.LOCKED,
    ("grow_too_long", Session.OPEN): Session.ENDED,
    ("grow_too_long", Session.LOCKED): Session.ENDED,
}
_CELLS = [
    (name, lifecycle, event, state, expected.get((event, state)))
    for name, lifecycle, expected in (
        ("device", DEVICES, _DEVICES), ("session", SESSIONS, _SESSIONS),
    )
    for event in lifecycle.events
    for state in lifecycle.states
]  # fmt: skip


@pytest.mark.parametrize(
    ("lifecycle", "event", "state", "expected"),
    [cell[1:] for cell in _CELLS],
    ids=[f"{name}-{event}-{state}" for name, _, event, state, _ in _CELLS],
)
def test_an_event_leads_from_a_state_to_the_next_or_is_refused(
    lifecycle: Lifecycle, event: str, state: str, expected: str | None
) -> None:
    record = {"reason": None}
    if expected is None:
        with pytest.raises(InvalidTransition):
            lifecycle.target(event, state, record)
    else:
        assert lifecycle.target(event, state, record) == expected


def test_a_device_whose_cookie_was_copied_never_comes_back() -> None:
    with pytest.raises(Conflict, match="copied"):
        DEVICES.target("resume", Device.SUSPENDED, {"reason": "copied"})
