"""The crosswalk as a whole: one table for each list that has one, under one version."""

from referral_api.domain.codelists.scenes import PlaceKind
from referral_api.domain.codelists.standards.activities import (
    INDUSTRY_SECTIONS,
    LABOUR_ACTIVITIES,
    SEXUAL_TYPES,
)
from referral_api.domain.codelists.standards.crossing import Crossing
from referral_api.domain.codelists.standards.derived import (
    CASE_STATES,
    CLOSURE_REASONS,
    IDENTIFICATION_STATUSES,
    ORGANISATION_TYPES,
    SERVICE_TYPES,
    SEXES,
)
from referral_api.domain.codelists.standards.forms import EXPLOITATION_FORMS
from referral_api.domain.codelists.standards.profile import EDUCATION_LEVELS, MARITAL_STATUSES
from referral_api.domain.codelists.standards.recruitment import (
    CONTROL_METHODS,
    PLATFORMS,
    RECRUITMENT_METHODS,
    RELATIONS,
)
from referral_api.domain.codelists.support_plans import PlanDomain

# A change of any table is a new version.
CROSSWALK_VERSION = "1.1"
CROSSWALK: dict[str, dict[str, Crossing]] = {
    "case_states": CASE_STATES,
    "closure_reasons": CLOSURE_REASONS,
    "control_methods": CONTROL_METHODS,
    "education_levels": EDUCATION_LEVELS,
    "exploitation_forms": EXPLOITATION_FORMS,
    "identification_statuses": IDENTIFICATION_STATUSES,
    "industry_sections": INDUSTRY_SECTIONS,
    "labour_activities": LABOUR_ACTIVITIES,
    "marital_statuses": MARITAL_STATUSES,
    "organisation_types": ORGANISATION_TYPES,
    "place_kinds": {code.value: Crossing(code.htcds) for code in PlaceKind},
    "plan_domains": {code.value: Crossing(code.htcds) for code in PlanDomain},
    "platforms": PLATFORMS,
    "recruitment_methods": RECRUITMENT_METHODS,
    "relations_to_victim": RELATIONS,
    "service_types": SERVICE_TYPES,
    "sexes": SEXES,
    "sexual_exploitation_types": SEXUAL_TYPES,
}
