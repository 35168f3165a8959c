"""What structures contributed, apart from what is counted and from aggregates, and added to
neither.
"""

from collections.abc import Iterator, Sequence

from referral_api.domain.codelists.programme import (
    AnswerState,
    ContributionChannel,
    CountUnit,
    Pillar,
    Population,
)
from referral_api.domain.programme.contributions.given import Given
from referral_api.domain.programme.contributions.schemas import ContributionLine
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Row, Table

_TITLE: Words = ("Totaux transmis par les structures", "Totals given by structures")
_APART: Words = (
    (
        "Ces totaux ne s'additionnent pas entre eux, ni à ce que le registre compte\u00a0: "
        "une même personne peut être dans plusieurs."
    ),
    (
        "These totals are added neither to one another nor to what the register counts: the "
        "same person may be in several."
    ),
)
_STRUCTURE: Words = ("Structure", "Structure")
_COUNTED: Words = ("Unité", "Unit")
_ANSWERS: Words = (
    "Structures appelées et réponses reçues", "Structures called, and their answers"
)  # fmt: skip
_SUMMARY: Words = (
    (
        "{called} structures appelées\u00a0: {answered} ont répondu dans le délai, {late} en "
        "retard, {silent} sont restées sans réponse, {waiting} sont attendues. Par "
        "voie\u00a0: {channels}."
    ),
    (
        "{called} structures were called: {answered} answered in time, {late} late, {silent} "
        "gave no answer, {waiting} are awaited. By channel: {channels}."
    ),
)
_CHANNEL: Words = ("{number} – {channel}", "{number} – {channel}")
_STATE: Words = ("Réponse", "Answer")
_DAY: Words = ("Reçue le", "Received on")
_BY: Words = ("Voie", "Channel")
_VERSION: Words = ("Version", "Version")
_COLUMNS = (
    Population.WOMEN, Population.GIRLS, Population.MEN, Population.BOYS, Population.NOT_DETERMINED,
)  # fmt: skip
_QUARTER: Words = (" (T{quarter} {year})", " (Q{quarter} {year})")


def totals(
    pillar: Pillar, given: Sequence[Given], source: str, speaker: Speaker,
    population: Population | None,
) -> Table | None:  # fmt: skip
    """Write the totals of a pillar, one row for each structure and unit."""
    columns = cells.shown(_COLUMNS, population)
    rows = tuple(
        Row(
            (
                _name(one, speaker), speaker.label(CountUnit, line.unit),
                *(cells.number(getattr(line, column)) for column in columns),
                cells.number(_total(line)),
            )
        )
        for one in given
        for line in one.lines
        if line.pillar is pillar
    )  # fmt: skip
    if not rows:
        return None
    heads = (
        speaker.say(_STRUCTURE), speaker.say(_COUNTED),
        *(speaker.say(cells.HEADS[column]) for column in columns), speaker.say(cells.TOTAL),
    )  # fmt: skip
    return Table(None, speaker.say(_TITLE), heads, rows, source, (speaker.say(_APART),))


def answers(given: Sequence[Given], source: str, speaker: Speaker) -> Table:
    """Write who answered the call, how and when."""
    rows = tuple(
        Row(
            (
                _name(one, speaker), speaker.label(AnswerState, one.state),
                speaker.day(one.answered_at.date()) if one.answered_at else "–",
                speaker.label(ContributionChannel, one.channel) if one.channel else "–",
                str(one.version) if one.version else "–",
            )
        )
        for one in given
    )  # fmt: skip
    heads = tuple(map(speaker.say, (_STRUCTURE, _STATE, _DAY, _BY, _VERSION)))
    return Table(None, speaker.say(_ANSWERS), heads, rows, source)


def summary(given: Sequence[Given], speaker: Speaker) -> str:
    """Say how many were called, and how they answered."""
    channels = [
        speaker.say(
            _CHANNEL, number=sum(one.channel is channel for one in given),
            channel=speaker.label(ContributionChannel, channel).lower(),
        )
        for channel in ContributionChannel
    ]  # fmt: skip
    return speaker.say(
        _SUMMARY, called=len(given), channels=", ".join(channels),
        **{str(state): sum(one.state is state for one in given) for state in AnswerState},
    )  # fmt: skip


def _name(one: Given, speaker: Speaker) -> str:
    if one.year is None:
        return one.structure
    return one.structure + speaker.say(_QUARTER, quarter=one.quarter, year=one.year)


def _total(line: ContributionLine) -> int | None:
    told = list(_told(line))
    return line.total if line.total is not None else sum(told) if told else None


def _told(line: ContributionLine) -> Iterator[int]:
    for column in _COLUMNS:
        number = getattr(line, column)
        if number is not None:
            yield number
