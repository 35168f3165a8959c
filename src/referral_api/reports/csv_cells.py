"""All cells of a report as CSV (RFC 4180), and a record of what was done to them.

A text that a spreadsheet would take for a formula gets an apostrophe before it, and the record says
where. Numbers are written by ourselves, as numbers: a decimal point, no sign but a minus.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from referral_api.reports import exchange, numerals
from referral_api.reports.document import Document
from referral_api.reports.figures import Figure, Table
from referral_api.reports.plot_data import HorizontalBars, StackedBars, Steps, TileMap
from referral_api.reports.plots.words import data_table

COLUMNS = (
    "kind", "number", "title", "row", "row_label", "column", "text", "value", "decimals", "percent",
    "mark", "flags", "query_ids", "source",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_APOSTROPHE = (
    "A text that begins with = + - @ tab or carriage return, or with the wide forms of these, "
    "has an apostrophe before it that is not part of it."
)
_NUMBERS = frozenset({"number", "row", "value", "decimals"})


@dataclass(frozen=True, slots=True)
class CellsAsCsv:
    """The file, and the record beside it as JSON."""

    content: bytes
    record: bytes


def write(document: Document) -> CellsAsCsv:
    """Write every cell of every table, and of the tables of the plots, as one line."""
    target = io.StringIO(newline="")
    lines = csv.writer(target, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    guarded = []
    count = 0
    for count, cells in enumerate(_cells(document), start=1):
        line = []
        for column in COLUMNS:
            text = cells.get(column, "")
            if column not in _NUMBERS and text.startswith(FORMULA):
                guarded.append({"line": count + 1, "column": column})
                text = f"'{text}"
            line.append(text)
        lines.writerow(line)
    record = {
        "cells": count,
        "columns": COLUMNS,
        "date": document.date,
        "format": "RFC 4180, UTF-8, CRLF",
        "apostrophe": _APOSTROPHE,
        "apostrophes": guarded,
        "reference": document.reference,
    }
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return CellsAsCsv(target.getvalue().encode(), orjson.dumps(record, option=options))


def _cells(document: Document) -> Iterator[dict[str, str]]:
    queries = {note.key: note.query_id for note in document.footnotes if note.query_id}
    for block in exchange.blocks(document):
        if isinstance(block, Table):
            yield from _of_table(block, "table", block.number, block.title, queries, block.notes)
        elif isinstance(block, StackedBars | HorizontalBars | TileMap | Steps):
            caption = block.caption
            table = data_table(block, language=document.language)
            yield from _of_table(
                table, "plot", caption.number, caption.title, queries, caption.notes
            )


def _of_table(
    table: Table,
    kind: str,
    number: int | None,
    title: str,
    queries: dict[str, str],
    notes: tuple[str, ...],
) -> Iterator[dict[str, str]]:
    for position, row in enumerate(table.rows, start=1):
        label = next((cell for cell in row.cells if isinstance(cell, str)), "")
        cited = [queries[key] for key in (*notes, *row.notes) if key in queries]
        about = {
            "kind": kind,
            "number": "" if number is None else str(number),
            "title": title,
            "row": str(position),
            "row_label": label,
            "query_ids": " ".join(dict.fromkeys(cited)),
            "source": table.source,
        }
        for column, cell in zip(table.columns, row.cells, strict=True):
            said = _figure(cell) if isinstance(cell, Figure) else {"text": cell}
            yield {**about, "column": column, **said}


def _figure(figure: Figure) -> dict[str, str]:
    value = figure.value
    return {
        "value": "" if value is None else f"{numerals.rounded(value, figure.decimals):f}",
        "decimals": "" if value is None else str(figure.decimals),
        "percent": "%" if figure.percent else "",
        "mark": figure.mark or "",
        "flags": " ".join(figure.flags),
    }
