"""The rules of the form beyond its types: one period, one line for each count, totals that agree,
and an informant where somebody else types.

A refusal names every place that is wrong, and no value.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from referral_api.domain.programme.contributions.schemas import (
    ContributionCorrect,
    ContributionCreate,
    ContributionLine,
)
from referral_api.errors import MalformedInput

CELLS = ("women", "girls", "men", "boys", "not_determined")
_Error = dict[str, str]


def check_form(*rules: Iterable[_Error]) -> None:
    """Refuse a form that breaks one of these rules, with all that is wrong in it."""
    errors = [error for rule in rules for error in rule]
    if errors:
        raise MalformedInput(errors=errors)


def wrong_lines(lines: Sequence[ContributionLine]) -> Iterator[_Error]:
    """Find an empty line, two of one pillar and unit, and a total that is not the sum."""
    seen = set[tuple[str, str]]()
    for place, line in enumerate(lines):
        if (line.pillar, line.unit) in seen:
            yield _wrong(f"lines/{place}/unit", "invalid_value")
        seen.add((line.pillar, line.unit))
        cells = [getattr(line, name) for name in CELLS]
        given = [cell for cell in cells if cell is not None]
        if not given:
            yield _wrong(f"lines/{place}/women", "missing")
        elif line.total is not None and line.total != sum(given):
            yield _wrong(f"lines/{place}/total", "contradicts_cells")


def wrong_period(contribution: ContributionCreate, now: datetime) -> Iterator[_Error]:
    """Find anything but a request alone, or a year and a quarter of it that has begun."""
    year, quarter = contribution.year, contribution.quarter
    for name, value in {"year": year, "quarter": quarter}.items():
        if contribution.contribution_request_id is None and value is None:
            yield _wrong(name, "missing")
        elif contribution.contribution_request_id is not None and value is not None:
            yield _wrong(name, "invalid_value")
    if year and quarter and date(year, 3 * quarter - 2, 1) > now.date():
        yield _wrong("quarter", "out_of_range")


def wrong_informant(
    told: ContributionCreate | ContributionCorrect, now: datetime, *, speaks_for_itself: bool
) -> Iterator[_Error]:
    """Find an informant who is missing, or who goes with what a structure enters itself.

    The coordination types for another structure what was said to it: by whom there, and when.
    """
    for name, value in {"said_by": told.said_by, "said_at": told.said_at}.items():
        if speaks_for_itself and value is not None:
            yield _wrong(name, "invalid_value")
        elif not speaks_for_itself and value is None:
            yield _wrong(name, "missing")
    if not speaks_for_itself and told.said_at is not None and told.said_at > now:
        yield _wrong("said_at", "out_of_range")


def _wrong(place: str, code: str) -> _Error:
    return {"pointer": f"/{place}", "code": code}
