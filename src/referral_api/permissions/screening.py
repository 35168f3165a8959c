"""Permissions on screenings, episodes of exploitation and the profile, and who holds them."""

from referral_api.permissions.types import FILE_READERS, Permission, Role


class ScreeningPermission(Permission):
    """Permissions on a screening."""

    CORRECT = "screening:correct"
    LIST = "screening:list"
    MARK_ERROR = "screening:mark_error"
    READ = "screening:read"
    RECORD = "screening:record"


class ExploitationPermission(Permission):
    """Permissions on an episode of exploitation."""

    CORRECT = "exploitation:correct"
    LIST = "exploitation:list"
    MARK_ERROR = "exploitation:mark_error"
    READ = "exploitation:read"
    RECORD = "exploitation:record"


class ProfilePermission(Permission):
    """Permissions on the profile for disaggregation."""

    READ = "profile:read"
    RECORD = "profile:record"


class BackgroundPermission(Permission):
    """Permissions on ethnic group and descent."""

    READ = "background:read"
    RECORD = "background:record"


_SCREENING = frozenset(
    {
        Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.IDENTIFICATION_AUTHORITY, Role.INVESTIGATOR,
        Role.MAGISTRATE,
    }
)  # fmt: skip
_KEEPING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    BackgroundPermission.READ: _KEEPING,
    BackgroundPermission.RECORD: _KEEPING,
    ExploitationPermission.CORRECT: _SCREENING | {Role.SUPERVISOR},
    ExploitationPermission.LIST: FILE_READERS,
    ExploitationPermission.MARK_ERROR: frozenset({Role.SUPERVISOR}),
    ExploitationPermission.READ: FILE_READERS,
    ExploitationPermission.RECORD: _SCREENING | {Role.SUPERVISOR},
    ProfilePermission.READ: FILE_READERS,
    # An intake officer writes the answers on functioning.
    ProfilePermission.RECORD: _KEEPING
    | {Role.FIRST_RESPONDER, Role.INVESTIGATOR, Role.INTAKE_OFFICER},
    ScreeningPermission.CORRECT: _SCREENING,
    ScreeningPermission.LIST: FILE_READERS,
    ScreeningPermission.MARK_ERROR: frozenset({Role.SUPERVISOR}),
    ScreeningPermission.READ: FILE_READERS,
    ScreeningPermission.RECORD: _SCREENING,
}
