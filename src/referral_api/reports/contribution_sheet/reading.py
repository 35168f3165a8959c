"""Reading a form that was filled in: its cells as the body of a request, and where each stood."""

import asyncio
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from referral_api.errors import MalformedInput
from referral_api.http.validation_errors import describe
from referral_api.reports.contribution_sheet.layout import (
    COLUMNS,
    FIRST_ROW,
    HEADER_ROW,
    HEADS,
    LAST_ROW,
    MARK,
    MARK_CELL,
    QUARTER_CELL,
    REFERENCE_CELL,
    ROWS,
    UNITS,
    YEAR_CELL,
)
from referral_api.reports.contribution_sheet.package import check_package, refusal

_LONGEST_REFERENCE = 60


@dataclass(frozen=True, slots=True)
class FilledForm:
    """``body`` has what is written in the form; ``places`` the cell of each of its members."""

    year: Any
    quarter: Any
    reference: str | None
    lines: list[dict[str, Any]]
    places: dict[str, str] = field(repr=False)

    @contextmanager
    def naming_cells(self) -> Iterator[None]:
        """Let a refusal of what is written name the cell, such as ``cell:C9``, and no value."""
        try:
            yield
        except ValidationError as error:
            found = [
                describe({**wrong, "loc": ("body", *wrong["loc"])}) for wrong in error.errors()
            ]
            raise MalformedInput(errors=self._named(found)) from None
        except MalformedInput as error:
            found = error.facts["errors"]  # type: ignore[assignment]
            raise MalformedInput(errors=self._named(found)) from None

    def _named(self, errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            wrong | {"pointer": self.places.get(wrong["pointer"], wrong["pointer"])}
            for wrong in errors
        ]


async def read_form(content: bytes) -> FilledForm:
    """Read a form, beside the other requests; MalformedInput if the file is none of ours."""
    return await asyncio.to_thread(_read, content)


def _read(content: bytes) -> FilledForm:
    check_package(content)
    cells = _cells(content)
    heads = tuple(cells.get(f"{column}{HEADER_ROW}") for column in "ABCDEFGH")
    pillars = {row: cells.get(f"A{row}") for row in ROWS}
    if cells.get(MARK_CELL) != MARK or heads != HEADS:
        raise refusal()
    moved = [f"A{row}" for row, pillar in ROWS.items() if pillars[row] != pillar.fr]
    if moved:
        raise MalformedInput(
            errors=[{"pointer": f"cell:{place}", "code": "invalid_value"} for place in moved]
        )
    places = {
        "/year": f"cell:{YEAR_CELL}", "/quarter": f"cell:{QUARTER_CELL}",
        "/contribution_request_id": f"cell:{REFERENCE_CELL}",
        "/lines": f"cell:{COLUMNS['unit']}{FIRST_ROW}",
    }  # fmt: skip
    lines: list[dict[str, Any]] = []
    for row, pillar in ROWS.items():
        written = {name: cells.get(f"{column}{row}") for name, column in COLUMNS.items()}
        if all(value is None for value in written.values()):
            continue
        for name, column in COLUMNS.items():
            places[f"/lines/{len(lines)}/{name}"] = f"cell:{column}{row}"
        unit = written.pop("unit")
        given = {name: value for name, value in written.items() if value is not None}
        named = {} if unit is None else {"unit": UNITS.get(unit, "")}
        lines.append({"pillar": pillar.value, **named, **given})
    reference = cells.get(REFERENCE_CELL)
    return FilledForm(
        cells.get(YEAR_CELL), cells.get(QUARTER_CELL),
        None if reference is None else str(reference)[: _LONGEST_REFERENCE + 1], lines, places,
    )  # fmt: skip


def _cells(content: bytes) -> dict[str, Any]:
    """Read the cells of the only sheet that hold something. A formula stays the text that it is."""
    # Loaded by the first form that is sent: it takes 35 MB of a worker.
    import openpyxl  # noqa: PLC0415

    # A warning may quote the file, and stands in a log.
    warnings.filterwarnings("ignore", module=r"openpyxl")
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        (sheet,) = book.worksheets
        rows = sheet.iter_rows(min_row=1, max_row=LAST_ROW, min_col=1, max_col=len(HEADS))
        found = {
            f"{column}{row}": cell.value
            for row, cells in enumerate(rows, 1)
            for column, cell in zip("ABCDEFGH", cells, strict=False)
        }
    except Exception:  # noqa: BLE001 - whatever the parser stumbles over lies in the file
        raise refusal() from None
    return {place: _plain(value) for place, value in found.items() if _plain(value) is not None}


def _plain(value: Any) -> Any:
    """Return a value without the spaces around a text; None for a blank one."""
    return value.strip() or None if isinstance(value, str) else value
