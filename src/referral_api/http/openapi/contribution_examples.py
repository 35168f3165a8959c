"""Examples of what stands in the programme: a letter, its call, and a structure's totals."""

from typing import Any

_STRUCTURE = "3b077488-0e35-56a7-94de-23f1f7e20cb2"
CONTRIBUTION_REQUEST = "01985d2c-7c00-7a11-8b05-3f6c2e9d4a05"
CONTRIBUTION = "01985d2c-7c00-7a11-8b06-3f6c2e9d4a06"
_LINE = {
    "pillar": "protection", "unit": "persons_assisted", "women": 14, "girls": 9, "men": 0,
    "boys": 2, "not_determined": 1,
}  # fmt: skip

CONTRIBUTION_BODIES: dict[str, dict[str, Any]] = {
    "ContributionRequestCreate": {
        "id": CONTRIBUTION_REQUEST, "reference": "0123/2024",
        "received_from": "Ministère de démonstration",
        "title": "Contribution au rapport sur la traite des femmes et des filles",
        "resolution": "A/RES/77/193", "received_on": "2024-05-15", "due_on": "2024-05-17",
        "period_from": "2021-01-01", "period_to": "2023-12-31",
        "documents": [{"title": "Note verbale de démonstration", "dated": "2024-05-02"}],
    },
    "ContributionRequestUpdate": {"due_on": "2024-05-20"},
    "ContributionCallOpen": {"organisation_ids": [_STRUCTURE]},
    "ContributionCreate": {
        "id": CONTRIBUTION, "contribution_request_id": CONTRIBUTION_REQUEST,
        "lines": [_LINE | {"total": 26}],
    },
    "ContributionCorrect": {"lines": [_LINE | {"women": 15, "total": 27}]},
    "ContributionWithdraw": {"reason": "counted_twice"},
    "ContributionRequestWithdraw": {"reason": "replaced"},
}  # fmt: skip
