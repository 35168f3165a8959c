"""Examples of tips, incidents and contacts without a file."""

from typing import Any

_CHILD_PROTECTION = "09b3fe81-716a-5313-a1d3-7d7d2c49c657"
_CASE = "01985d2c-7c00-7a11-8b01-3f6c2e9d4a01"
TIP = "01985d2c-7c00-7a11-8b21-3f6c2e9d4a21"
INCIDENT = "01985d2c-7c00-7a11-8b22-3f6c2e9d4a22"
_OTHER_TIP = "01985d2c-7c00-7a11-8b23-3f6c2e9d4a23"
_OTHER_INCIDENT = "01985d2c-7c00-7a11-8b24-3f6c2e9d4a24"
_WHAT_IS_KNOWN: dict[str, Any] = {
    "detected_on": "2026-03", "detection_method": "patrol_or_raid",
    "place": {"country": "ML", "region": "KAYES", "setting": "gold_site"},
    "movement_scope": "within_country", "suspected_forms": ["TRAVAIL_FORCE_ORPAILLAGE"],
    "people_found": {"men": 31, "boys": 9},
}  # fmt: skip

FIRST_SIGNS_BODIES: dict[str, dict[str, Any]] = {
    "ContactRecord": {
        "met_on": "2026-01-15", "region": "GAO", "sex": "female", "age_group": "adult",
        "offered": ["food", "legal_aid"], "answer": "refused", "hotline_card_given": True,
    },
    "IncidentContents": _WHAT_IS_KNOWN,
    "IncidentLink": {"case_ids": [_CASE]},
    "IncidentMerge": {"into_id": _OTHER_INCIDENT},
    "IncidentRecord": {"id": INCIDENT, **_WHAT_IS_KNOWN},
    "TipAddDetails": {"signs": ["night_movement"], "immediate_danger": "no"},
    "TipAssign": {"organisation_id": _CHILD_PROTECTION},
    "TipDismiss": {"reason": "place_not_found"},
    "TipLink": {"incident_id": INCIDENT},
    "TipMarkDuplicate": {"duplicate_of_id": _OTHER_TIP},
    "TipReassign": {"organisation_id": _CHILD_PROTECTION, "reason": "out_of_area"},
    "TipReopen": {"organisation_id": _CHILD_PROTECTION},
    "TipReport": {
        "id": TIP, "channel": "watch_committee", "observed_from": "2026-01",
        "still_going_on": "yes",
        "place": {"country": "ML", "region": "KAYES", "setting": "gold_site"},
        "signs": ["children_at_work"], "people_seen": {"boys": 12},
        "people_seen_precision": "estimated", "children_seen": "yes", "immediate_danger": "no",
        "urgency": "urgent", "anonymous": True,
    },
    "TipReturn": {"reason": "no_means"},
}  # fmt: skip
FIRST_SIGNS_PARAMETERS = {"tip_id": TIP, "trafficking_incident_id": INCIDENT}
