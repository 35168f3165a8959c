"""Permissions on alerts and on calls, and the roles that hold them."""

from referral_api.permissions.types import (
    FILE_KEEPERS,
    FILE_READERS,
    NOBODY,
    Permission,
    Role,
)


class AlertPermission(Permission):
    """Permissions on an alert to the coordination."""

    END = "alert:end"
    LIST = "alert:list"
    RAISE = "alert:raise"
    READ = "alert:read"
    SETTLE = "alert:settle"
    TAKE_UP = "alert:take_up"


class CallPermission(Permission):
    """Permissions on a call: an answer of the receiver that was given on the telephone."""

    CONFIRM = "call:confirm"
    CORRECT = "call:correct"
    LIST = "call:list"
    READ = "call:read"
    RECORD = "call:record"
    STAND = "call:stand"


class ImportPermission(Permission):
    """Permissions on an import: a table of people."""

    BEGIN = "import:begin"
    CHECK = "import:check"
    FINISH = "import:finish"
    GIVE_UP = "import:give_up"
    LIST = "import:list"
    LOAD = "import:load"
    READ = "import:read"
    READ_TEMPLATE = "import:read_template"
    STOP = "import:stop"


_COORDINATION = frozenset({Role.COORDINATOR})
# Who may answer a referral or a handoff for the receiver.
_ANSWERING = frozenset({Role.INTAKE_OFFICER, Role.MAGISTRATE, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AlertPermission.END: NOBODY,
    AlertPermission.LIST: _COORDINATION,
    AlertPermission.RAISE: NOBODY,
    AlertPermission.READ: _COORDINATION,
    AlertPermission.SETTLE: _COORDINATION,
    AlertPermission.TAKE_UP: _COORDINATION,
    CallPermission.CONFIRM: _ANSWERING,
    CallPermission.CORRECT: _ANSWERING,
    CallPermission.LIST: FILE_READERS | {Role.COORDINATOR},
    CallPermission.READ: FILE_READERS | {Role.COORDINATOR},
    CallPermission.RECORD: FILE_KEEPERS | {Role.COORDINATOR},
    CallPermission.STAND: NOBODY,
    ImportPermission.BEGIN: FILE_KEEPERS,
    ImportPermission.CHECK: FILE_KEEPERS,
    ImportPermission.FINISH: NOBODY,
    ImportPermission.GIVE_UP: NOBODY,
    ImportPermission.LIST: FILE_KEEPERS,
    ImportPermission.LOAD: NOBODY,
    ImportPermission.READ: FILE_KEEPERS,
    ImportPermission.READ_TEMPLATE: FILE_KEEPERS,
    ImportPermission.STOP: FILE_KEEPERS,
}
