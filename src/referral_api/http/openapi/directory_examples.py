"""Examples of the directory. They work as they stand, in this order, as the others."""

from typing import Any

_SERVICE = "01985d2c-7c00-7a11-8b12-3f6c2e9d4a12"
_LOCATION = "01985d2c-7c00-7a11-8b13-3f6c2e9d4a13"
_ROAD = "01985d2c-7c00-7a11-8b14-3f6c2e9d4a14"

_CONTENTS: dict[str, dict[str, Any]] = {
    "Service": {
        "name": "Accueil d'exemple",
        "service_type": "shelter",
        "state": "active",
        "region": "SIKASSO",
        "cercle": "Sikasso",
        "served_regions": ["SIKASSO", "KOUTIALA"],
        "sexes": ["female"],
        "age_bands": ["12_14", "15_17", "18_24"],
        "unaccompanied_children": True,
        "languages": ["bam", "fra"],
        "security_level": "protected",
        "receives_at_all_hours": True,
        "longest_stay_days": 90,
        "contacts": [{"label": "Accueil", "telephone": "+22300000097"}],
        "duty_telephone": "+22300000096",
        "exceptions": [{"first_on": "2026-03-20", "last_on": "2026-03-21"}],
    },
    "Location": {"kind": "physical", "region": "SIKASSO", "cercle": "Sikasso"},
    "RoadState": {"region": "GAO", "condition": "escorted"},
}
_IDS = {"Service": _SERVICE, "Location": _LOCATION, "RoadState": _ROAD}
DIRECTORY_BODIES: dict[str, dict[str, Any]] = {
    name: body
    for kind, contents in _CONTENTS.items()
    for name, body in (
        (f"{kind}Create", {"id": _IDS[kind], **contents}), (f"{kind}Contents", contents),
    )
} | {
    "AddressRecord": {"address": "Rue 12, porte 34, Sikasso", "telephone": "+22300000095"},
    "PlacesUpdate": {"places": 6},
    "PlacementNeed": {
        "service_type": "shelter", "priority": "emergency",
        "people": [{"sex": "female", "age_band": "15_17"}], "languages": ["bam"],
        "region": "SIKASSO", "at": "2026-01-15T02:00:00Z",
    },
}  # fmt: skip
DIRECTORY_PARAMETERS = {
    "location_id": _LOCATION,
    "road_state_id": _ROAD,
    "service_id": _SERVICE,
    "unit": "bed_girls",
}
