"""What a role and a permission are, and the groups of roles that several areas name.

No I/O in this package: which case a permission may be used on is the second layer
(``domain/access``), which PostgreSQL enforces.
"""

from enum import StrEnum


class Role(StrEnum):
    """What an agent is trusted to do inside her organisation."""

    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    CASE_WORKER = "case_worker"
    COORDINATOR = "coordinator"
    FIRST_RESPONDER = "first_responder"
    IDENTIFICATION_AUTHORITY = "identification_authority"
    INTAKE_OFFICER = "intake_officer"
    INVESTIGATOR = "investigator"
    MAGISTRATE = "magistrate"
    PARTNER_SYSTEM = "partner_system"
    SUPERVISOR = "supervisor"


class Permission(StrEnum):
    """``<resource>:<event>``: what can be asked, and what the audit log says was asked.

    Each area lists its own. The values are stored in the audit log and are never renamed.
    """


NOBODY: frozenset[Role] = frozenset()  # an act that follows from another act, or from time
ANY_ROLE = frozenset(Role)
# Who reads a file, as far as the grants of the organisation reach.
FILE_READERS = frozenset(
    {
        Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.IDENTIFICATION_AUTHORITY,
        Role.INTAKE_OFFICER, Role.INVESTIGATOR, Role.MAGISTRATE, Role.SUPERVISOR,
    }
)  # fmt: skip
# Who registers, records and refers.
FILE_KEEPERS = frozenset(
    {Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.INVESTIGATOR, Role.SUPERVISOR}
)
