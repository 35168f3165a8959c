"""What is chosen most stands first: few codes, then all others."""

from collections.abc import Sequence
from typing import Any

# By the name of the list of codes.
USUAL: dict[str, tuple[str, ...]] = {
    "Language": ("bam", "fra", "ffm", "snk", "ses"),
    "Need": ("safety", "housing", "medical", "psychosocial", "food"),
    "RiskFlag": (
        "trafficker_searching", "trafficker_in_family", "threats_to_family", "self_harm",
        "unsafe_phone",
    ),
    # Mali, and the countries beside it.
    "Country": ("ML", "BF", "CI", "GN", "MR", "NE", "SN", "DZ"),
    "ServiceType": (
        "shelter", "medical_care", "psychosocial_support", "legal_aid", "mental_health_care",
    ),
}  # fmt: skip
_AT_ONCE = 8
# So few boxes need no parting.
FEW = 10


def usual_first(codes: Sequence[Any]) -> tuple[tuple[Any, ...], int]:
    """Return the codes with the usual ones first, and how many are shown at once."""
    usual = USUAL.get(type(codes[0]).__name__, ()) if codes else ()
    by_value = {str(code): code for code in codes}
    first = [by_value[value] for value in usual if value in by_value]
    if len(codes) <= FEW:
        return tuple(codes), len(codes)
    return (*first, *(code for code in codes if code not in first)), len(first) or _AT_ONCE
