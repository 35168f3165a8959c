"""Stored answers, arranged as counts; and whether the register speaks for a year at all."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from referral_api.domain.codelists.programme import Population
from referral_api.domain.figures.answers.reuse import AnswersOfCut, Question
from referral_api.domain.figures.answers.schemas import Answer, FigureAnswerRead
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.asked import Period, Year
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.names import name_of
from referral_api.reports.contribution_report.notes import Notes
from referral_api.reports.contribution_report.questions import BY_PEOPLE, people_of
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.figures import Figure, Flag

REGISTER: Words = ("Registre du mécanisme", "Register of the mechanism")
# A year in which nothing of the kind was entered is a year without data: 0 would be wrong.
_SPEAKS = {"prevention": "prevention.reached"}
_SPEAKS_OTHERWISE = "identification.registered"
_EVERYBODY = (
    Population.WOMEN, Population.GIRLS, Population.MEN, Population.BOYS, Population.NOT_DETERMINED,
)  # fmt: skip
_POPULATIONS = {str(population) for population in Population}


class CitedAnswer(NamedTuple):
    """An answer with the footnote that names its query."""

    answer: Answer
    note: str

    def number(self, **by: str) -> int:
        """How many are in the cells with these codes; what is not listed is 0."""
        cells = (cell for cell in self.answer.cells if by.items() <= dict(cell.by).items())
        return sum(int(cell.value or 0) for cell in cells)

    def value(self, **by: str) -> Decimal | None:
        """The value of the one cell with these codes."""
        for cell in self.answer.cells:
            if dict(cell.by) == by:
                return None if cell.value is None else Decimal(str(cell.value))
        return None

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension that occur, in the order of the answer."""
        return list(dict.fromkeys(cell.by[dimension] for cell in self.answer.cells))


class Register:
    """What the register says of each year, by the stored answers of one cut."""

    def __init__(self, answers: AnswersOfCut, notes: Notes, period: Period, day: date) -> None:
        """``day`` is that of the cut: a year that has not ended then is provisional."""
        self._answers, self._notes = answers, notes
        self._period, self._day = period, day

    def speaks(self, code: str, year: Year) -> bool:
        """Say whether anything of the kind was entered for the year."""
        asked = _SPEAKS.get(code.partition(".")[0], _SPEAKS_OTHERWISE)
        answer = self._find(asked, year.since, year.before, people_of(asked))
        return answer is not None and answer.answer.total.base > 0

    def told(self, code: str, year: Year, *by: str) -> CitedAnswer | None:
        """Return an answer, or None if it was not asked or the register does not speak for it."""
        return self._told(code, year.since, year.before, by) if self.speaks(code, year) else None

    def entered(self, code: str, year: Year, *by: str) -> CitedAnswer | None:
        """Return an answer about what is entered for its own sake, such as the plan."""
        return self._told(code, year.since, year.before, by)

    def of_period(self, code: str, *by: str) -> CitedAnswer | None:
        """Return an answer about the whole period."""
        return self._told(code, *self._period, by)

    def at_the_cut(self, code: str, *by: str) -> CitedAnswer | None:
        """Return an answer as of the cut."""
        return self._told(code, None, None, by)

    def flags(self, year: Year) -> tuple[Flag, ...]:
        """The flags of the figures of a year."""
        return ("p",) if year.before > self._day else ()

    def counts(self, year: Year, speaker: Speaker) -> Iterator[Count]:
        """Arrange what was counted by people in a year."""
        for code in BY_PEOPLE:
            told = self.told(code, year, *people_of(code))
            if told is not None:
                yield self._count(code, year, told, speaker)

    def _count(self, code: str, year: Year, told: CitedAnswer, speaker: Speaker) -> Count:
        (people,), flags = people_of(code), self.flags(year)
        cells = {
            Population(cell.by[people]): Figure(int(cell.value or 0), flags=flags)
            for cell in told.answer.cells
            if cell.by[people] in _POPULATIONS
        }
        return Count(
            year=year.number,
            code=code,
            definition=speaker.say(name_of(code)),
            unit=str(DEFINITIONS[code].unit),
            total=Figure(int(told.answer.total.value or 0), flags=flags),
            note=told.note,
            source=speaker.say(REGISTER),
            # A cell that is not listed is 0.
            parts=dict.fromkeys(_EVERYBODY, Figure(0, flags=flags)) | cells,
            is_counted=True,
        )

    def _told(
        self, code: str, since: date | None, before: date | None, by: tuple[str, ...]
    ) -> CitedAnswer | None:
        answer = self._find(code, since, before, by)
        return None if answer is None else CitedAnswer(answer.answer, self._notes.of_answer(answer))

    def _find(
        self, code: str, since: date | None, before: date | None, by: tuple[str, ...]
    ) -> FigureAnswerRead | None:
        return self._answers.find(Question(code, since, before, by))
