"""Examples of protection measures and reconsiderations."""

from typing import Any

_SHELTER = "09b3fe81-716a-5313-a1d3-7d7d2c49c657"
_DECISION = "01985d2c-7c00-7a11-8b07-3f6c2e9d4a07"
_DETERMINATION = "01985d2c-7c00-7a11-8b08-3f6c2e9d4a08"
_DAY = "2026-01-15"

MEASURE_BODIES: dict[str, dict[str, Any]] = {
    "MeasureAttach": {"bid_id": _DETERMINATION},
    "MeasureEnd": {"outcome": "carried_out", "happened_on": _DAY},
    "MeasureEndAtRequest": {"asked_by": "person", "happened_on": _DAY},
    "MeasureExtend": {"reason": "trauma", "days": 30},
    "MeasureGrant": {},
    "MeasurePropose": {
        "kind": "emergency_shelter", "asked_by": "person", "person_wants_it": "yes",
        "executor_organisation_id": _SHELTER,
    },
    "MeasureReasons": {"reasons": "Another measure does the same for the person."},
    "MeasureStart": {"happened_on": _DAY},
    "MeasureTell": {"told_on": _DAY, "told_in": "bam"},
    "ReconsiderationChange": {
        "decision": {
            "event": "identify", "acts": ["RECRUITMENT"], "means": ["FRAUD"],
            "forms": ["MENDICITE_FORCEE"], "ground": "TRAITE_2012_023",
        },
        "reasons": "New facts bear out what the person says.",
    },
    "ReconsiderationReasons": {"reasons": "Nothing has changed since."},
    "ReconsiderationRequest": {
        "decision_id": _DECISION, "asked_by": "person", "asked_on": _DAY, "new_facts": "yes",
        "late_reason": "no_interpreter",
    },
}  # fmt: skip
