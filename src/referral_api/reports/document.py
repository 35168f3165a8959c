"""What a report is made of: headings, prose, lists, tables, plots and notes, as data."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from referral_api.reports.figures import Table
from referral_api.reports.plain_text import Text
from referral_api.reports.plot_data import Plot

Language = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``notes`` are the keys of footnotes."""

    text: Text
    notes: tuple[Text, ...] = ()
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points. ``title`` is one of the committee's three, or none."""

    items: tuple[Text, ...]
    title: Literal["achievements", "challenges", "difficulties"] | None = None
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class Remark:
    """An observation on the data: what is shown although it contradicts something."""

    text: Text
    notes: tuple[Text, ...] = ()
    kind: Literal["remark"] = "remark"


Block = Paragraph | Points | Remark | Table | Plot


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it."""

    heading: Text
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A definition, and the query that gave the figures."""

    key: Text
    text: Text
    query_id: Text | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report. ``date`` is the day that it bears; its files bear midnight UTC of that day."""

    header: tuple[Text, ...]
    reference: Text
    date: date
    title: Text
    language: Language
    sections: tuple[Section, ...]
    subtitle: Text | None = None
    footnotes: tuple[Footnote, ...] = ()
    annexes: tuple[Section, ...] = ()
    signature: tuple[Text, ...] = ()
