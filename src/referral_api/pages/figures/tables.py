"""An answer of a figure as a table: a row for each cell, the last dimension never a column of its
own, so that it fits a telephone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from referral_api.domain.figures.answers.schemas import Cell
from referral_api.pages.figures.words import code_words, dimension_words
from referral_api.pages.words.catalogues import say
from referral_api.pages.words.formats import write_number

# The address to which a cell leads, if there is a list behind it.
CellLink = Callable[[Mapping[str, str]], str | None]


@dataclass(frozen=True, slots=True)
class RowShown:
    """One cell: its codes in words, its value, and the list behind it."""

    words: tuple[str, ...]
    value: str
    address: str | None


@dataclass(frozen=True, slots=True)
class TableShown:
    """What a figure says: the total, and the cells by what it is divided by."""

    head: tuple[str, ...]
    rows: tuple[RowShown, ...]
    total: str
    total_address: str | None
    left: int  # rows that are not shown here


def table_of(
    by: Iterable[str], total: Cell, cells: Iterable[Cell], unit: str, language: str,
    names: Mapping[str, str], link: CellLink, most: int | None = None,
) -> TableShown:  # fmt: skip
    """Show the cells of an answer, in their order."""
    dimensions = [str(each) for each in by]
    shown = [cell for cell in cells if cell.value != 0]
    rows = tuple(
        RowShown(
            tuple(code_words(one, cell.by[one], unit, language, names) for one in dimensions),
            value_of(cell.value, language), link(cell.by),
        )
        for cell in shown[:most]
    )  # fmt: skip
    return TableShown(
        tuple(dimension_words(one, language) for one in dimensions), rows,
        value_of(total.value, language), link({}), max(len(shown) - len(rows), 0),
    )  # fmt: skip


def value_of(value: Any, language: str) -> str:
    """Write a value; what was not told is no zero."""
    if value is None:
        return say("not told", language)
    return write_number(value, language) if isinstance(value, int | float) else str(value)
