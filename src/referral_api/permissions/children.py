"""Permissions on what is done for a child, and the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, Permission, Role


class ChildProtectionPermission(Permission):
    """Permissions on the organisation that protects a child."""

    CORRECT = "child_protection:correct"
    MARK_ERROR = "child_protection:mark_error"
    NAME = "child_protection:name"
    READ = "child_protection:read"


class GuardianPermission(Permission):
    """Permissions on a guardian."""

    CORRECT = "guardian:correct"
    LIST = "guardian:list"
    MARK_ERROR = "guardian:mark_error"
    READ = "guardian:read"
    RECORD = "guardian:record"


class AgeAssessmentPermission(Permission):
    """Permissions on an age assessment."""

    LIST = "age_assessment:list"
    MARK_ERROR = "age_assessment:mark_error"
    READ = "age_assessment:read"
    RECORD = "age_assessment:record"
    TELL = "age_assessment:tell"


class BestInterestsAssessmentPermission(Permission):
    """Permissions on a best-interests assessment."""

    LIST = "best_interests_assessment:list"
    MARK_ERROR = "best_interests_assessment:mark_error"
    READ = "best_interests_assessment:read"
    RECORD = "best_interests_assessment:record"


class BestInterestsDeterminationPermission(Permission):
    """Permissions on a best-interests determination."""

    DECIDE = "best_interests_determination:decide"
    LIST = "best_interests_determination:list"
    MARK_ERROR = "best_interests_determination:mark_error"
    READ = "best_interests_determination:read"


class OwnViewPermission(Permission):
    """Permissions on a person's own view."""

    LIST = "own_view:list"
    MARK_ERROR = "own_view:mark_error"
    READ = "own_view:read"
    RECORD = "own_view:record"
    WEIGH = "own_view:weigh"


class TracingPermission(Permission):
    """Permissions on a family tracing."""

    CHECK = "tracing:check"
    CLOSE = "tracing:close"
    CONFIRM = "tracing:confirm"
    LIST = "tracing:list"
    MARK_ERROR = "tracing:mark_error"
    OPEN = "tracing:open"
    READ = "tracing:read"
    RECORD_ACTION = "tracing:record_action"
    REUNIFY = "tracing:reunify"
    STOP = "tracing:stop"
    VERIFY = "tracing:verify"


_CARING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
_GUARDING = _CARING | {Role.MAGISTRATE}
_NAMING = FILE_KEEPERS | {Role.COORDINATOR}
_SUPERVISING = frozenset({Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AgeAssessmentPermission.LIST: FILE_READERS,
    AgeAssessmentPermission.MARK_ERROR: _SUPERVISING,
    AgeAssessmentPermission.READ: FILE_READERS,
    AgeAssessmentPermission.RECORD: _CARING,
    AgeAssessmentPermission.TELL: _CARING,
    BestInterestsAssessmentPermission.LIST: FILE_READERS,
    BestInterestsAssessmentPermission.MARK_ERROR: _SUPERVISING,
    BestInterestsAssessmentPermission.READ: FILE_READERS,
    BestInterestsAssessmentPermission.RECORD: _CARING,
    BestInterestsDeterminationPermission.DECIDE: _SUPERVISING,
    BestInterestsDeterminationPermission.LIST: FILE_READERS,
    BestInterestsDeterminationPermission.MARK_ERROR: _SUPERVISING,
    BestInterestsDeterminationPermission.READ: FILE_READERS,
    ChildProtectionPermission.CORRECT: _NAMING,
    ChildProtectionPermission.MARK_ERROR: frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
    ChildProtectionPermission.NAME: _NAMING,
    ChildProtectionPermission.READ: FILE_READERS | {Role.COORDINATOR},
    GuardianPermission.CORRECT: _GUARDING,
    GuardianPermission.LIST: FILE_READERS,
    GuardianPermission.MARK_ERROR: _SUPERVISING,
    GuardianPermission.READ: FILE_READERS,
    GuardianPermission.RECORD: _GUARDING,
    OwnViewPermission.LIST: FILE_READERS,
    OwnViewPermission.MARK_ERROR: _SUPERVISING,
    OwnViewPermission.READ: FILE_READERS,
    OwnViewPermission.RECORD: _CARING,
    OwnViewPermission.WEIGH: _CARING,
    TracingPermission.CHECK: _CARING,
    TracingPermission.CLOSE: _CARING,
    TracingPermission.CONFIRM: _CARING,
    TracingPermission.LIST: FILE_READERS,
    TracingPermission.MARK_ERROR: _SUPERVISING,
    TracingPermission.OPEN: _CARING,
    TracingPermission.READ: FILE_READERS,
    TracingPermission.RECORD_ACTION: _CARING,
    TracingPermission.REUNIFY: _CARING,
    TracingPermission.STOP: _CARING,
    TracingPermission.VERIFY: _CARING,
}
