"""Permissions on tips, incidents and contacts, and the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, NOBODY, Permission, Role


class TipPermission(Permission):
    """Permissions on a tip."""

    ADD_DETAILS = "tip:add_details"
    ASSIGN = "tip:assign"
    DISMISS = "tip:dismiss"
    ERASE_SOURCE = "tip:erase_source"
    ESCALATE = "tip:escalate"
    GIVE_FEEDBACK = "tip:give_feedback"
    LINK = "tip:link"
    LIST = "tip:list"
    MARK_DUPLICATE = "tip:mark_duplicate"
    MARK_ERROR = "tip:mark_error"
    OPEN_SOURCE = "tip:open_source"
    PROPOSE_DISMISSAL = "tip:propose_dismissal"
    READ = "tip:read"
    REASSIGN = "tip:reassign"
    REOPEN = "tip:reopen"
    REPORT = "tip:report"
    RETURN = "tip:return"


class IncidentPermission(Permission):
    """Permissions on an incident, the event that trafficking statistics count."""

    CLOSE = "incident:close"
    CORRECT = "incident:correct"
    LINK_CASE = "incident:link_case"
    LIST = "incident:list"
    LIST_CASES = "incident:list_cases"
    MARK_ERROR = "incident:mark_error"
    MERGE = "incident:merge"
    PROPOSE_MERGE = "incident:propose_merge"
    READ = "incident:read"
    RECORD = "incident:record"
    REOPEN = "incident:reopen"
    UNLINK_CASE = "incident:unlink_case"


class ContactPermission(Permission):
    """Permissions on a contact without a file."""

    LIST = "contact:list"
    MARK_ERROR = "contact:mark_error"
    READ = "contact:read"
    RECORD = "contact:record"


_COORDINATION = frozenset({Role.COORDINATOR})
_SUPERVISORS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
_REPORTING = FILE_KEEPERS | {Role.COMMUNITY_REPORTER, Role.COORDINATOR}
_DISMISSING = frozenset(
    {Role.CASE_WORKER, Role.COORDINATOR, Role.INVESTIGATOR, Role.SUPERVISOR}
)  # fmt: skip
_READING = FILE_READERS | _COORDINATION

HOLDERS: dict[Permission, frozenset[Role]] = {
    TipPermission.ADD_DETAILS: FILE_KEEPERS | {Role.COMMUNITY_REPORTER},
    TipPermission.ASSIGN: _COORDINATION,
    TipPermission.DISMISS: _DISMISSING,
    TipPermission.ERASE_SOURCE: NOBODY,
    TipPermission.ESCALATE: NOBODY,
    TipPermission.GIVE_FEEDBACK: NOBODY,
    TipPermission.LINK: FILE_KEEPERS,
    TipPermission.LIST: _REPORTING,
    TipPermission.MARK_DUPLICATE: _SUPERVISORS,
    TipPermission.MARK_ERROR: _SUPERVISORS,
    TipPermission.OPEN_SOURCE: FILE_KEEPERS,
    TipPermission.PROPOSE_DISMISSAL: _DISMISSING,
    TipPermission.READ: _REPORTING,
    TipPermission.REASSIGN: _COORDINATION,
    TipPermission.REOPEN: _SUPERVISORS,
    TipPermission.REPORT: _REPORTING,
    TipPermission.RETURN: FILE_KEEPERS,
    IncidentPermission.CLOSE: FILE_KEEPERS | {Role.MAGISTRATE},
    IncidentPermission.CORRECT: FILE_KEEPERS | {Role.MAGISTRATE},
    IncidentPermission.LINK_CASE: FILE_KEEPERS | {Role.MAGISTRATE},
    IncidentPermission.LIST: _READING,
    IncidentPermission.LIST_CASES: _READING,
    IncidentPermission.MARK_ERROR: _SUPERVISORS,
    IncidentPermission.MERGE: _SUPERVISORS,
    IncidentPermission.PROPOSE_MERGE: _SUPERVISORS,
    IncidentPermission.READ: _READING,
    IncidentPermission.RECORD: FILE_KEEPERS,
    IncidentPermission.REOPEN: _SUPERVISORS,
    IncidentPermission.UNLINK_CASE: FILE_KEEPERS | {Role.MAGISTRATE},
    ContactPermission.LIST: FILE_KEEPERS | _COORDINATION,
    ContactPermission.MARK_ERROR: _SUPERVISORS,
    ContactPermission.READ: FILE_KEEPERS | _COORDINATION,
    ContactPermission.RECORD: FILE_KEEPERS,
}
