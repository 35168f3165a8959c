"""The states of a device of a unit. What ends or suspends it ends its sessions too.

Anyone of the organisation suspends a device that is lost, and so does the coordination, by
telephone. Only a supervisor or an administrator of the organisation takes that back; never that of
a device whose cookie was copied: nobody can tell the copy from the device, which is invited anew.
"""

from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus
from referral_api.domain.transitions import Guard, Lifecycle, Side, by_time, transition
from referral_api.errors import Conflict
from referral_api.permissions import DevicePermission as May

_INVITED, _REGISTERED = DeviceStatus.INVITED, DeviceStatus.REGISTERED
_SUSPENDED, _ENDED = DeviceStatus.SUSPENDED, DeviceStatus.ENDED
_HELD = [_REGISTERED, _SUSPENDED]


def _refuse_copied() -> Conflict:
    return Conflict("A cookie of this device was copied: end it and invite it anew.")


_NOT_COPIED = Guard(
    "not copied", lambda device: device["reason"] != DeviceReason.COPIED, _refuse_copied
)

DEVICES = Lifecycle(
    DeviceStatus,
    transition("register", May.REGISTER, [_INVITED], _REGISTERED, [Side.DEVICE]),
    transition(
        "suspend", May.SUSPEND, [_REGISTERED], _SUSPENDED,
        [Side.MEMBER, Side.SUPERVISOR, Side.COORDINATOR, Side.DEVICE],
    ),
    transition(
        "resume", May.RESUME, [_SUSPENDED], _REGISTERED, [Side.SUPERVISOR], _NOT_COPIED
    ),
    transition("end", May.END, [_INVITED, *_HELD], _ENDED, [Side.SUPERVISOR]),
    by_time(
        "expire", May.END, [_INVITED], _ENDED, deadline="code_until",
        reason=DeviceReason.CODE_EXPIRED,
    ),
    by_time(
        "fall_unused", May.END, _HELD, _ENDED, deadline="unused_until",
        reason=DeviceReason.UNUSED,
    ),
    by_time("grow_old", May.END, _HELD, _ENDED, deadline="ends_at", reason=DeviceReason.OLD),
    open_states=[_INVITED, *_HELD],
)  # fmt: skip
