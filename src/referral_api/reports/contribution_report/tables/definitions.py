"""Table 3: victims and persons assisted, one row for each year and definition; and the shares that
sources give, with their own decimals.
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.codelists.programme import Population
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.counts import Count, phrase
from referral_api.reports.contribution_report.sentences import REST_NAME
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Flag, Row, Table

_TITLE: Words = (
    "Victimes et personnes prises en charge, selon la définition",
    "Victims and persons assisted, by definition",
)
_SHARES: Words = (
    "Parts données par les sources, avec leurs décimales",
    "Shares as the sources give them, with their decimals",
)
_SHARE_HEADS: dict[Population, Words] = {
    Population.WOMEN: ("Part des femmes (%)", "Share of women (%)"),
    Population.GIRLS: ("Part des filles (%)", "Share of girls (%)"),
}
_CATEGORY: Words = ("Catégorie", "Category")
_NUMBER: Words = ("Nombre", "Number")
_GIVEN: Words = ("Part de la source", "Share of the source")
_COMPUTED: Words = ("Part recalculée", "Share recomputed")
_NOT_ONE_LINE: Words = (
    (
        "Chaque définition est une série à part\u00a0: les totaux de définitions différentes "
        "ne se comparent pas."
    ),
    "Each definition is a series of its own: totals of different definitions are not comparable.",
)
_COLUMNS = (
    Population.WOMEN, Population.GIRLS, Population.WOMEN_AND_GIRLS, Population.MEN, Population.BOYS,
    Population.NOT_DETERMINED,
)  # fmt: skip
_SHARED = (Population.WOMEN, Population.GIRLS)


def by_definition(
    years: Sequence[Year], counts: Iterable[Count], source: str, speaker: Speaker,
    population: Population | None, broken: Container[tuple[str, int]] = (),
) -> Table:  # fmt: skip
    """Write table 3. A total is marked as a break where the year before had another definition, or
    where the coordination says so: ``broken``.
    """
    counts = list(counts)
    columns = cells.shown(_COLUMNS, population)
    shares = cells.shown(_SHARED, population)
    width = len(columns) + 1 + len(shares)
    rows: list[Row] = []
    for year in years:
        of_year = [count for count in counts if count.year == year.number]
        rows += [
            Row(
                (
                    str(year.number),
                    count.definition,
                    *(cells.cell(count, column) for column in columns),
                    cells.total(count, *_break(count, counts, broken)),
                    *(_share(count, column) for column in shares),
                ),
                (count.note,),
            )
            for count in of_year
        ] or [Row((str(year.number), "–", *[cells.NOT_AVAILABLE] * width))]
    heads = (
        speaker.say(cells.YEAR), speaker.say(cells.DEFINITION),
        *(speaker.say(cells.HEADS[column]) for column in columns), speaker.say(cells.TOTAL),
        *(speaker.say(_SHARE_HEADS[column]) for column in shares),
    )  # fmt: skip
    return Table(
        3, speaker.say(_TITLE), heads, tuple(rows), source, (speaker.say(_NOT_ONE_LINE),)
    )  # fmt: skip


def shares(counts: Iterable[Count], source: str, speaker: Speaker) -> Table | None:
    """Write the shares that sources give, beside what their own numbers give."""
    rows = tuple(row for count in counts for row in _share_rows(count, speaker))
    if not rows:
        return None
    heads = tuple(
        speaker.say(head)
        for head in (cells.YEAR, cells.DEFINITION, _CATEGORY, _NUMBER, _GIVEN, _COMPUTED)
    )
    return Table(None, speaker.say(_SHARES), heads, rows, source)


def _share_rows(count: Count, speaker: Speaker) -> Iterator[Row]:
    for population, share in count.shares.items():
        is_rest = share == count.remainder_share()
        number = cells.number(count.rest) if is_rest else cells.cell(count, population)
        label = speaker.say(REST_NAME if is_rest else cells.HEADS[population])
        computed = count.share_of(population)
        again = (
            cells.NOT_AVAILABLE if computed is None
            else Figure(computed, decimals=share.decimals, percent=True)
        )  # fmt: skip
        said = count.words.get((str(AggregateKind.SHARE), population), "")
        definition = phrase(said, count.definition) if count.is_share_alone else count.definition
        yield Row((str(count.year), definition, label, number, share, again), (count.note,))


def _share(count: Count, population: Population) -> Figure:
    given = count.shares.get(population)
    if given is not None:
        return given
    if not count.is_counted:
        return cells.NOT_APPLICABLE
    computed = count.share_of(population)
    if computed is None:
        return cells.NOT_APPLICABLE
    return Figure(computed, decimals=2, percent=True)


def _break(
    count: Count, counts: Sequence[Count], broken: Container[tuple[str, int]]
) -> tuple[Flag, ...]:
    """Say whether no count of the year before has the same definition, though there are some."""
    if (count.code, count.year) in broken:
        return ("b",)
    if count.is_counted or count.total is None:
        return ()
    before = {
        other.definition for other in counts
        if other.year == count.year - 1 and not other.is_counted and other.total is not None
    }  # fmt: skip
    return ("b",) if before and count.definition not in before else ()
