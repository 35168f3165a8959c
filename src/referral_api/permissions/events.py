"""Permissions on outgoing events, and the roles that hold them."""

from referral_api.permissions.types import FILE_READERS, Permission, Role


class OutgoingEventPermission(Permission):
    """Permissions on outgoing events."""

    FOLLOW = "outgoing_event:follow"


HOLDERS: dict[Permission, frozenset[Role]] = {
    OutgoingEventPermission.FOLLOW: FILE_READERS | {Role.PARTNER_SYSTEM},
}
