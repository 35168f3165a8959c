"""Permissions on the entries of the programme, and the roles that hold them."""

from referral_api.permissions.types import Permission, Role


class LegalTextPermission(Permission):
    """Permissions on a legal text."""

    CORRECT = "legal_text:correct"
    LIST = "legal_text:list"
    READ = "legal_text:read"
    REGISTER = "legal_text:register"
    WITHDRAW = "legal_text:withdraw"


class PartnerPermission(Permission):
    """Permissions on a partner."""

    CORRECT = "partner:correct"
    LIST = "partner:list"
    READ = "partner:read"
    REGISTER = "partner:register"
    WITHDRAW = "partner:withdraw"


class PartnerAgreementPermission(Permission):
    """Permissions on an agreement with a partner."""

    CORRECT = "partner_agreement:correct"
    LIST = "partner_agreement:list"
    READ = "partner_agreement:read"
    REGISTER = "partner_agreement:register"
    WITHDRAW = "partner_agreement:withdraw"


class PartnerContributionPermission(Permission):
    """Permissions on a contribution in kind or money."""

    CORRECT = "partner_contribution:correct"
    LIST = "partner_contribution:list"
    READ = "partner_contribution:read"
    REGISTER = "partner_contribution:register"
    WITHDRAW = "partner_contribution:withdraw"


class PlanIndicatorPermission(Permission):
    """Permissions on an indicator of the action plan."""

    CORRECT = "plan_indicator:correct"
    LIST = "plan_indicator:list"
    READ = "plan_indicator:read"
    REGISTER = "plan_indicator:register"
    WITHDRAW = "plan_indicator:withdraw"


class PlanObjectivePermission(Permission):
    """Permissions on an objective of the action plan."""

    CORRECT = "plan_objective:correct"
    LIST = "plan_objective:list"
    READ = "plan_objective:read"
    REGISTER = "plan_objective:register"
    WITHDRAW = "plan_objective:withdraw"


class PlanValuePermission(Permission):
    """Permissions on the value of an indicator in a year."""

    CORRECT = "plan_value:correct"
    LIST = "plan_value:list"
    READ = "plan_value:read"
    REGISTER = "plan_value:register"
    WITHDRAW = "plan_value:withdraw"


class PreventionActivityPermission(Permission):
    """Permissions on a prevention activity."""

    CORRECT = "prevention_activity:correct"
    LIST = "prevention_activity:list"
    READ = "prevention_activity:read"
    REGISTER = "prevention_activity:register"
    WITHDRAW = "prevention_activity:withdraw"


class ProgrammeDocumentPermission(Permission):
    """Permissions on a document of the programme."""

    CORRECT = "programme_document:correct"
    LIST = "programme_document:list"
    READ = "programme_document:read"
    REGISTER = "programme_document:register"
    WITHDRAW = "programme_document:withdraw"


class ReportTextPermission(Permission):
    """Permissions on a block of the report's prose."""

    CORRECT = "report_text:correct"
    LIST = "report_text:list"
    READ = "report_text:read"
    REGISTER = "report_text:register"
    WITHDRAW = "report_text:withdraw"


class StaffCountPermission(Permission):
    """Permissions on a count of staff."""

    CORRECT = "staff_count:correct"
    LIST = "staff_count:list"
    READ = "staff_count:read"
    REGISTER = "staff_count:register"
    WITHDRAW = "staff_count:withdraw"


_COORDINATION = frozenset({Role.COORDINATOR})
# Who enters for its own organisation, and the coordination for all.
_ENTERING = _COORDINATION | {Role.CASE_WORKER, Role.PARTNER_SYSTEM, Role.SUPERVISOR}

HOLDERS: dict[Permission, frozenset[Role]] = {
    LegalTextPermission.CORRECT: _COORDINATION,
    LegalTextPermission.LIST: _COORDINATION,
    LegalTextPermission.READ: _COORDINATION,
    LegalTextPermission.REGISTER: _COORDINATION,
    LegalTextPermission.WITHDRAW: _COORDINATION,
    PartnerPermission.CORRECT: _COORDINATION,
    PartnerPermission.LIST: _COORDINATION,
    PartnerPermission.READ: _COORDINATION,
    PartnerPermission.REGISTER: _COORDINATION,
    PartnerPermission.WITHDRAW: _COORDINATION,
    PartnerAgreementPermission.CORRECT: _COORDINATION,
    PartnerAgreementPermission.LIST: _COORDINATION,
    PartnerAgreementPermission.READ: _COORDINATION,
    PartnerAgreementPermission.REGISTER: _COORDINATION,
    PartnerAgreementPermission.WITHDRAW: _COORDINATION,
    PartnerContributionPermission.CORRECT: _ENTERING,
    PartnerContributionPermission.LIST: _ENTERING,
    PartnerContributionPermission.READ: _ENTERING,
    PartnerContributionPermission.REGISTER: _ENTERING,
    PartnerContributionPermission.WITHDRAW: _ENTERING,
    PlanIndicatorPermission.CORRECT: _COORDINATION,
    PlanIndicatorPermission.LIST: _COORDINATION,
    PlanIndicatorPermission.READ: _COORDINATION,
    PlanIndicatorPermission.REGISTER: _COORDINATION,
    PlanIndicatorPermission.WITHDRAW: _COORDINATION,
    PlanObjectivePermission.CORRECT: _COORDINATION,
    PlanObjectivePermission.LIST: _COORDINATION,
    PlanObjectivePermission.READ: _COORDINATION,
    PlanObjectivePermission.REGISTER: _COORDINATION,
    PlanObjectivePermission.WITHDRAW: _COORDINATION,
    PlanValuePermission.CORRECT: _COORDINATION,
    PlanValuePermission.LIST: _COORDINATION,
    PlanValuePermission.READ: _COORDINATION,
    PlanValuePermission.REGISTER: _COORDINATION,
    PlanValuePermission.WITHDRAW: _COORDINATION,
    PreventionActivityPermission.CORRECT: _ENTERING,
    PreventionActivityPermission.LIST: _ENTERING,
    PreventionActivityPermission.READ: _ENTERING,
    PreventionActivityPermission.REGISTER: _ENTERING,
    PreventionActivityPermission.WITHDRAW: _ENTERING,
    ProgrammeDocumentPermission.CORRECT: _COORDINATION,
    ProgrammeDocumentPermission.LIST: _COORDINATION,
    ProgrammeDocumentPermission.READ: _COORDINATION,
    ProgrammeDocumentPermission.REGISTER: _COORDINATION,
    ProgrammeDocumentPermission.WITHDRAW: _COORDINATION,
    ReportTextPermission.CORRECT: _COORDINATION,
    ReportTextPermission.LIST: _COORDINATION,
    ReportTextPermission.READ: _COORDINATION,
    ReportTextPermission.REGISTER: _COORDINATION,
    ReportTextPermission.WITHDRAW: _COORDINATION,
    StaffCountPermission.CORRECT: _ENTERING,
    StaffCountPermission.LIST: _ENTERING,
    StaffCountPermission.READ: _ENTERING,
    StaffCountPermission.REGISTER: _ENTERING,
    StaffCountPermission.WITHDRAW: _ENTERING,
}
