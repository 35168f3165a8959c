"""A document as JSON: what is handed to the typesetting process, and what partners read.

A document comes out checked: its text is plain, and each footnote is cited and defined once.
"""

from collections.abc import Iterator

import orjson
from pydantic import TypeAdapter

from referral_api.reports.document import Block, Document, Section
from referral_api.reports.figures import Table
from referral_api.reports.plot_data import HorizontalBars, StackedBars, Steps, TileMap

_DOCUMENT = TypeAdapter(Document)


def checked(document: Document) -> Document:
    """Return the document with plain text; ValueError where it does not hold together."""
    plain = _DOCUMENT.validate_python(_DOCUMENT.dump_python(document))
    defined = [footnote.key for footnote in plain.footnotes]
    if sorted(defined) != sorted(set(citations(plain))):
        raise ValueError("Each footnote is defined once, and cited.")
    return plain


def write(document: Document) -> bytes:
    """Write a checked document: members sorted, exact numbers as text."""
    content = _DOCUMENT.dump_python(document, mode="json")
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def read(content: bytes) -> Document:
    """Read what ``write`` wrote."""
    return _DOCUMENT.validate_json(content)


def blocks(document: Document) -> Iterator[Block]:
    """Go through everything below the headings, in the order of the pages."""
    for section in (*document.sections, *document.annexes):
        yield from _below(section)


def citations(document: Document) -> Iterator[str]:
    """Name the footnotes in the order in which the pages cite them."""
    for block in blocks(document):
        if isinstance(block, StackedBars | HorizontalBars | TileMap | Steps):
            yield from block.caption.notes
        elif block.kind != "points":
            yield from block.notes
        if isinstance(block, Table):
            for row in block.rows:
                yield from row.notes


def _below(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for narrower in section.sections:
        yield from _below(narrower)
