"""What one source says of one year and one figure: its numbers by population, and its shares."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from referral_api.domain.codelists.programme import Population
from referral_api.reports.figures import Figure

_INSIDE = (Population.WOMEN_AND_GIRLS, Population.WOMEN, Population.GIRLS)
_OUTSIDE = (
    Population.MEN, Population.BOYS, Population.NOT_DETERMINED, Population.UNDIVIDED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """One source's numbers of one year. What is not in ``parts`` was not told: it is no zero.

    ``definition`` is what the source says that it counts; ``words`` are the numbers as it printed
    them, and ``note`` is the footnote that says where they are from. ``is_counted``: from the
    register, and not a total of somebody else.
    """

    year: int
    code: str
    definition: str
    unit: str
    total: Figure | None
    note: str
    source: str
    parts: Mapping[Population, Figure] = field(default_factory=dict)
    shares: Mapping[Population, Figure] = field(default_factory=dict)
    words: Mapping[tuple[str, Population | None], str] = field(default_factory=dict)
    is_counted: bool = False

    @property
    def is_share_alone(self) -> bool:
        """Whether the source gives a share without any number."""
        return self.total is None and not self.parts

    @property
    def women_and_girls(self) -> int | None:
        """How many women and girls, as the source gives them or as the sum of both."""
        together = self.part(Population.WOMEN_AND_GIRLS)
        if together is not None:
            return together
        women, girls = self.part(Population.WOMEN), self.part(Population.GIRLS)
        return None if women is None or girls is None else women + girls

    @property
    def rest(self) -> int | None:
        """How many are neither women nor girls, where the source gives no more than these.

        Boys and people of no determined sex are among them, whatever the source calls them.
        """
        inside, total = self.women_and_girls, self.number
        if inside is None or total is None or any(part in self.parts for part in _OUTSIDE):
            return None
        return total - inside if total > inside else None

    @property
    def number(self) -> int | None:
        """The total, if it is a whole number."""
        return _whole(self.total)

    def part(self, population: Population) -> int | None:
        """How many of a population."""
        return _whole(self.parts.get(population))

    def share_of(self, population: Population) -> Decimal | None:
        """Compute the percentage of a population in the total, unrounded."""
        part = self.part(population)
        if population is Population.WOMEN_AND_GIRLS:
            part = self.women_and_girls
        elif population is Population.MEN and part is None:
            part = self.rest
        if part is None or not self.number:
            return None
        return Decimal(part) * 100 / Decimal(self.number)

    def remainder_share(self) -> Figure | None:
        """The share that the source calls that of men, where it counts no men: that of the rest."""
        if self.rest is None or Population.MEN in self.parts:
            return None
        return self.shares.get(Population.MEN)


def phrase(words: str, definition: str) -> str:
    """Join a number, as it was printed, with what it counts, unless they are said together."""
    return definition if words in definition else f"{words} {definition}"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up to the decimals of a source."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def of_pillar(counts: Iterable[Count], *codes: str) -> Iterator[Count]:
    """Keep the counts of these figures."""
    return (count for count in counts if count.code in codes)


def told_populations(count: Count) -> list[Population]:
    """Name the populations that a source tells, women and girls first."""
    return [population for population in (*_INSIDE, *_OUTSIDE) if population in count.parts]


def _whole(figure: Figure | None) -> int | None:
    if figure is None or figure.value is None or figure.value != int(figure.value):
        return None
    return int(figure.value)
