"""Tables 9 and 10: proceedings and accused persons, and how victims took part. From aggregates
alone, until proceedings are registered here.
"""

from collections.abc import Sequence
from itertools import zip_longest

from referral_api.domain.codelists.programme import Population
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Row, Table

_PROCEEDINGS: Words = (
    "Affaires et personnes mises en cause", "Proceedings and accused persons"
)  # fmt: skip
_VICTIMS: Words = (
    "Participation des victimes à la procédure", "Participation of victims in proceedings"
)  # fmt: skip
_PERSONS = ("justice.accused", "justice.prosecuted")
# The columns of table 9; the persons stand before those that come to trial.
_BEFORE: dict[str, Words] = {
    "justice.proceedings_registered": ("Affaires enregistrées", "Proceedings registered"),
}
_PERSON_HEADS: tuple[Words, ...] = (
    ("Personnes inculpées ou poursuivies", "Persons charged or prosecuted"),
    ("dont femmes", "of whom women"),
    ("dont hommes", "of whom men"),
)
_AFTER: dict[str, Words] = {
    "justice.proceedings_by_stage": ("Affaires à juger", "Proceedings awaiting trial"),
    "justice.tried": ("Personnes jugées", "Persons tried"),
    "justice.convicted": ("Personnes condamnées", "Persons convicted"),
    "justice.convictions": ("Condamnations", "Convictions"),
}
_TOOK_PART: dict[str, Words] = {
    "justice.victims_informed": ("Informées", "Informed"),
    "justice.victims_assisted": ("Assistées d'un avocat", "With counsel"),
    "justice.victims_civil_parties": ("Parties civiles", "Civil parties"),
    "justice.victims_heard": ("Entendues", "Heard"),
    "justice.victims_absent": ("Absentes", "Absent"),
    "justice.compensation": ("Indemnisées", "Compensated"),
}


def proceedings(
    years: Sequence[Year], counts: Sequence[Count], source: str, speaker: Speaker
) -> Table:
    """Write table 9. A second value of a cell stands in a second row of the year."""
    heads = (cells.YEAR, *_BEFORE.values(), *_PERSON_HEADS, *_AFTER.values())
    rows = [row for year in years for row in _rows(year, counts)]
    return Table(
        9, speaker.say(_PROCEEDINGS), tuple(map(speaker.say, heads)), tuple(rows), source
    )  # fmt: skip


def participation(
    years: Sequence[Year], counts: Sequence[Count], source: str, speaker: Speaker
) -> Table:
    """Write table 10."""
    heads = (cells.YEAR, *_TOOK_PART.values())
    rows = []
    for year in years:
        found = [_told(counts, year, (code,)) for code in _TOOK_PART]
        rows += [
            Row(
                (str(year.number), *(_total(count) for count in line)),
                tuple(count.note for count in line if count),
            )
            for line in zip_longest(*found)
        ] or [Row((str(year.number), *[cells.NOT_AVAILABLE] * len(_TOOK_PART)))]
    return Table(
        10, speaker.say(_VICTIMS), tuple(map(speaker.say, heads)), tuple(rows), source
    )  # fmt: skip


def _rows(year: Year, counts: Sequence[Count]) -> list[Row]:
    before = [_told(counts, year, (code,)) for code in _BEFORE]
    persons = _told(counts, year, _PERSONS)
    after = [_told(counts, year, (code,)) for code in _AFTER]
    lines = list(zip_longest(*before, persons, *after)) or [
        (None,) * (len(before) + 1 + len(after))
    ]
    return [
        Row(
            (
                str(year.number), *map(_total, line[: len(before)]), *_persons(line[len(before)]),
                *map(_total, line[len(before) + 1 :]),
            ),
            tuple(count.note for count in line if count),
        )
        for line in lines
    ]  # fmt: skip


def _told(counts: Sequence[Count], year: Year, codes: tuple[str, ...]) -> list[Count]:
    return [count for count in counts if count.code in codes and count.year == year.number]


def _persons(count: Count | None) -> tuple[Figure, Figure, Figure]:
    if count is None:
        return (cells.NOT_AVAILABLE,) * 3
    women, men = (cells.cell(count, one) for one in (Population.WOMEN, Population.MEN))
    return cells.total(count), women, men


def _total(count: Count | None) -> Figure:
    return cells.NOT_AVAILABLE if count is None else cells.total(count)
