"""The numbers of a series: counted year by year as of a cut, and the totals of others."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, bindparam, select

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.programme import Population
from referral_api.domain.figures.aggregates.tables import Aggregate
from referral_api.domain.figures.answers.counts import cell_of, counting, parameters_of, start_of
from referral_api.domain.figures.definitions.definition import Definition, Measure
from referral_api.domain.figures.series.counting import year_statement
from referral_api.domain.figures.series.joining import Line
from referral_api.domain.figures.series.points import Point

_FIRST_DAY = date(1900, 1, 1)
# By which dimension a figure says whom it is about.
_POPULATIONS = ("category", "population")
_DIVIDED = (
    Population.WOMEN, Population.GIRLS, Population.MEN, Population.BOYS,
    Population.NOT_DETERMINED,
)  # fmt: skip
_G: Any = Aggregate.__table__.c  # type: ignore[attr-defined]
_TOTALS = Statement(
    select(Aggregate)
    .where(
        _G.code == bindparam("code", type_=Text()),
        _G.status == literal_code(EntryStatus.REGISTERED),
    )
    .order_by(_G.since, _G.recorded_key)
)


async def counted_points(
    transaction: Transaction, definition: Definition, cut: Row, last_year: int
) -> list[Point]:
    """Count each year from the first in which anything counted: before it there is no zero."""
    if definition.date in {None, "period"}:
        return []  # A stock, or what counts in whatever period: neither belongs to a year.
    division = next((name for name in _POPULATIONS if name in definition.dimensions), None)
    if definition.measure not in {Measure.NUMBER, Measure.SUM}:
        division = None
    end = min(last_year, cut["taken_at"].year)
    values = parameters_of(cut) | {
        "since": start_of(_FIRST_DAY), "before": start_of(date(end + 1, 1, 1))
    }  # fmt: skip
    async with counting(transaction, definition, cut) as history:
        whole = await history.all(year_statement(definition, ()), **values)
        parts = (
            await history.all(year_statement(definition, (division,)), **values) if division else []
        )
    found: dict[tuple[int, str | None], Decimal | None] = {}
    for row in (*whole, *parts):
        population = row.get(division) if division else None
        found[row["year"], population] = _value(definition, row)
    if not found:
        return []
    populations: tuple[str | None, ...] = (None, *_DIVIDED) if division else (None,)
    missing = Decimal() if division else None
    first = min(year for year, _ in found)
    return [
        Point(
            year, _own_line(definition, population), found.get((year, population), missing),
            is_over=start_of(date(year + 1, 1, 1)) <= cut["taken_at"],
        )
        for year in range(first, end + 1)
        for population in populations
    ]  # fmt: skip


def together(points: list[Point]) -> Iterator[Point]:
    """Add the women and the girls that were counted: some sources divide no further."""
    pair = {Population.WOMEN: Population.GIRLS}
    by_place = {(point.year, point.line.population): point for point in points}
    for (year, population), women in by_place.items():
        girls = by_place.get((year, pair.get(population)))  # type: ignore[call-overload]
        if girls is None or women.value is None or girls.value is None or population is None:
            continue
        line = Line(
            None, women.line.unit, Population.WOMEN_AND_GIRLS, women.line.filter,
            women.line.reference_date,
        )  # fmt: skip
        yield Point(year, line, women.value + girls.value, women.is_over)


async def points_of_others(
    transaction: Transaction, code: str, definition: Definition | None
) -> list[Point]:
    """Read the totals of others that answer a figure; only the coordination sees any."""
    return [_point(row, definition) for row in await transaction.all(_TOTALS, code=code)]


def _point(row: Row, definition: Definition | None) -> Point:
    since, before = row["since"], row["before"]
    line = Line(
        row["source"], row["unit"], row["population"], _filter(row["filter"], definition),
        row["reference_date"],
        of_years=(since, before) == (date(since.year, 1, 1), date(since.year + 1, 1, 1)),
    )  # fmt: skip
    return Point(since.year, line, row["value"], told=dict(row))


def _filter(words: str, definition: Definition | None) -> str:
    """Read the name of the figure, in either language, as its filter; all else as it is said."""
    said = _folded(words)
    if definition and said in {definition.code, _folded(definition.fr), _folded(definition.en)}:
        return definition.code
    return said


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _own_line(definition: Definition, population: str | None) -> Line:
    return Line(None, definition.unit, population, definition.code, definition.date)


def _value(definition: Definition, row: Row) -> Decimal | None:
    value = cell_of(definition, row, ())["value"]
    return None if value is None else Decimal(str(value))
