"""What must be said of each number of a series: breaks, possible double counts, growth."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from referral_api.domain.codelists.series import Apart, NoGrowth, SeriesFlag
from referral_api.domain.figures.series.joining import Line, why_apart

_TWO_DECIMALS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Point:
    """One number of one line. ``is_over`` is false while the year lasts at the cut."""

    year: int
    line: Line
    value: Decimal | None
    is_over: bool = True
    told: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Growth:
    """The change since an earlier year in percent, or why there is none."""

    since_year: int | None
    percent: Decimal | None
    code: NoGrowth | None


class Series:
    """The points of a figure, and the years in which the coordination recorded a break."""

    def __init__(self, points: Sequence[Point], breaks: Collection[int]) -> None:
        self.points = sorted(points, key=lambda point: point.year)
        self._breaks = sorted(breaks)
        self._values: dict[Line, dict[int, Decimal]] = {}
        for point in self.points:
            line = self._values.setdefault(point.line, {})
            if point.value is not None:
                line[point.year] = point.value

    @property
    def lines(self) -> list[Line]:
        """The lines: those of others by their first year, and last what is counted here."""
        return sorted(self._values, key=lambda line: line.source is None)

    def apart(self, first: Line, second: Line) -> Apart | None:
        """Say what keeps two lines apart. A line is never apart from itself."""
        if first == second:
            return None
        if first.source is None:  # the total from elsewhere is what the difference is measured on
            first, second = second, first
        return why_apart(first, self._values[first], second, self._values[second])

    def flags(self, point: Point) -> Iterator[SeriesFlag]:
        """Tell what must be said of a point."""
        if point.year in self._breaks or (
            self._before(point) and self._comparable_before(point) is None
        ):
            yield SeriesFlag.BREAK
        if not point.is_over:
            yield SeriesFlag.PROVISIONAL
        if any(self._may_count_the_same(point, other) for other in self.points):
            yield SeriesFlag.POSSIBLE_DOUBLE_COUNT

    def growth(self, point: Point) -> Growth:
        """Relate a point to the year before it: of the same line, or of one that it joins."""
        before = self._before(point)
        if not before:
            return Growth(None, None, NoGrowth.FIRST_YEAR)
        since_year, base = before[0].year, self._comparable_before(point)
        if base is None or any(since_year < year <= point.year for year in self._breaks):
            return Growth(since_year, None, NoGrowth.BREAK)
        if base.value is None or point.value is None:
            return Growth(since_year, None, NoGrowth.NO_VALUE)
        if base.value == 0:
            return Growth(since_year, None, NoGrowth.ZERO_BASE)
        percent = (point.value - base.value) * 100 / base.value
        return Growth(since_year, percent.quantize(_TWO_DECIMALS, ROUND_HALF_UP), None)

    def _before(self, point: Point) -> list[Point]:
        """Return the points about the same population in the last year before that has any."""
        earlier = [
            other
            for other in self.points
            if other.year < point.year and other.line.population == point.line.population
        ]
        return [other for other in earlier if other.year == earlier[-1].year]

    def _comparable_before(self, point: Point) -> Point | None:
        """Return the point before of the same line, or else of a line that joins this one."""
        before = sorted(self._before(point), key=lambda other: other.line != point.line)
        return next((each for each in before if not self.apart(each.line, point.line)), None)

    @staticmethod
    def _may_count_the_same(point: Point, other: Point) -> bool:
        """Say whether two bodies gave a total of the same people or things for one year."""
        one, two = point.line, other.line
        return (
            one.source is not None
            and two.source is not None
            and one.source != two.source
            and point.year == other.year
            and (one.unit, one.population) == (two.unit, two.population)
        )
