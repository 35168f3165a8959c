"""The rule that joins two lines of a series: whether their numbers may be compared at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from referral_api.domain.codelists.series import Apart

# In percent of the first line.
MOST_APART = 5


@dataclass(frozen=True, slots=True)
class Line:
    """What the numbers of a line count; ``source`` is None for what is counted here.

    ``reference_date`` is None where the source does not say by which date it counts: that is
    equal to nothing. ``of_years`` is false for periods that are no civil years.
    """

    source: str | None
    unit: str
    population: str | None
    filter: str
    reference_date: str | None
    of_years: bool = True


def why_apart(
    first: Line, first_values: Mapping[int, Decimal],
    second: Line, second_values: Mapping[int, Decimal],
) -> Apart | None:  # fmt: skip
    """Say what keeps two lines apart; None if they join.

    They join if unit, population, filter and reference date are equal, and one year exists under
    both with a difference of at most 5 % of the first.
    """
    common = first_values.keys() & second_values.keys()
    dates = {first.reference_date, second.reference_date}
    conditions = (
        (Apart.UNIT, first.unit == second.unit),
        (Apart.POPULATION, first.population == second.population),
        (Apart.FILTER, first.filter == second.filter),
        (Apart.REFERENCE_DATE, None not in dates and len(dates) == 1),
        (Apart.PERIOD, first.of_years and second.of_years),
        (Apart.NO_COMMON_YEAR, bool(common)),
        (
            Apart.TOO_DIFFERENT,
            any(_is_close(first_values[year], second_values[year]) for year in common),
        ),
    )
    return next((reason for reason, holds in conditions if not holds), None)


def _is_close(first: Decimal, second: Decimal) -> bool:
    return abs(first - second) * 100 <= MOST_APART * abs(first)
