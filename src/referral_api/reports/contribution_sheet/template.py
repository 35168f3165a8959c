"""Writing the empty form: one sheet, validated as it is typed, printed on one page of A4.

openpyxl takes 35 MB of a worker, so it is loaded by the first who asks for the form.
"""

import io
import re
import zipfile
from functools import cache
from typing import Any

from referral_api.reports.contribution_sheet.layout import (
    COLUMNS,
    FIRST_ROW,
    HEADER_ROW,
    HEADS,
    LAST_ROW,
    MARK,
    MARK_CELL,
    MOST,
    QUARTER_CELL,
    REFERENCE_CELL,
    ROWS,
    UNITS,
    YEAR_CELL,
)

_WORDS = {
    "A1": "Contribution d'une structure",
    "A2": "Une page par trimestre, ou par saisine. Des totaux seulement : aucun nom de personne.",
    "A4": "Année",
    "A5": "Trimestre (1 à 4)",
    "A6": "ou : référence de la saisine",
    "A7": "Une case vide n'est pas un zéro : écrivez 0 si vous avez compté et trouvé zéro.",
}
# For who fills the form in on paper and reads it out by telephone. These cells are not read.
_ON_PAPER = (
    "Structure :",
    "Fonction de la personne qui donne les chiffres (pas de nom) :",
    "Date et heure :",
)
_WIDTHS = {"A": 28, "B": 36, "C": 12, "D": 12, "E": 12, "F": 12, "G": 16, "H": 16}
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_MOMENT = (1980, 1, 1, 0, 0, 0)


@cache
def template() -> bytes:
    """Write the empty form: the same bytes on every machine."""
    import openpyxl  # noqa: PLC0415 - see above

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Contribution"
    _write(sheet)
    _validate(sheet)
    _set_print(sheet)
    written = io.BytesIO()
    book.save(written)
    return without_times(written.getvalue())


def _write(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, Protection, Side  # noqa: PLC0415

    for place, word in _WORDS.items():
        sheet[place] = word
    sheet["A1"].font = Font(bold=True, size=14)
    sheet[MARK_CELL] = MARK
    for column, head in zip("ABCDEFGH", HEADS, strict=True):
        cell = sheet[f"{column}{HEADER_ROW}"]
        cell.value, cell.font = head, Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[column].width = _WIDTHS[column]
    thin = Side(style="thin")
    inputs = [YEAR_CELL, QUARTER_CELL, REFERENCE_CELL]
    for row, pillar in ROWS.items():
        sheet[f"A{row}"] = pillar.fr
        inputs += [f"{column}{row}" for column in COLUMNS.values()]
    for place in inputs:
        sheet[place].protection = Protection(locked=False)
        sheet[place].border = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet[REFERENCE_CELL].number_format = "@"
    for row, word in enumerate(_ON_PAPER, LAST_ROW + 2):
        sheet[f"A{row}"] = word
    sheet.protection.sheet = True  # without a password: against a slip, not against a person


def _validate(sheet: Any) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    def whole(least: int, most: int) -> Any:
        return DataValidation(
            "whole", operator="between", formula1=str(least), formula2=str(most),
            showErrorMessage=True, errorTitle="Nombre entier",
            error=f"Un nombre entier de {least} à {most}, sans texte.",
        )  # fmt: skip

    def one_of(listed: str) -> Any:
        return DataValidation(
            "list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True,
            errorTitle="Liste", error="Choisissez dans la liste.",
        )  # fmt: skip

    first, last = min(COLUMNS["women"], COLUMNS["total"]), COLUMNS["total"]
    for rule, places in (
        (whole(2000, 2999), YEAR_CELL),
        (one_of("1,2,3,4"), QUARTER_CELL),
        (one_of(",".join(UNITS)), f"{COLUMNS['unit']}{FIRST_ROW}:{COLUMNS['unit']}{LAST_ROW}"),
        (whole(0, MOST), f"{first}{FIRST_ROW}:{last}{LAST_ROW}"),
    ):
        sheet.add_data_validation(rule)
        rule.add(places)


def _set_print(sheet: Any) -> None:
    sheet.print_area = f"A1:H{LAST_ROW + 1 + len(_ON_PAPER)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = f"{MARK} - page &P"


def without_times(book: bytes) -> bytes:
    """Pack the workbook again without the time at which it was written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>2026-01-01T00:00:00Z\g<2>", content)
            part = zipfile.ZipInfo(name, _MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return written.getvalue()
