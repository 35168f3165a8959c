"""Examples of what is done for a child. Its agents and its house of protection are made up."""

from typing import Any

_HOUSE = "01985d2c-7c00-7a11-8b20-3f6c2e9d4a20"
_AGENTS = [f"01985d2c-7c00-7a11-8b2{n}-3f6c2e9d4a2{n}" for n in range(1, 4)]
_ASSESSMENT = "01985d2c-7c00-7a11-8b24-3f6c2e9d4a24"

CHILD_BODIES: dict[str, dict[str, Any]] = {
    "ChildProtectionName": {"organisation_id": _HOUSE, "separation_status": "unaccompanied"},
    "ChildProtectionCorrect": {
        "organisation_id": _HOUSE, "separation_status": "separated",
        "separation_causes": ["entrusted", "poverty"], "care_arrangement": "foster_family",
    },
    "AgeAssessmentRecord": {
        "doubt": ["no_document"], "methods": ["documents", "social_interview"],
        "guardian_present": "yes", "interpreter_present": "yes", "explained": "yes",
        "assessors": _AGENTS[:2], "person_agreed": "yes", "result": "child", "age_low": 15,
        "age_high": 17, "grounds": "Texte d'exemple.",
    },
    "AgeAssessmentTell": {"told_on": "2026-01-15"},
    "BestInterestsDetermine": {
        "assessment_id": _ASSESSMENT, "panel": _AGENTS,
        "options": [
            {
                "measure": "foster_care", "in_favour": "Texte d'exemple.",
                "against": "Texte d'exemple.",
            },
            {
                "measure": "stay_where_is", "in_favour": "Texte d'exemple.",
                "against": "Texte d'exemple.",
            },
        ],
        "decision": "foster_care", "decided_on": "2026-01-20", "review_by": "2026-07-20",
        "no_view_reason": "child_declined",
    },
    "GuardianRecord": {
        "kind": "trusted_adult", "relation": "aunt_or_uncle", "family_check": "no_concern",
        "from_on": "2026-01-15", "chosen_by_child": "yes",
    },
    "GuardianCorrect": {
        "kind": "appointed_guardian", "relation": "aunt_or_uncle", "family_check": "no_concern",
        "appointed_by": "children_judge", "from_on": "2026-01-15", "chosen_by_child": "yes",
    },
    "BestInterestsAssessmentRecord": {
        "assessed_on": "2026-01-15", "is_urgent": True, "heard": ["child", "guardian"],
        "factors": [
            {"factor": "views_of_child", "finding": "Texte d'exemple.", "concern": "low"},
            {"factor": "family_and_ties", "finding": "Texte d'exemple.", "concern": "medium"},
            {"factor": "safety", "finding": "Texte d'exemple.", "concern": "high"},
            {
                "factor": "development_and_identity", "finding": "Texte d'exemple.",
                "concern": "low",
            },
        ],
        "recommended": ["foster_care"],
    },
    "OwnViewRecord": {
        "topic": "family_contact", "said_on": "2026-01-15", "language": "bam", "means": "spoken",
        "view": "Texte d'exemple.", "assent": "refused",
    },
    "OwnViewWeigh": {"weight_given": "Texte d'exemple."},
    "TracingCheck": {"family_check": "no_concern", "wanted_by_person": "yes"},
    "TracingOpen": {"sought": "mother", "wanted_by_person": "yes"},
    "TracingStep": {
        "taken_on": "2026-01-15", "kind": "community", "region": "GAO", "outcome": "found",
    },
    "TracingVerify": {"verified_by": ["documents", "child_recognises"]},
}  # fmt: skip
