"""Reading a table: its heads, and the cells of its rows, from CSV or from a workbook.

Whatever is wrong with the file as a whole is refused here, by its place and a code.
"""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from referral_api.errors import MalformedInput
from referral_api.reports.case_sheet.columns import BY_HEAD, COLUMNS, CaseColumn, plainly
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE
from referral_api.reports.contribution_sheet.package import check_package

CSV, XLSX = "text/csv", MEDIA_TYPE
MOST_ROWS = 10_000
MOST_BYTES = 16 * 1024 * 1024
# Of a workbook of the most rows, with room.
MOST_UNPACKED = 32 * 1024 * 1024
# A table with more columns is another table.
_MOST_COLUMNS = 64
# Of one row: its number as a spreadsheet shows it, its cells by column, and whether it is too long.
TableRow = tuple[int, dict[CaseColumn, Any], bool]


def refused(pointer: str, code: str) -> MalformedInput:
    """Make the refusal of a file."""
    return MalformedInput(errors=[{"pointer": pointer, "code": code}])


def read_table(content: bytes, media_type: str) -> Iterator[TableRow]:
    """Read the rows of a table that hold something; MalformedInput for what is no table of ours."""
    if media_type not in {CSV, XLSX}:
        raise refused("header:Content-Type", "invalid_value")
    lines = _of_csv(content) if media_type == CSV else _of_workbook(content)
    heads = next(lines, None)
    if heads is None:
        raise refused("", "invalid_table")
    columns = _find_columns(heads)
    return _rows(columns, lines)


def _rows(
    columns: Sequence[CaseColumn | None], lines: Iterator[Sequence[Any]]
) -> Iterator[TableRow]:
    for number, line in enumerate(lines, 2):
        cells = [_plain(cell) for cell in line]
        if all(cell is None for cell in cells):
            continue
        if number > MOST_ROWS + 1:
            raise refused("", "too_long")
        named = {
            column: cell
            for column, cell in zip(columns, cells, strict=False)
            if column is not None and cell is not None
        }
        yield number, named, any(cell is not None for cell in cells[len(columns) :])


def _find_columns(heads: Sequence[Any]) -> list[CaseColumn | None]:
    """Find the column of each head. Columns to the right without a head hold nothing."""
    found: list[CaseColumn | None] = []
    errors = []
    for place, head in enumerate(heads, 1):
        text = _plain(head)
        column = BY_HEAD.get(plainly(text)) if isinstance(text, str) else None
        if text is not None and column is None:
            errors.append({"pointer": f"column:{place}", "code": "unknown_column"})
        elif column is not None and column in found:
            errors.append({"pointer": f"column:{place}", "code": "repeated_column"})
        found.append(column)
    while found and found[-1] is None:
        found.pop()
    if not errors:
        errors = [
            {"pointer": f"/{column.name}", "code": "missing"}
            for column in COLUMNS if column.required and column not in found
        ]  # fmt: skip
    if errors:
        raise MalformedInput(errors=errors)
    return found


def _plain(cell: Any) -> Any:
    """Return a cell without the spaces around a text; None for a blank one."""
    return cell.strip() or None if isinstance(cell, str) else cell


def _of_csv(content: bytes) -> Iterator[Sequence[Any]]:
    first = content.partition(b"\n")[0]
    separator = max(";,\t", key=lambda mark: first.count(mark.encode()))
    # Decoded as it is read. Newlines within a cell are the cell's.
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
    return _guarded(csv.reader(text, delimiter=separator, strict=True))


def _of_workbook(content: bytes) -> Iterator[Sequence[Any]]:
    # Loaded by the first table that is sent: it takes 35 MB of a worker.
    import openpyxl  # noqa: PLC0415

    # A warning may quote the file, and stands in a log.
    warnings.filterwarnings("ignore", module=r"openpyxl")
    try:
        check_package(content, MOST_UNPACKED)
    except MalformedInput:
        raise refused("", "invalid_table") from None
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        # The first is the table; our template has the codes on another.
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(
            min_row=1, max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True
        )
    except Exception:  # noqa: BLE001 - whatever the parser stumbles over lies in the file
        raise refused("", "invalid_table") from None
    return _guarded(rows)


def _guarded(lines: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    try:
        yield from lines
    except UnicodeDecodeError:
        raise refused("", "invalid_encoding") from None
    except Exception:  # noqa: BLE001 - as above
        raise refused("", "invalid_table") from None
