"""Permissions on cases, identities and decisions, and the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, Permission, Role


class CasePermission(Permission):
    """Permissions on a case."""

    CLOSE = "case:close"
    LIST = "case:list"
    READ = "case:read"
    REGISTER = "case:register"
    REOPEN = "case:reopen"
    UPDATE = "case:update"


class DecisionPermission(Permission):
    """Permissions on a decision."""

    LIST = "decision:list"
    RECORD = "decision:record"


class IdentityPermission(Permission):
    """Permissions on an identity."""

    READ = "identity:read"
    RECORD = "identity:record"


_DECIDING = frozenset(
    {
        Role.CASE_WORKER,
        Role.FIRST_RESPONDER,
        Role.IDENTIFICATION_AUTHORITY,
        Role.INVESTIGATOR,
        Role.MAGISTRATE,
    }
)

HOLDERS: dict[Permission, frozenset[Role]] = {
    CasePermission.CLOSE: frozenset({Role.MAGISTRATE, Role.SUPERVISOR}),
    CasePermission.LIST: FILE_READERS | {Role.COORDINATOR},
    CasePermission.READ: FILE_READERS | {Role.COORDINATOR},
    CasePermission.REGISTER: FILE_KEEPERS,
    CasePermission.REOPEN: frozenset({Role.MAGISTRATE, Role.SUPERVISOR}),
    CasePermission.UPDATE: FILE_KEEPERS,
    DecisionPermission.LIST: FILE_READERS,
    DecisionPermission.RECORD: _DECIDING,
    IdentityPermission.READ: FILE_READERS,
    IdentityPermission.RECORD: FILE_KEEPERS,
}
