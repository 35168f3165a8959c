"""Permissions on sign-in: sessions, devices of units, PINs and other factors.

People do these acts on pages; no system does them through the API (``ON_PAGES``).
"""

from referral_api.permissions.types import NOBODY, Permission, Role


class SessionPermission(Permission):
    """Permissions on a session of pages. Unlocking and proving again are of one's own."""

    END = "session:end"
    LIST = "session:list"
    OPEN = "session:open"
    PROVE = "session:prove"
    REFUSE = "session:refuse"
    UNLOCK = "session:unlock"


class DevicePermission(Permission):
    """Permissions on a device of a unit."""

    END = "device:end"
    INVITE = "device:invite"
    LIST = "device:list"
    REGISTER = "device:register"
    RESUME = "device:resume"
    SUSPEND = "device:suspend"


class PinPermission(Permission):
    """Permissions on the PIN of an agent."""

    RESET = "pin:reset"
    SET = "pin:set"


class PaperPermission(Permission):
    """The permission to make a paper; what stands on it needs the permission to read that."""

    PRINT = "paper:print"


class FactorPermission(Permission):
    """Permissions on one's own passkeys, password and authenticator; and on inviting a person."""

    ADD = "factor:add"
    INVITE = "factor:invite"
    REMOVE = "factor:remove"


_PEOPLE = frozenset(Role) - {Role.PARTNER_SYSTEM}
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    DevicePermission.END: _KEEPERS,
    DevicePermission.INVITE: _KEEPERS,
    DevicePermission.LIST: _KEEPERS | {Role.COORDINATOR},
    DevicePermission.REGISTER: NOBODY,
    DevicePermission.RESUME: _KEEPERS,
    DevicePermission.SUSPEND: _PEOPLE,
    FactorPermission.ADD: _PEOPLE,
    FactorPermission.INVITE: _KEEPERS,
    FactorPermission.REMOVE: _PEOPLE,
    PaperPermission.PRINT: _PEOPLE,
    PinPermission.RESET: _KEEPERS,
    PinPermission.SET: _PEOPLE,
    SessionPermission.END: _PEOPLE,
    SessionPermission.LIST: _PEOPLE,
    SessionPermission.OPEN: NOBODY,
    SessionPermission.PROVE: _PEOPLE,
    SessionPermission.REFUSE: NOBODY,
    SessionPermission.UNLOCK: _PEOPLE,
}
# What pages declare, and no route of the API.
ON_PAGES = frozenset(permission for permission, holders in HOLDERS.items() if holders)
# These see or decide beyond one unit: a remembered code on a shared telephone is not enough.
NEVER_BY_PIN = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR, Role.MAGISTRATE})
