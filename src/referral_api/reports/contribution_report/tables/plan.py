"""Table 12: how far the action plan is, one row for each indicator."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import Register
from referral_api.reports.contribution_report.reading import Sources
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Row, Table

_TITLE: Words = ("Suivi du plan d'action national", "Progress of the national action plan")
_HEADS: tuple[Words, ...] = (
    ("Objectif", "Objective"), ("Indicateur", "Indicator"), ("Valeur de référence", "Base"),
    ("Cible", "Target"), ("Valeur", "Value"), ("Écart", "Difference"),
    ("Observation", "Observation"),
)  # fmt: skip
_IN: Words = ("en {year}", "in {year}")
_NONE: Words = ("Aucun indicateur n'est enregistré.", "No indicator is on record.")


def plan(
    sources: Sources, years: Sequence[Year], register: Register, speaker: Speaker, source: str
) -> Table:
    """Write table 12. The value is the last one of the period."""
    numbers = {objective.id: objective.number for objective in sources.objectives}
    rows = tuple(_rows(sources, numbers, years, speaker))
    notes = [register.entered("plan.indicator", year, "indicator") for year in years]
    if not rows:
        rows = (Row(("–", speaker.say(_NONE), *[cells.NOT_AVAILABLE] * 4, "–")),)
    return Table(
        12, speaker.say(_TITLE), tuple(map(speaker.say, _HEADS)), rows, source,
        notes=tuple(told.note for told in notes if told and told.answer.total.base),
    )  # fmt: skip


def _rows(
    sources: Sources, numbers: dict[Any, str], years: Sequence[Year], speaker: Speaker
) -> Iterator[Row]:
    within = {year.number for year in years}
    for indicator in sources.indicators:
        values = sorted(
            (value for value in sources.values
             if value.indicator_id == indicator.id and value.year in within),
            key=lambda value: value.year,
        )  # fmt: skip
        last = values[-1] if values else None
        said = speaker.say(_IN, year=last.year) if last else "–"
        if last and last.source:
            said = f"{said}, {last.source}"
        target = _figure(indicator.target_value)
        value = _figure(last.value if last else None)
        yield Row(
            (
                numbers.get(indicator.objective_id, "–"),
                f"{indicator.title} ({indicator.unit})",
                _figure(indicator.base_value), target, value, _gap(target, value), said,
            )
        )  # fmt: skip


def _figure(text: str | None) -> Figure:
    if text is None:
        return cells.NOT_AVAILABLE
    value = Decimal(text)
    return Figure(value, decimals=max(0, -int(value.as_tuple().exponent)))


def _gap(target: Figure, value: Figure) -> Figure:
    if target.value is None or value.value is None:
        return cells.NOT_AVAILABLE
    difference = Decimal(value.value) - Decimal(target.value)
    return Figure(difference, decimals=max(target.decimals, value.decimals))
