"""Tables 1 and 2: whom prevention reached, and how many activities there were."""

from collections.abc import Iterable, Sequence

from referral_api.domain.codelists.prevention import ActivityState, PreventionKind
from referral_api.domain.codelists.programme import Population
from referral_api.domain.codelists.territory import Region
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.from_answers import REGISTER, CitedAnswer
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Row, Table

_REACHED: Words = (
    "Personnes touchées par les actions de prévention, par catégorie et par année",
    "Persons reached by prevention, by category and year",
)
_ACTIVITIES: Words = (
    "Activités de prévention, par type et par région, {year}",
    "Prevention activities, by kind and region, {year}",
)
_REGION: Words = ("Région", "Region")
_NATION: Words = ("Ensemble du pays", "The whole country")
_ATTENDANCES: Words = (
    (
        "Une personne compte à chaque activité où elle est présente. Les sources ne "
        "s'additionnent pas."
    ),
    "A person counts at each activity that the person attends. Sources are not added.",
)
_DONE = ActivityState.CARRIED_OUT
_COLUMNS = (
    Population.WOMEN, Population.GIRLS, Population.WOMEN_AND_GIRLS, Population.MEN, Population.BOYS,
    Population.UNDIVIDED,
)  # fmt: skip


def reached(
    years: Sequence[Year], counts: Iterable[Count], source: str, speaker: Speaker,
    population: Population | None,
) -> Table:  # fmt: skip
    """Write table 1: a row for each year and source."""
    told = [count for count in counts if count.code == "prevention.reached"]
    columns = cells.shown(_COLUMNS, population)
    rows: list[Row] = []
    for year in years:
        of_year = [count for count in told if count.year == year.number]
        rows += [
            Row(
                (
                    str(year.number),
                    *(cells.cell(count, column) for column in columns),
                    cells.total(count),
                    count.source,
                ),
                (count.note,),
            )
            for count in of_year
        ] or [Row((str(year.number), *[cells.NOT_AVAILABLE] * (len(columns) + 1), "–"))]
    heads = (
        speaker.say(cells.YEAR), *(speaker.say(cells.HEADS[column]) for column in columns),
        speaker.say(cells.TOTAL), speaker.say(cells.SOURCE),
    )  # fmt: skip
    remarks = (speaker.say(_ATTENDANCES),)
    return Table(1, speaker.say(_REACHED), heads, tuple(rows), source, remarks)


def activities(year: Year, told: CitedAnswer, source: str, speaker: Speaker) -> Table:
    """Write table 2: the activities of one year."""
    kinds = [kind for kind in PreventionKind if told.number(kind=kind, state=_DONE)]

    def row(label: str, **by: str) -> Row:
        numbers = [Figure(told.number(kind=kind, state=_DONE, **by)) for kind in kinds]
        return Row((label, *numbers, Figure(told.number(state=_DONE, **by))))

    regions = sorted(told.codes("region"), key=lambda code: list(map(str, Region)).index(code))
    rows = [row(speaker.label(Region, region), region=region) for region in regions]
    heads = (
        speaker.say(_REGION), *(speaker.label(PreventionKind, kind) for kind in kinds),
        speaker.say(cells.TOTAL),
    )  # fmt: skip
    return Table(
        2, speaker.say(_ACTIVITIES, year=year.number), heads,
        (*rows, row(speaker.say(_NATION))), f"{speaker.say(REGISTER)}. {source}",
        notes=(told.note,),
    )  # fmt: skip
