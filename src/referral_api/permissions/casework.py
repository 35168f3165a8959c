"""Permissions on alerts, and the roles that hold them."""

from referral_api.permissions.types import NOBODY, Permission, Role


class AlertPermission(Permission):
    """Permissions on an alert to the coordination."""

    END = "alert:end"
    LIST = "alert:list"
    RAISE = "alert:raise"
    READ = "alert:read"
    SETTLE = "alert:settle"
    TAKE_UP = "alert:take_up"


_COORDINATION = frozenset({Role.COORDINATOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AlertPermission.END: NOBODY,
    AlertPermission.LIST: _COORDINATION,
    AlertPermission.RAISE: NOBODY,
    AlertPermission.READ: _COORDINATION,
    AlertPermission.SETTLE: _COORDINATION,
    AlertPermission.TAKE_UP: _COORDINATION,
}
