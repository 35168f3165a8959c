"""Permissions on assessments, support plans and their goals, and the roles that hold them."""

from referral_api.permissions.types import FILE_READERS, NOBODY, Permission, Role


class AssessmentPermission(Permission):
    """Permissions on an assessment of needs and risks."""

    CONFIRM_RISKS = "assessment:confirm_risks"
    LIST = "assessment:list"
    MARK_ERROR = "assessment:mark_error"
    READ = "assessment:read"
    RECORD = "assessment:record"


class SupportPlanPermission(Permission):
    """Permissions on a support plan."""

    ACTIVATE = "support_plan:activate"
    COMPLETE = "support_plan:complete"
    DRAFT = "support_plan:draft"
    END = "support_plan:end"
    END_EARLY = "support_plan:end_early"
    LIST = "support_plan:list"
    MARK_ERROR = "support_plan:mark_error"
    READ = "support_plan:read"
    RESUME = "support_plan:resume"
    REVISE = "support_plan:revise"
    SUSPEND = "support_plan:suspend"


class SupportGoalPermission(Permission):
    """Permissions on a goal of a support plan."""

    ADD = "support_goal:add"
    MARK_ERROR = "support_goal:mark_error"
    READ = "support_goal:read"
    REVISE = "support_goal:revise"


_PLANNING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
_ASSESSING = frozenset(
    {
        Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.INTAKE_OFFICER, Role.INVESTIGATOR,
        Role.SUPERVISOR,
    }
)  # fmt: skip
_CORRECTING = frozenset({Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AssessmentPermission.CONFIRM_RISKS: _PLANNING,
    AssessmentPermission.LIST: FILE_READERS,
    AssessmentPermission.MARK_ERROR: _CORRECTING,
    AssessmentPermission.READ: FILE_READERS,
    AssessmentPermission.RECORD: _ASSESSING,
    SupportGoalPermission.ADD: _PLANNING,
    SupportGoalPermission.MARK_ERROR: _CORRECTING,
    SupportGoalPermission.READ: FILE_READERS,
    SupportGoalPermission.REVISE: _PLANNING,
    SupportPlanPermission.ACTIVATE: _PLANNING,
    SupportPlanPermission.COMPLETE: _PLANNING,
    SupportPlanPermission.DRAFT: _PLANNING,
    SupportPlanPermission.END: NOBODY,
    SupportPlanPermission.END_EARLY: _PLANNING,
    SupportPlanPermission.LIST: FILE_READERS,
    SupportPlanPermission.MARK_ERROR: _CORRECTING,
    SupportPlanPermission.READ: FILE_READERS,
    SupportPlanPermission.RESUME: _PLANNING,
    SupportPlanPermission.REVISE: _PLANNING,
    SupportPlanPermission.SUSPEND: _PLANNING,
}
