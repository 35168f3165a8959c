"""Two lines of a series join by one rule; growth is given between joined numbers alone."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from referral_api.domain.codelists.series import Apart, NoGrowth, SeriesFlag
from referral_api.domain.figures.series.joining import Line, why_apart
from referral_api.domain.figures.series.points import Point, Series

_OURS = Line(None, "person", None, "protection.assisted", "started_at")
_THEIRS = replace(_OURS, source="Comité")


@pytest.mark.parametrize(
    ("changes", "theirs", "ours", "apart"),
    [
        ({}, {2023: "100"}, {2023: "95"}, None),
        ({}, {2023: "100"}, {2023: "105"}, None),
        ({}, {2023: "100"}, {2023: "94"}, Apart.TOO_DIFFERENT),
        ({}, {2023: "100"}, {2023: "106"}, Apart.TOO_DIFFERENT),
        ({}, {2023: "100.0"}, {2023: "94.99"}, Apart.TOO_DIFFERENT),
        ({}, {2023: "0"}, {2023: "0"}, None),
        ({}, {2023: "0"}, {2023: "1"}, Apart.TOO_DIFFERENT),
        # One year is enough.
        ({}, {2022: "100", 2023: "100"}, {2022: "20", 2023: "99"}, None),
        ({}, {2022: "100"}, {2023: "100"}, Apart.NO_COMMON_YEAR),
        ({}, {}, {2023: "100"}, Apart.NO_COMMON_YEAR),
        ({"unit": "case"}, {2023: "100"}, {2023: "100"}, Apart.UNIT),
        ({"population": "women"}, {2023: "100"}, {2023: "100"}, Apart.POPULATION),
        ({"filter": "victimes repérées"}, {2023: "100"}, {2023: "100"}, Apart.FILTER),
        ({"reference_date": "sent_at"}, {2023: "100"}, {2023: "100"}, Apart.REFERENCE_DATE),
        ({"reference_date": None}, {2023: "100"}, {2023: "100"}, Apart.REFERENCE_DATE),
        ({"of_years": False}, {2023: "100"}, {2023: "100"}, Apart.PERIOD),
    ],
)
def test_lines_join_if_they_count_the_same_and_one_year_is_close(
    changes: dict[str, Any], theirs: dict[int, str], ours: dict[int, str], apart: Apart | None
) -> None:
    first, second = [
        {year: Decimal(value) for year, value in values.items()} for values in (theirs, ours)
    ]
    assert why_apart(replace(_THEIRS, **changes), first, _OURS, second) == apart


def test_two_lines_that_do_not_say_their_date_stay_apart() -> None:
    values = {2023: Decimal(100)}
    lines = [replace(_THEIRS, source=source, reference_date=None) for source in ("A", "B")]
    assert why_apart(lines[0], values, lines[1], values) is Apart.REFERENCE_DATE


def _point(year: int, value: str | None, line: Line = _OURS, **more: Any) -> Point:
    return Point(year, line, None if value is None else Decimal(value), **more)


def _told(points: list[Point], breaks: set[int]) -> dict[tuple[int, str | None], tuple[Any, ...]]:
    series = Series(points, breaks)
    told = {}
    for point in series.points:
        growth = series.growth(point)
        flags = "".join("2" if len(flag) > 1 else flag for flag in series.flags(point))
        told[point.year, point.line.source] = (flags, growth.code or str(growth.percent))
    return told


_B, _FIRST = NoGrowth.BREAK, NoGrowth.FIRST_YEAR


@pytest.mark.parametrize(
    ("points", "breaks", "told"),
    [
        (
            [_point(2022, "100"), _point(2023, "150")], set(),
            {(2022, None): ("", _FIRST), (2023, None): ("", "50.00")},
        ),
        (
            [_point(2022, "100"), _point(2023, "150")], {2023},
            {(2022, None): ("", _FIRST), (2023, None): ("b", _B)},
        ),
        (  # The committee's own: four filters, four lines.
            [
                _point(2021, "582", replace(_THEIRS, filter="prises en charge")),
                _point(2022, "4815", replace(_THEIRS, filter="repérées et assistées")),
            ],
            set(),
            {(2021, "Comité"): ("", _FIRST), (2022, "Comité"): ("b", _B)},
        ),
        (  # The common year shows both, and joins what comes before to what comes after.
            [
                _point(2022, "80", _THEIRS), _point(2023, "100", _THEIRS), _point(2023, "98"),
                _point(2024, "147", is_over=False),
            ],
            set(),
            {
                (2022, "Comité"): ("", _FIRST), (2023, "Comité"): ("", "25.00"),
                (2023, None): ("", "22.50"), (2024, None): ("p", "50.00"),
            },
        ),
        (
            [_point(2022, "80", _THEIRS), _point(2023, "100", _THEIRS), _point(2023, "50")], set(),
            {
                (2022, "Comité"): ("", _FIRST), (2023, "Comité"): ("", "25.00"),
                (2023, None): ("b", _B),
            },
        ),
        (  # A year without any number is no break, but the recorded break within it is.
            [_point(2020, "3"), _point(2022, "2")], {2021},
            {(2020, None): ("", _FIRST), (2022, None): ("", _B)},
        ),
        (
            [_point(2022, "0"), _point(2023, "5"), _point(2024, None)], set(),
            {
                (2022, None): ("", _FIRST), (2023, None): ("", NoGrowth.ZERO_BASE),
                (2024, None): ("", NoGrowth.NO_VALUE),
            },
        ),
        (  # Two bodies on one year: never added, and told so.
            [_point(2022, "10", _THEIRS), _point(2022, "12", replace(_THEIRS, source="Police"))],
            set(),
            {(2022, "Comité"): ("2", _FIRST), (2022, "Police"): ("2", _FIRST)},
        ),
    ],
)  # fmt: skip
def test_a_number_is_flagged_where_the_series_breaks_and_no_growth_crosses_it(
    points: list[Point], breaks: set[int], told: dict[Any, Any]
) -> None:
    assert _told(points, breaks) == told
    assert {str(flag) for flag in SeriesFlag} == {"b", "p", "possible_double_count"}
