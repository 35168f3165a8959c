"""A figure as it is printed, and the tables that hold figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from referral_api.reports.plain_text import Text

Mark = Literal["n.d.", "n.p.", "s", "–"]
Flag = Literal["p", "r", "b"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the decimals of its source, or a mark in its place.

    ``value`` keeps all its digits; it is rounded once, when it is printed.
    """

    value: Decimal | int | None = None
    mark: Mark | None = None
    decimals: int = 0
    percent: bool = False
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is None) == (self.mark is None):
            raise ValueError("A figure has either a value or a mark.")
        if not 0 <= self.decimals <= 12:
            raise ValueError("A figure has between 0 and 12 decimals.")
        if isinstance(self.value, Decimal) and not self.value.is_finite():
            raise ValueError("A figure is a finite number.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: words and figures under the column heads; ``notes`` are of footnotes."""

    cells: tuple[Text | Figure, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: title above; source and remarks below, with the signs that it uses."""

    number: int | None
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    source: Text
    remarks: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    kind: Literal["table"] = "table"

    def __post_init__(self) -> None:
        if not self.columns or any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("Each row has as many cells as the table has columns.")

    def figures(self) -> tuple[Figure, ...]:
        return tuple(cell for row in self.rows for cell in row.cells if isinstance(cell, Figure))
