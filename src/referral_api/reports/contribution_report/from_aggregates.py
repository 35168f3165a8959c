"""Aggregates, arranged as one count for each year, figure and source; and the approximations."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.codelists.programme import Population
from referral_api.domain.figures.aggregates.schemas import AggregateRead
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.notes import Notes
from referral_api.reports.figures import Figure


class Approximation(NamedTuple):
    """A number that a source gives in words only, or roughly."""

    year: int
    code: str
    words: str
    filter: str
    source: str
    note: str


def counts_of(aggregates: Sequence[AggregateRead], notes: Notes) -> list[Count]:
    """Arrange the exact numbers and the shares. Two values of one cell stand in two counts."""
    groups: dict[tuple[int, str, str, date | None], list[AggregateRead]] = defaultdict(list)
    for aggregate in aggregates:
        if aggregate.kind is not AggregateKind.APPROXIMATE:
            key = (aggregate.since.year, aggregate.code, aggregate.source, aggregate.dated)
            groups[key].append(aggregate)
    return [count for group in groups.values() for count in _counts(group, notes)]


def approximations_of(
    aggregates: Sequence[AggregateRead], notes: Notes
) -> tuple[Approximation, ...]:
    """List the numbers that are not exact."""
    return tuple(
        Approximation(
            aggregate.since.year, aggregate.code, aggregate.words, aggregate.filter,
            aggregate.source, notes.of_aggregate(aggregate),
        )
        for aggregate in aggregates
        if aggregate.kind is AggregateKind.APPROXIMATE
    )  # fmt: skip


def figure_of(aggregate: AggregateRead) -> Figure:
    """Write a number with the decimals of its source."""
    value = Decimal(aggregate.value or 0)
    decimals = max(0, -int(value.as_tuple().exponent))
    return Figure(value, decimals=decimals, percent=aggregate.kind is AggregateKind.SHARE)


def _counts(group: list[AggregateRead], notes: Notes) -> Iterator[Count]:
    seen: list[dict[tuple[str, str | None], AggregateRead]] = []
    for aggregate in group:
        cell = (str(aggregate.kind), aggregate.population)
        place = next((one for one in seen if cell not in one), None)
        if place is None:
            place = {}
            seen.append(place)
        place[cell] = aggregate
    return (_count(list(cells.values()), notes) for cells in seen)


def _count(cells: list[AggregateRead], notes: Notes) -> Count:
    numbers = [cell for cell in cells if cell.kind is AggregateKind.COUNT]
    shares = [cell for cell in cells if cell.kind is AggregateKind.SHARE]
    total = next((cell for cell in numbers if cell.population is None), None)
    first = total or (numbers or shares)[0]
    return Count(
        year=first.since.year,
        code=first.code,
        definition=first.filter,
        unit=str(first.unit),
        total=figure_of(total) if total else None,
        note=notes.of_aggregate(first),
        source=first.source,
        parts={Population(cell.population): figure_of(cell) for cell in numbers if cell.population},
        shares={Population(cell.population): figure_of(cell) for cell in shares if cell.population},
        words={
            (str(cell.kind), cell.population and Population(cell.population)): cell.words
            for cell in cells
        },
    )
