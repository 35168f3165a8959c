"""Examples of entries of the programme. They work as they stand, in this order, as the others."""

from typing import Any

_ACTIVITY = "01985d2c-7c00-7a11-8b05-3f6c2e9d4a05"
_DOCUMENT = "01985d2c-7c00-7a11-8b06-3f6c2e9d4a06"
_LEGAL_TEXT = "01985d2c-7c00-7a11-8b07-3f6c2e9d4a07"
_PARTNER = "01985d2c-7c00-7a11-8b08-3f6c2e9d4a08"
_AGREEMENT = "01985d2c-7c00-7a11-8b09-3f6c2e9d4a09"
_CONTRIBUTION = "01985d2c-7c00-7a11-8b0a-3f6c2e9d4a0a"
_STAFF_COUNT = "01985d2c-7c00-7a11-8b0b-3f6c2e9d4a0b"
_OBJECTIVE = "01985d2c-7c00-7a11-8b0c-3f6c2e9d4a0c"
_INDICATOR = "01985d2c-7c00-7a11-8b0d-3f6c2e9d4a0d"
_VALUE = "01985d2c-7c00-7a11-8b0e-3f6c2e9d4a0e"
_AGGREGATE = "01985d2c-7c00-7a11-8b10-3f6c2e9d4a10"
_BREAK = "01985d2c-7c00-7a11-8b11-3f6c2e9d4a11"
_TEXT = "01985d2c-7c00-7a11-8b0f-3f6c2e9d4a0f"

# The whole contents, which a correction sends again.
_CONTENTS: dict[str, dict[str, Any]] = {
    "PreventionActivity": {
        "kind": "training", "theme": "identification", "region": "SIKASSO", "cercle": "Kadiolo",
        "border": True, "held_on": "2025-03-08", "starts_at": "09:00", "facilitator_sex": "female",
        "state": "carried_out", "target": {"women": 20, "men": 20},
        "reached": {"women": 14, "men": 21}, "shortfall_reason": "household_duties",
        "professions": [
            {"profession": "police", "number": 20}, {"profession": "social_work", "number": 10},
        ],
    },
    "ProgrammeDocument": {
        "kind": "manual", "pillar": "prevention", "title": "Manuel de formation des acteurs",
        "edition": "v1", "published_on": "2025-06-30", "publisher": "Association d'exemple",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "LegalText": {
        "kind": "law", "title": "Loi d'exemple sur la traite des personnes", "number": "2025-001",
        "bill_on": "2024-05-02", "adopted_on": "2025-01-15",
    },
    "Partner": {"name": "Partenaire d'exemple", "category": "international"},
    "PartnerAgreement": {
        "partner_id": _PARTNER, "title": "Formation des acteurs", "pillars": ["prevention"],
        "starts_on": "2025-01-01", "ends_on": "2027-12-31",
    },
    "PartnerContribution": {
        "kind": "money", "pillar": "prevention", "amount_cfa": 2500000, "starts_on": "2025-01-01",
        "ends_on": "2025-12-31", "label": "Impression du manuel",
    },
    "StaffCount": {
        "counted_on": "2025-12-31",
        "staff": [{"profession": "social_work", "staff": 12, "trained": 5}],
    },
    "PlanObjective": {
        "pillar": "prevention", "number": "1.1", "title": "Informer les populations des frontières",
        "first_year": 2023, "last_year": 2027,
    },
    "PlanIndicator": {
        "objective_id": _OBJECTIVE, "title": "Part des femmes touchées", "unit": "%",
        "base_year": 2022, "base_value": "43.32", "target_year": 2027, "target_value": "50",
    },
    "PlanValue": {"indicator_id": _INDICATOR, "year": 2025, "value": "46.5"},
    "ReportText": {
        "pillar": "prevention", "year": 2025, "block": "achievements",
        "text": "Un manuel a été produit.",
    },
    "Aggregate": {
        "code": "protection.assisted", "kind": "count", "unit": "person",
        "since": "2021-01-01", "before": "2022-01-01", "value": "582", "words": "582",
        "filter": "ayant bénéficié d'une prise en charge", "source": "Rapport du comité",
        "dated": "2024-05-17",
    },
    "SeriesBreak": {
        "code": "protection.assisted", "year": 2022, "kind": "filter",
        "text_fr": "2021 : personnes prises en charge ; 2022 : victimes repérées et assistées.",
        "text_en": "2021: persons assisted; 2022: victims detected and assisted.",
    },
}  # fmt: skip
_IDS = {
    "PreventionActivity": _ACTIVITY, "ProgrammeDocument": _DOCUMENT, "LegalText": _LEGAL_TEXT,
    "Partner": _PARTNER, "PartnerAgreement": _AGREEMENT, "PartnerContribution": _CONTRIBUTION,
    "StaffCount": _STAFF_COUNT, "PlanObjective": _OBJECTIVE, "PlanIndicator": _INDICATOR,
    "PlanValue": _VALUE, "ReportText": _TEXT, "Aggregate": _AGGREGATE,
    "SeriesBreak": _BREAK,
}  # fmt: skip
PROGRAMME_BODIES: dict[str, dict[str, Any]] = {
    name: body
    for kind, contents in _CONTENTS.items()
    for name, body in (
        (f"{kind}Create", {"id": _IDS[kind], **contents}), (f"{kind}Contents", contents),
    )
} | {"EntryWithdraw": {"reason": "entered_in_error"}}  # fmt: skip
PROGRAMME_PARAMETERS = {
    "activity_id": _ACTIVITY,
    "aggregate_id": _AGGREGATE,
    "agreement_id": _AGREEMENT,
    "document_id": _DOCUMENT,
    "indicator_id": _INDICATOR,
    "legal_text_id": _LEGAL_TEXT,
    "objective_id": _OBJECTIVE,
    "partner_contribution_id": _CONTRIBUTION,
    "partner_id": _PARTNER,
    "plan_value_id": _VALUE,
    "report_text_id": _TEXT,
    "series_break_id": _BREAK,
    "staff_count_id": _STAFF_COUNT,
}
