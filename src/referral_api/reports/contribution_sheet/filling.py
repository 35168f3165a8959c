"""Filling in the form for a structure whose own system does, or for a demonstration."""

import io
from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.programme import CountUnit, Pillar
from referral_api.reports.contribution_sheet.layout import COLUMNS, REFERENCE_CELL, ROWS
from referral_api.reports.contribution_sheet.template import template


def fill_form(reference: str, pillar: Pillar, unit: CountUnit, numbers: Mapping[str, int]) -> bytes:
    """Write one line of the form for a request: ``numbers`` by their columns."""
    import openpyxl  # noqa: PLC0415 - it takes 35 MB, and is seldom needed

    book = openpyxl.load_workbook(io.BytesIO(template()))
    sheet: Any = book.active
    sheet[REFERENCE_CELL] = reference
    row = next(row for row, stands_for in ROWS.items() if stands_for is pillar)
    sheet[f"{COLUMNS['unit']}{row}"] = unit.fr
    for column, number in numbers.items():
        sheet[f"{COLUMNS[column]}{row}"] = number
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
