"""Following a figure through the years."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from referral_api.audit.log import record
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import Population
from referral_api.domain.figures.answers.counts import scope_of
from referral_api.domain.figures.answers.cuts import cut_for_answer, find_cut
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.domain.figures.series.joining import Line
from referral_api.domain.figures.series.points import Growth, Point, Series
from referral_api.domain.figures.series.schemas import (
    SeriesGrowth,
    SeriesLine,
    SeriesPoint,
    SeriesRead,
    SeriesYear,
)
from referral_api.domain.figures.series.sources import (
    counted_points,
    points_of_others,
    together,
)
from referral_api.domain.figures.series_breaks.records import breaks_of
from referral_api.domain.figures.series_breaks.schemas import SeriesBreakRead
from referral_api.errors import MalformedInput, NotFound
from referral_api.permissions import FigurePermission

# So many years at once.
MOST_YEARS = 60


async def follow_figure(
    transaction: Transaction, code: str, from_year: int, to_year: int, cut_id: UUID | None, *,
    growth: bool,
) -> SeriesRead:  # fmt: skip
    """Show each year's totals of others and what is counted, apart, with what must be said of each.

    NotFound without such a figure or cut: the coordination follows those too that only totals of
    others answer. MalformedInput for years that do not follow each other.
    """
    if not from_year <= to_year < from_year + MOST_YEARS:
        raise MalformedInput(errors=[{"pointer": "query:to_year", "code": "out_of_range"}])
    definition = DEFINITIONS.get(code)
    coordinates = transaction.scope == "flow"
    others = await points_of_others(transaction, code, definition) if coordinates else []
    if definition is None and not others:
        raise NotFound
    cut = await (find_cut(transaction, cut_id) if cut_id else cut_for_answer(transaction))
    own = await counted_points(transaction, definition, cut, to_year) if definition else []
    if any(point.line.population == Population.WOMEN_AND_GIRLS for point in others):
        own += together(own)
    breaks = await _breaks(transaction, code)
    series = Series([*others, *own], {each.year for each in breaks})
    years = [
        SeriesYear(
            year=year, breaks=[each for each in breaks if coordinates and each.year == year],
            points=_points(series, year, growth=growth),
        )
        for year in range(from_year, to_year + 1)
    ]  # fmt: skip
    await record(transaction, FigurePermission.FOLLOW, "figure", code=code)
    return SeriesRead(
        code=code, definition_version=None if definition is None else definition.version,
        cut_id=cut["id"],
        cut_taken_at=cut["taken_at"],
        scope=scope_of(transaction, definition) if definition else "country",
        lines=_lines(series), years=years,
    )  # fmt: skip


async def _breaks(transaction: Transaction, code: str) -> list[SeriesBreakRead]:
    """Read all breaks of a figure: they mark the numbers of every reader."""
    async with transaction.elevated():
        return await breaks_of(transaction, [code])


def _lines(series: Series) -> list[SeriesLine]:
    return [_line(series, line) for line in series.lines]


def _line(series: Series, line: Line) -> SeriesLine:
    own = [
        other
        for other in series.lines
        if other.source is None and other.population == line.population
    ]
    reasons = [series.apart(line, other) for other in own]
    return SeriesLine(
        source=line.source, unit=line.unit, population=_population(line.population),
        filter=line.filter, reference_date=line.reference_date, joins_counted=None in reasons,
        apart_because=next(iter(reasons), None),
    )  # fmt: skip


def _points(series: Series, year: int, *, growth: bool) -> list[SeriesPoint]:
    places: dict[Line, int] = {line: place for place, line in enumerate(series.lines)}
    found: Sequence[Point] = [point for point in series.points if point.year == year]
    return [
        SeriesPoint(
            line=places[point.line], flags=list(series.flags(point)), value=_text(point.value),
            growth=_growth(series.growth(point)) if growth else None, **_told(point),
        )
        for point in sorted(found, key=lambda point: places[point.line])
    ]  # fmt: skip


def _told(point: Point) -> dict[str, Any]:
    told, year = point.told, point.year
    return {
        "aggregate_id": told.get("id"), "kind": told.get("kind"), "words": told.get("words"),
        "since": told.get("since", date(year, 1, 1)),
        "before": told.get("before", date(year + 1, 1, 1)),
    }  # fmt: skip


def _growth(growth: Growth) -> SeriesGrowth:
    return SeriesGrowth(
        since_year=growth.since_year, percent=_text(growth.percent), code=growth.code
    )


def _population(code: str | None) -> Population | None:
    return None if code is None else Population(code)


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"
