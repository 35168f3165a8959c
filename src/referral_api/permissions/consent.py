"""Permissions on consents, and the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, NOBODY, Permission, Role


class ConsentPermission(Permission):
    """Permissions on a consent."""

    CONFIRM = "consent:confirm"
    LAPSE = "consent:lapse"
    LIST = "consent:list"
    MARK_ERROR = "consent:mark_error"
    READ = "consent:read"
    RECORD = "consent:record"
    REFUSE = "consent:refuse"
    SUPERSEDE = "consent:supersede"
    WITHDRAW = "consent:withdraw"


HOLDERS: dict[Permission, frozenset[Role]] = {
    ConsentPermission.CONFIRM: FILE_KEEPERS,
    # Time alone causes it.
    ConsentPermission.LAPSE: NOBODY,
    ConsentPermission.LIST: FILE_READERS,
    ConsentPermission.MARK_ERROR: frozenset({Role.SUPERVISOR}),
    ConsentPermission.READ: FILE_READERS,
    ConsentPermission.RECORD: FILE_KEEPERS,
    ConsentPermission.REFUSE: FILE_KEEPERS,
    ConsentPermission.SUPERSEDE: NOBODY,
    # A fact, recorded by whom she tells.
    ConsentPermission.WITHDRAW: FILE_KEEPERS | {Role.INTAKE_OFFICER},
}
