"""Showing a difference: each cell with its reasons, which must add up."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from referral_api.domain.codelists.series import DifferenceReason
from referral_api.domain.figures.differences.changes import ZERO, Parts, Place, Values
from referral_api.domain.figures.differences.schemas import CellDifference, ReasonRead

_ORDER = list(DifferenceReason)


def values_of(by: Place, cells: list[Any]) -> Values:
    """Return the values of a stored answer by their cells."""
    return {
        tuple(cell["by"][name] for name in by): Decimal(str(cell["value"] or 0)) for cell in cells
    }


def to_cells(
    by: Place, stated: Values, reached: Values,
    reasons: Mapping[Place, Mapping[DifferenceReason, Parts]],
) -> list[CellDifference]:  # fmt: skip
    """Show each cell of two answers; without any dimension there is one."""
    places = stated.keys() | reached.keys() | reasons.keys()
    return [
        _cell(
            dict(zip(by, place, strict=True)), stated.get(place, ZERO), reached.get(place, ZERO),
            reasons.get(place, {}),
        )
        for place in sorted(places)
    ]  # fmt: skip


def _cell(
    by: dict[str, str], before: Decimal, after: Decimal, reasons: Mapping[DifferenceReason, Parts]
) -> CellDifference:
    explained = sum((added - removed for added, removed in reasons.values()), ZERO)
    if explained != after - before:
        raise RuntimeError("the reasons of a difference do not add up")
    told = [
        ReasonRead(
            reason=reason, added=_plain(added), removed=_plain(removed),
            delta=_plain(added - removed),
        )
        for reason, (added, removed) in sorted(
            reasons.items(), key=lambda each: _ORDER.index(each[0])
        )
    ]  # fmt: skip
    return CellDifference(
        by=by, before=_plain(before), after=_plain(after), delta=_plain(after - before),
        reasons=told,
    )  # fmt: skip


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
