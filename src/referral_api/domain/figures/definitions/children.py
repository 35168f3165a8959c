"""Figures of what is done for children. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_K = ("is_counted",)
_9_5 = ("9.5",)

CHILDREN = (
    Definition(
        "protection.children_guardian",
        "Enfants pourvus d'un tuteur ou d'un adulte de confiance (%)", "Children with a guardian",
        Unit.PERCENT, "children", _K, "registered_at", Once.EACH,
        ("sex", "region", "nationality"), Suppression.BASE, Measure.SHARE, "has_guardian", _9_5,
    ),
    # A determination where the assessment needs one.
    Definition(
        "protection.children_bia",
        "Enfants avec évaluation (BIA) et détermination (BID) (%)", "Children with BIA, BID",
        Unit.PERCENT, "children", _K, "registered_at", Once.EACH, ("sex", "region"),
        Suppression.BASE, Measure.SHARE, "has_assessment", _9_5,
    ),
)  # fmt: skip
