"""A document as it is printed: every number written, every footnote numbered, in one sequence.

PDF and DOCX are laid out from this, so that they cannot say different things.
"""

from dataclasses import dataclass
from typing import Literal

from referral_api.reports.plot_data import Plot


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A citation of a footnote; the first one carries its text."""

    number: int
    text: str
    first: bool


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    level: int
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A paragraph or a remark; ``label`` stands before it."""

    lines: tuple[str, ...]
    notes: tuple[PrintedNote, ...]
    label: str | None = None
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class PrintedPoints:
    title: str | None
    items: tuple[tuple[str, ...], ...]
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class PrintedCell:
    text: str
    is_figure: bool
    notes: tuple[PrintedNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """``widths`` are shares of the page's width; ``below`` are the lines under the table."""

    title: str
    heads: tuple[PrintedCell, ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    widths: tuple[int, ...]
    below: tuple[str, ...]
    notes: tuple[PrintedNote, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class PrintedPlot:
    title: str
    alternative: str
    plot: Plot
    below: tuple[str, ...]
    notes: tuple[PrintedNote, ...]
    table: PrintedTable
    kind: Literal["plot"] = "plot"


PrintedBlock = PrintedHeading | PrintedText | PrintedPoints | PrintedTable | PrintedPlot


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    language: str
    title: str
    subtitle: str | None
    header: tuple[str, ...]
    reference: str
    date: str
    author: str
    signature: tuple[str, ...]
    blocks: tuple[PrintedBlock, ...]
    notes: tuple[PrintedNote, ...]
