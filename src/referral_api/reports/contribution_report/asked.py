"""What a report is asked for: a request or a period, a population, a language, and the cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from referral_api.domain.codelists.programme import Population
from referral_api.errors import MalformedInput
from referral_api.reports.document import Language

_MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of the caller: ``before`` is the day after the last one of the period, and
    ``earlier_cut_id`` the cut of an earlier report, since which revisions are shown.
    """

    request_id: UUID | None = None
    since: date | None = None
    before: date | None = None
    population: Population | None = None
    language: Language = "fr"
    cut_id: UUID | None = None
    earlier_cut_id: UUID | None = None

    def at(self, cut_id: UUID) -> "Asked":
        """Ask the same as of a cut."""
        return replace(self, cut_id=cut_id)

    def check(self) -> None:
        """Refuse a request with a period, half a period, or one that ends before it begins."""
        wrong = []
        for name, given in (("from", self.since), ("to", self.before)):
            if self.request_id is None and given is None:
                wrong.append({"pointer": f"query:{name}", "code": "missing"})
            elif self.request_id is not None and given is not None:
                wrong.append({"pointer": f"query:{name}", "code": "unknown_parameter"})
        if self.since and self.before and not wrong:
            too_many = self.before.year - self.since.year > _MOST_YEARS
            if self.before <= self.since or too_many:
                wrong.append({"pointer": "query:to", "code": "out_of_range"})
        if wrong:
            raise MalformedInput(errors=wrong)


class Year(NamedTuple):
    """A civil year, or the part of it that lies in the period."""

    number: int
    since: date
    before: date


class Period(NamedTuple):
    """The days that a report speaks of; ``before`` is the day after the last one."""

    since: date
    before: date

    def years(self) -> Iterator[Year]:
        """Name its years, the first one first."""
        for number in range(self.since.year, self.before.year + 1):
            since = max(self.since, date(number, 1, 1))
            before = min(self.before, date(number + 1, 1, 1))
            if since < before:
                yield Year(number, since, before)
