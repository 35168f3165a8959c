"""Cells that several tables write alike."""

from decimal import Decimal

from referral_api.domain.codelists.programme import Population
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.speaker import Words
from referral_api.reports.figures import Figure, Flag

NOT_AVAILABLE = Figure(mark="n.d.")
NOT_APPLICABLE = Figure(mark="–")
HEADS: dict[Population, Words] = {
    Population.WOMEN: ("Femmes", "Women"),
    Population.GIRLS: ("Filles", "Girls"),
    Population.WOMEN_AND_GIRLS: ("Femmes et filles", "Women and girls"),
    Population.MEN: ("Hommes", "Men"),
    Population.BOYS: ("Garçons", "Boys"),
    Population.NOT_DETERMINED: ("Sexe non déterminé", "Sex not determined"),
    Population.UNDIVIDED: ("Non ventilé", "Undivided"),
}
YEAR: Words = ("Année", "Year")
TOTAL: Words = ("Total", "Total")
SOURCE: Words = ("Source", "Source")
DEFINITION: Words = ("Définition", "Definition")
# Whom a report about one population shows beside the total.
_SHOWN = {
    Population.WOMEN: {Population.WOMEN},
    Population.GIRLS: {Population.GIRLS},
    Population.MEN: {Population.MEN},
    Population.BOYS: {Population.BOYS},
    Population.NOT_DETERMINED: {Population.NOT_DETERMINED},
    Population.WOMEN_AND_GIRLS: {
        Population.WOMEN, Population.GIRLS, Population.WOMEN_AND_GIRLS
    },
    Population.UNDIVIDED: {Population.UNDIVIDED},
}  # fmt: skip


def shown(columns: tuple[Population, ...], asked: Population | None) -> tuple[Population, ...]:
    """Keep the columns of the population that the report is about."""
    if asked is None:
        return columns
    return tuple(column for column in columns if column in _SHOWN[asked])


def cell(count: Count, population: Population) -> Figure:
    """Write the number of a population: what was not told is not available, and never 0."""
    figure = count.parts.get(population)
    if figure is not None:
        return figure
    summed = {Population.WOMEN_AND_GIRLS: count.women_and_girls, Population.UNDIVIDED: count.rest}
    return number(summed.get(population), _flags(count))


def total(count: Count, *more: Flag) -> Figure:
    """Write the total, with more flags."""
    figure = count.total
    if figure is None or figure.value is None:
        return NOT_AVAILABLE
    return Figure(
        figure.value, decimals=figure.decimals, flags=(*figure.flags, *more)
    )  # fmt: skip


def number(value: int | None, flags: tuple[Flag, ...] = ()) -> Figure:
    """Write a number, or that it is not available."""
    return NOT_AVAILABLE if value is None else Figure(value, flags=flags)


def _flags(count: Count) -> tuple[Flag, ...]:
    return count.total.flags if count.total else ()


def share(part: int, whole: int) -> Decimal:
    """Compute a percentage, unrounded: it is rounded when it is printed."""
    return Decimal(part) * 100 / Decimal(whole)
