"""Writes a document as PDF, tagged and with its fonts, the same bytes each time.

The template never changes. All text reaches it as strings of a JSON value, which typst does not
read as markup.
"""

import tempfile
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from referral_api.reports import exchange, fonts, printing
from referral_api.reports.document import Document, Paragraph, Section
from referral_api.reports.labels import WORDS
from referral_api.reports.plot_data import HorizontalBars, StackedBars, Steps, TileMap
from referral_api.reports.plots.drawing import draw

_TEMPLATE = Path(__file__).with_name("report.typ")


def write(document: Document) -> bytes:
    """Return the PDF."""
    return compiled(document)


def compiled(document: Document, standard: Literal["ua-1"] | None = None) -> bytes:
    """Return the PDF; with a ``standard``, typst refuses what it knows to be against it."""
    printable = printing.printed(_printable(document))
    language = document.language

    def as_json(value: object) -> object:
        if isinstance(value, StackedBars | HorizontalBars | TileMap | Steps):
            return draw(value, language=language, kind="svg").decode()
        if is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in fields(value)}
        raise TypeError(type(value).__name__)

    data: dict[str, Any] = {
        "document": printable,
        "words": WORDS[language],
        "instant": [document.date.year, document.date.month, document.date.day],
        "font": fonts.FAMILY,
    }
    content = orjson.dumps(data, default=as_json, option=orjson.OPT_PASSTHROUGH_DATACLASS)
    with tempfile.TemporaryDirectory() as empty:
        compiler = typst.Compiler(
            _TEMPLATE.read_bytes(),
            root=empty,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[str(fonts.FOLDER)],
            ),
            sys_inputs={"data": content.decode()},
            package_path=empty,
            package_cache_path=empty,
        )
        pages = compiler.compile(
            format="pdf",
            timestamp=datetime.combine(document.date, time(), UTC),
            pdf_standards=standard,
        )
    if not isinstance(pages, bytes):
        raise TypeError("Typst gives a PDF as one file.")
    return pages


def _printable(document: Document) -> Document:
    """Replace what the font lacks; a last section says which characters these were."""
    missing = printing.unprintable(document, fonts.printable())
    if not missing:
        return document
    kept = exchange.read(fonts.substituted(exchange.write(document).decode()).encode())
    words = WORDS[document.language]
    said = f"{words['unprintable']}{words['colon']} {', '.join(missing[:40])}"
    note = Section(words["reading"], (Paragraph(said + (" …" if missing[40:] else "")),))
    return replace(kept, annexes=(*kept.annexes, note))
