"""The four plots of the report. Each is left out where there is nothing to draw."""

from collections.abc import Sequence

from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.programme import Pillar, Population
from referral_api.domain.codelists.territory import Region
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.from_answers import CitedAnswer
from referral_api.reports.contribution_report.names import pillar_of
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure
from referral_api.reports.plot_data import (
    Bar,
    Caption,
    Group,
    HorizontalBars,
    Part,
    StackedBar,
    StackedBars,
    Steps,
    Tile,
    TileMap,
)
from referral_api.reports.territories import TILES

_BY_CATEGORY: Words = (
    "Victimes par catégorie et par année", "Victims by category and year"
)  # fmt: skip
_GAP: Words = (
    "Une barre par année et par définition\u00a0; entre deux définitions, rien ne se compare.",
    "One bar for each year and definition; nothing is comparable between two definitions.",
)
_BY_FORM: Words = (
    "Victimes identifiées, par forme d'exploitation, {year}",
    "Identified victims, by form of exploitation, {year}",
)
_BY_REGION: Words = (
    "Victimes identifiées, par région, {year}", "Identified victims, by region, {year}"
)  # fmt: skip
_TO_CONVICTION: Words = (
    "De la mise en cause à la condamnation, {year}", "From the accusation to the conviction, {year}"
)  # fmt: skip
_FLOW: Words = ("Flux de l'année, non une cohorte.", "Flows of the year, not a cohort.")
_ELSEWHERE: Words = ("Hors du Mali ou inconnue", "Outside Mali or unknown")
_STEPS: dict[str, Words] = {
    "justice.proceedings_registered": ("Affaires enregistrées", "Proceedings"),
    "justice.accused": ("Personnes inculpées", "Charged"),
    "justice.prosecuted": ("Personnes poursuivies", "Prosecuted"),
    "justice.tried": ("Personnes jugées", "Tried"),
    "justice.convicted": ("Personnes condamnées", "Convicted"),
    "justice.convictions": ("Condamnations", "Convictions"),
}
_GROUPS: dict[Population, Group] = {
    Population.WOMEN: "women", Population.GIRLS: "girls",
    Population.WOMEN_AND_GIRLS: "women_and_girls", Population.MEN: "men", Population.BOYS: "boys",
    Population.NOT_DETERMINED: "not_determined",
}  # fmt: skip
_DRAWN = ("protection.assisted", "protection.detected_assisted", "identification.identified")
# The lower ends of the classes of colour: no class is below the smallest cell that is published.
_CLASSES = (11, 50, 150, 300)


def by_category(counts: Sequence[Count], speaker: Speaker, source: str) -> StackedBars | None:
    """Draw plot 1: each count of victims or persons assisted that has a total."""
    drawn = [
        count for count in counts
        if count.code in _DRAWN and count.number and (count.parts or count.is_counted)
    ]  # fmt: skip
    if not drawn:
        return None
    notes = tuple(dict.fromkeys(count.note for count in drawn))
    caption = Caption(1, speaker.say(_BY_CATEGORY), source, (speaker.say(_GAP),), notes)
    return StackedBars(caption, tuple(map(_bar, drawn)))


def by_form(year: Year, told: CitedAnswer, speaker: Speaker, source: str) -> HorizontalBars | None:
    """Draw plot 2: the forms of table 4."""
    bars = tuple(
        Bar(speaker.label(ExploitationForm, form), Figure(told.number(form=form)))
        for form in told.codes("form")
    )
    title = speaker.say(_BY_FORM, year=year.number)
    return HorizontalBars(Caption(2, title, source, (), (told.note,)), bars) if bars else None


def by_region(year: Year, told: CitedAnswer, speaker: Speaker, source: str) -> TileMap:
    """Draw plot 3: a tile for each territory."""
    tiles = tuple(
        Tile(speaker.label(Region, region), column, row, Figure(told.number(region=region)))
        for region, (column, row) in TILES.items()
    )
    inside = sum(told.number(region=region) for region in TILES)
    elsewhere = Bar(speaker.say(_ELSEWHERE), Figure(told.number() - inside))
    title = speaker.say(_BY_REGION, year=year.number)
    return TileMap(Caption(3, title, source, (), (told.note,)), tiles, _CLASSES, elsewhere)


def to_conviction(counts: Sequence[Count], speaker: Speaker, source: str) -> Steps | None:
    """Draw plot 4 for the last year that has any number of the prosecution."""
    told = [
        count for count in counts if pillar_of(count.code) is Pillar.PROSECUTION and count.number
    ]
    if not told:
        return None
    year = max(count.year for count in told)
    first = {count.code: count for count in reversed(told) if count.year == year}
    bars = tuple(
        Bar(speaker.say(name), cells.number(first[code].number if code in first else None))
        for code, name in _STEPS.items()
    )
    notes = tuple(count.note for code, count in first.items() if code in _STEPS)
    title = speaker.say(_TO_CONVICTION, year=year)
    return Steps(Caption(4, title, source, (speaker.say(_FLOW),), notes), bars)


def _bar(count: Count) -> StackedBar:
    parts = [
        Part(group, count.parts[population])
        for population, group in _GROUPS.items()
        if count.part(population)
    ]
    if count.rest:
        parts.append(Part("rest", Figure(count.rest)))
    return StackedBar(str(count.year), count.definition, tuple(parts), cells.total(count))
