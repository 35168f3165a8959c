"""The empty table, in both languages, as CSV and as a workbook that lists the codes."""

import csv
import io
from functools import cache
from typing import Any, Literal

from referral_api.reports.case_sheet.columns import COLUMNS, CaseColumn
from referral_api.reports.case_sheet.reading import MOST_ROWS
from referral_api.reports.contribution_sheet.template import without_times

_LISTS = {"fr": "Listes", "en": "Lists"}
_PEOPLE = {"fr": "Personnes", "en": "People"}
Language = Literal["fr", "en"]


def _head(column: CaseColumn, language: str) -> str:
    return column.fr if language == "fr" else column.en


@cache
def csv_template(language: Language) -> bytes:
    """Write the heads alone. Excel opens it as UTF-8 by its first bytes."""
    written = io.StringIO(newline="")
    separator = ";" if language == "fr" else ","
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerow(
        _head(column, language) for column in COLUMNS
    )
    return written.getvalue().encode("utf-8-sig")


@cache
def workbook_template(language: Language) -> bytes:
    """Write the heads, the labels to choose from, and the same bytes on every machine."""
    import openpyxl  # noqa: PLC0415 - it takes 35 MB of a worker
    from openpyxl.styles import Font  # noqa: PLC0415

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = _PEOPLE[language]
    lists = book.create_sheet(_LISTS[language])
    for place, column in enumerate(COLUMNS, 1):
        head = sheet.cell(1, place, _head(column, language))
        head.font = Font(bold=True)
        letter = head.column_letter
        sheet.column_dimensions[letter].width = 22
        lists.cell(1, place, _head(column, language)).font = Font(bold=True)
        labels = [] if column.codes is None else [_head(code, language) for code in column.codes]  # type: ignore[arg-type]
        for row, label in enumerate(labels, 2):
            lists.cell(row, place, label)
        if labels and not column.several:
            _offer(sheet, letter, f"'{lists.title}'!${letter}$2:${letter}${len(labels) + 1}")
        if column.codes is None:
            for row in sheet.iter_rows(min_row=2, max_row=2, min_col=place, max_col=place):
                row[0].number_format = "@"
    sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return without_times(written.getvalue())


def _offer(sheet: Any, letter: str, labels: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    rule = DataValidation("list", formula1=labels, allow_blank=True, showErrorMessage=True)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
