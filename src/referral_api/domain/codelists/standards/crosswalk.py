"""The crosswalk as a whole: one table for each list that has one, under one version."""

from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.scenes import PlaceKind
from referral_api.domain.codelists.standards.activities import (
    INDUSTRY_SECTIONS,
    LABOUR_ACTIVITIES,
    SEXUAL_TYPES,
)
from referral_api.domain.codelists.standards.crossing import Crossing
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
CROSSWALK_VERSION = "1.0"
CROSSWALK: dict[str, dict[str, Crossing]] = {
    "control_methods": CONTROL_METHODS,
    "education_levels": EDUCATION_LEVELS,
    "exploitation_forms": EXPLOITATION_FORMS,
    "industry_sections": INDUSTRY_SECTIONS,
    "labour_activities": LABOUR_ACTIVITIES,
    "marital_statuses": MARITAL_STATUSES,
    "organisation_types": {code.value: Crossing(code.htcds) for code in OrganisationType},
    "place_kinds": {code.value: Crossing(code.htcds) for code in PlaceKind},
    "plan_domains": {code.value: Crossing(code.htcds) for code in PlanDomain},
    "platforms": PLATFORMS,
    "recruitment_methods": RECRUITMENT_METHODS,
    "relations_to_victim": RELATIONS,
    "sexual_exploitation_types": SEXUAL_TYPES,
}
