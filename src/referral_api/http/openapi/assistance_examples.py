"""Examples of stays, services given, follow-ups, means, groups, links and relations.

A body that must say a time of today has none, because no written time stays valid.
"""

from typing import Any

_SHELTER = "09b3fe81-716a-5313-a1d3-7d7d2c49c657"
_CASE = "01985d2c-7c00-7a11-8b01-3f6c2e9d4a01"
_CONSENT = "01985d2c-7c00-7a11-8b02-3f6c2e9d4a02"
_CHILD = "01985d2c-7c00-7a11-8b05-3f6c2e9d4a05"
_CONSENT_OF_CHILD = "01985d2c-7c00-7a11-8b06-3f6c2e9d4a06"

ASSISTANCE_BODIES: dict[str, dict[str, Any]] = {
    "CaseRelationGroup": {"other_case_ids": [_CHILD], "kind": "found_together"},
    "CaseRelationRecord": {"other_case_id": _CHILD, "kind": "child"},
    "FollowUpPlan": {"point": "month_1", "counted_from": "2026-01-15"},
    "FollowUpRecord": {
        "done_on": "2026-02-16", "mode": "telephone", "safe_channel_used": "yes",
        "result": "reached", "living": "family", "income": "below_minimum",
        "school_or_work": "training", "safe": "yes", "outcome": "progressing",
    },
    "MeansAsk": {"asked_of_id": _SHELTER, "kind": "transport", "asked": 15000},
    "MeansGrant": {"granted": 15000},
    "MeansPay": {"amount": 15000, "paid_on": "2026-01-15"},
    "MeansRefuse": {"reason": "no_means"},
    "PersonLinkPropose": {"case_id": _CASE, "other_case_id": _CHILD, "ground": "documents"},
    "PersonLinkUndo": {"ground": "person_says"},
    "ReferralGroupAccept": {},
    "ReferralGroupHandOver": {
        "to_id": _SHELTER, "priority": "urgent", "reason": "protective_shelter",
    },
    "ReferralGroupReject": {"reason": "no_capacity"},
    "ReferralGroupSend": {
        "receiver_id": _SHELTER, "service_type": "shelter", "priority": "urgent",
        "bed_asked": True,
        "members": [
            {"case_id": _CASE, "consent_id": _CONSENT, "tie": "mother"},
            {
                "case_id": _CHILD, "consent_id": _CONSENT_OF_CHILD, "tie": "child",
                "mother_case_id": _CASE,
            },
        ],
    },
    "ServiceGivenCorrect": {
        "offered_on": "2026-01-15", "answer_of_person": "accepted", "began_on": "2026-01-16",
        "region": "BAMAKO",
    },
    "ServiceGivenRecord": {
        "service_type": "psychosocial_support", "offered_on": "2026-01-15",
        "answer_of_person": "accepted", "began_on": "2026-01-15", "sessions": 1,
        "region": "BAMAKO",
    },
    "SupportGoalAdd": {
        "domain": "education", "objective": "Reprendre l'école à la rentrée",
        "wanted_by_person": "yes",
    },
    "SupportGoalRevise": {"progress": "under_way"},
    "SupportPlanEnd": {"reason": "person_request"},
    "StayRecord": {"case_id": _CASE, "unit": "bed_women"},
}  # fmt: skip
