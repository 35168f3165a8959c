"""What each part of the board asks of the figures: a code, and what it is divided by.

Stocks are counted at the cut, everything else in the period of the board.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

from referral_api.domain.figures.answers.reuse import Question
from referral_api.domain.figures.definitions.table import DEFINITIONS

_Asked = tuple[str, tuple[str, ...]]


class BoardPart(StrEnum):
    """A part of the board."""

    OVERVIEW = "overview"
    REFERRALS = "referrals"
    PLACES = "places"
    UNMET_NEEDS = "unmet-needs"
    MEANS = "means"


_DELAYS = (
    "referral.time_to_answer", "referral.time_to_answer_90",
    "referral.time_to_start", "referral.time_to_start_90",
)  # fmt: skip
_AMOUNTS = (
    "protection.means_asked", "protection.means_granted", "protection.means_paid",
    "protection.means_uncovered",
)  # fmt: skip
PARTS: Mapping[BoardPart, tuple[_Asked, ...]] = {
    BoardPart.OVERVIEW: (
        ("referral.open_at", ("status", "waited")),
        ("protection.handoffs_open_at", ("status", "waited")),
        ("referral.answers", ("answer",)),
        ("referral.overdue_at", ("limit",)),
        ("quality.overdue_handoffs", ("status",)),
        ("protection.late_arrivals_at", ()),
        *((code, ()) for code in _DELAYS),
        ("protection.places_at", ("place",)),
        ("protection.overflow_at", ()),
        ("network.coverage", ("service",)),
        ("network.unmet_need", ()),
        *((code, ()) for code in _AMOUNTS),
    ),
    BoardPart.REFERRALS: (
        ("referral.open_at", ("status", "waited", "receiver")),
        ("referral.open_at", ("status", "region")),
        ("referral.open_at", ("status", "priority")),
        ("referral.answers", ("answer", "receiver")),
        ("referral.answers", ("answer", "served_region")),
        ("referral.answers", ("answer", "priority")),
        ("referral.overdue_at", ("limit", "receiver")),
        ("referral.overdue_at", ("limit", "region")),
        *(
            (code, (by,))
            for code in _DELAYS for by in ("receiver", "served_region", "region", "priority")
        ),
        ("protection.handoffs_open_at", ("status", "waited", "region")),
        ("quality.overdue_handoffs", ("status", "region")),
    ),
    BoardPart.PLACES: (
        ("protection.places_at", ("region", "unit", "place")),
        ("protection.overflow_at", ("region", "unit")),
        ("protection.sheltered_at", ("place", "category")),
        ("protection.late_arrivals_at", ("region",)),
        ("network.coverage", ("service", "category")),
    ),
    BoardPart.UNMET_NEEDS: (
        ("network.unmet_need", ("service", "region", "category")),
        ("network.unmet_need", ("priority",)),
    ),
    BoardPart.MEANS: (
        ("protection.means", ("status", "kind")),
        *((code, (by,)) for code in _AMOUNTS for by in ("kind", "region")),
    ),
}  # fmt: skip


def questions(
    part: BoardPart, since: date, before: date, regions: tuple[str, ...]
) -> Iterator[Question]:
    """List the questions of a part, in the order in which they are shown."""
    for code, by in PARTS[part]:
        is_stock = DEFINITIONS[code].date is None
        first, last = (None, None) if is_stock else (since, before)
        yield Question(code, first, last, by, regions)
