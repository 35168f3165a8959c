"""Permissions on calls, and the roles that hold them."""

from referral_api.permissions.types import (
    FILE_KEEPERS,
    FILE_READERS,
    NOBODY,
    Permission,
    Role,
)


class CallPermission(Permission):
    """Permissions on a call: an answer of the receiver that was given on the telephone."""

    CONFIRM = "call:confirm"
    CORRECT = "call:correct"
    LIST = "call:list"
    READ = "call:read"
    RECORD = "call:record"
    STAND = "call:stand"


# Who may answer a referral or a handoff for the receiver.
_ANSWERING = frozenset({Role.INTAKE_OFFICER, Role.MAGISTRATE, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    CallPermission.CONFIRM: _ANSWERING,
    CallPermission.CORRECT: _ANSWERING,
    CallPermission.LIST: FILE_READERS | {Role.COORDINATOR},
    CallPermission.READ: FILE_READERS | {Role.COORDINATOR},
    CallPermission.RECORD: FILE_KEEPERS | {Role.COORDINATOR},
    CallPermission.STAND: NOBODY,
}
