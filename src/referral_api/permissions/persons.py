"""Permissions on duplicates, on links of files and on relations of persons, and who holds them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, NOBODY, Permission, Role


class DuplicateCandidatePermission(Permission):
    """Permissions on a possible duplicate."""

    DISMISS = "duplicate_candidate:dismiss"
    FIND = "duplicate_candidate:find"
    LINK = "duplicate_candidate:link"
    LIST = "duplicate_candidate:list"
    READ = "duplicate_candidate:read"


class PersonLinkPermission(Permission):
    """Permissions on a link between two files of one person."""

    CONFIRM = "person_link:confirm"
    CONFIRM_UNDO = "person_link:confirm_undo"
    LIST = "person_link:list"
    PROPOSE = "person_link:propose"
    PROPOSE_UNDO = "person_link:propose_undo"
    READ = "person_link:read"
    REFUSE = "person_link:refuse"
    REFUSE_UNDO = "person_link:refuse_undo"
    WITHDRAW = "person_link:withdraw"


class CaseRelationPermission(Permission):
    """Permissions on a relation between the persons of two files."""

    LIST = "case_relation:list"
    MARK_ERROR = "case_relation:mark_error"
    READ = "case_relation:read"
    RECORD = "case_relation:record"


_READERS = FILE_READERS | {Role.COORDINATOR}
_PROPOSING = FILE_KEEPERS | {Role.COORDINATOR}
_DECIDING = frozenset({Role.COORDINATOR, Role.MAGISTRATE, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    CaseRelationPermission.LIST: _READERS,
    CaseRelationPermission.MARK_ERROR: frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
    CaseRelationPermission.READ: _READERS,
    CaseRelationPermission.RECORD: FILE_KEEPERS,
    DuplicateCandidatePermission.DISMISS: _DECIDING,
    DuplicateCandidatePermission.FIND: NOBODY,
    DuplicateCandidatePermission.LINK: NOBODY,
    DuplicateCandidatePermission.LIST: _READERS,
    DuplicateCandidatePermission.READ: _READERS,
    PersonLinkPermission.CONFIRM: _DECIDING,
    PersonLinkPermission.CONFIRM_UNDO: _DECIDING,
    PersonLinkPermission.LIST: _READERS,
    PersonLinkPermission.PROPOSE: _PROPOSING,
    PersonLinkPermission.PROPOSE_UNDO: _PROPOSING,
    PersonLinkPermission.READ: _READERS,
    PersonLinkPermission.REFUSE: _DECIDING,
    PersonLinkPermission.REFUSE_UNDO: _DECIDING,
    PersonLinkPermission.WITHDRAW: _PROPOSING,
}
