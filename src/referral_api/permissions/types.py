"""The types of roles and permissions, and the groups of roles that several areas name.

This package does no I/O. The second layer, ``domain/access``, decides on which case a permission
may be used; PostgreSQL enforces it.
"""

from enum import StrEnum


class Role(StrEnum):
    """A function that an agent is trusted with inside its organisation."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CASE_WORKER = "case_worker"
    COMMUNITY_REPORTER = "community_reporter"
    COORDINATOR = "coordinator"
    FIRST_RESPONDER = "first_responder"
    IDENTIFICATION_AUTHORITY = "identification_authority"
    INTAKE_OFFICER = "intake_officer"
    INVESTIGATOR = "investigator"
    MAGISTRATE = "magistrate"
    PARTNER_SYSTEM = "partner_system"
    SUPERVISOR = "supervisor"


class Permission(StrEnum):
    """``<resource>:<event>``: an operation that a caller may ask for, as the audit log names it.

    Each area lists its own. The values are stored in the audit log and are never renamed.
    """


NOBODY: frozenset[Role] = frozenset()  # follows from another operation, or from time
# Whoever reports for a community sends tips and reads its own, and nothing else.
ANY_ROLE = frozenset(Role) - {Role.COMMUNITY_REPORTER}
# Roles that read a file, within the grants of their organisation.
FILE_READERS = frozenset(
    {
        Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.IDENTIFICATION_AUTHORITY,
        Role.INTAKE_OFFICER, Role.INVESTIGATOR, Role.MAGISTRATE, Role.SUPERVISOR,
    }
)  # fmt: skip
# Roles that register, record and refer.
FILE_KEEPERS = frozenset(
    {Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.INVESTIGATOR, Role.SUPERVISOR}
)
