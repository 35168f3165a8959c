"""Tables of people that tests send."""

import io
import secrets
from typing import Any

import openpyxl

HEADS = ("sex", "age_band", "region", "languages")


def a_workbook(*rows: Any, heads: Any = HEADS) -> bytes:
    """Write a table as a workbook."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (heads, *rows):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def an_empty_import() -> bytes:
    """Write a table of which no row is good, and that was never sent before."""
    return a_workbook((secrets.token_hex(8), "18_24", "GAO", "bam"))
