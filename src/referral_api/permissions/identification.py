"""Permissions on cases, identities and decisions, and the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, NOBODY, Permission, Role


class CasePermission(Permission):
    """Permissions on a case."""

    CLOSE = "case:close"
    LIST = "case:list"
    READ = "case:read"
    REFUTE_DEATH = "case:refute_death"
    REGISTER = "case:register"
    REOPEN = "case:reopen"
    REPORT_DEATH = "case:report_death"
    UPDATE = "case:update"


class CaseCodePadPermission(Permission):
    """Permissions on a pad of case codes."""

    CANCEL = "case_code_pad:cancel"
    DRAW = "case_code_pad:draw"
    LIST = "case_code_pad:list"
    READ = "case_code_pad:read"


class DecisionPermission(Permission):
    """Permissions on a decision."""

    LIST = "decision:list"
    RECORD = "decision:record"


class IdentityPermission(Permission):
    """Permissions on an identity."""

    COMPARE = "identity:compare"
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
    CaseCodePadPermission.CANCEL: frozenset({Role.SUPERVISOR}),
    CaseCodePadPermission.DRAW: frozenset({Role.SUPERVISOR}),
    CaseCodePadPermission.LIST: FILE_KEEPERS,
    CaseCodePadPermission.READ: FILE_KEEPERS,
    CasePermission.CLOSE: frozenset({Role.MAGISTRATE, Role.SUPERVISOR}),
    CasePermission.LIST: FILE_READERS | {Role.COORDINATOR},
    CasePermission.READ: FILE_READERS | {Role.COORDINATOR},
    CasePermission.REFUTE_DEATH: frozenset({Role.MAGISTRATE, Role.SUPERVISOR}),
    CasePermission.REGISTER: FILE_KEEPERS,
    CasePermission.REOPEN: frozenset({Role.MAGISTRATE, Role.SUPERVISOR}),
    # Follows from an act that gives her death as its reason.
    CasePermission.REPORT_DEATH: NOBODY,
    CasePermission.UPDATE: FILE_KEEPERS,
    DecisionPermission.LIST: FILE_READERS,
    DecisionPermission.RECORD: _DECIDING,
    # Follows from recording: the service looks for a file that the person has already.
    IdentityPermission.COMPARE: NOBODY,
    IdentityPermission.READ: FILE_READERS,
    IdentityPermission.RECORD: FILE_KEEPERS,
}
