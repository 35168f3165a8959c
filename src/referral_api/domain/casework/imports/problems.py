"""What is wrong with the rows of a table: by column and code, with the numbers of the rows."""

from collections.abc import Iterable
from typing import Any

from referral_api.domain.casework.imports.schemas import ColumnProblem

# Of one row: the column, or None for the row as a whole, and the code.
Wrong = tuple[str | None, str]


class Problems:
    """Gathers what is wrong, row by row."""

    def __init__(self, known: Iterable[dict[str, Any]] = ()) -> None:
        self._rows: dict[Wrong, set[int]] = {
            (each["column"], each["code"]): set(each["rows"]) for each in known
        }

    def add(self, row: int, found: Iterable[Wrong]) -> None:
        """Note what is wrong with one row."""
        for wrong in found:
            self._rows.setdefault(wrong, set()).add(row)

    def listed(self) -> list[ColumnProblem]:
        """List them, in the order of columns and codes."""
        named = sorted(self._rows.items(), key=lambda each: (each[0][0] or "", each[0][1]))
        return [
            ColumnProblem(column=column, code=code, rows=sorted(rows))
            for (column, code), rows in named
        ]

    def as_json(self) -> list[dict[str, Any]]:
        """Write them as they are stored."""
        return [each.model_dump() for each in self.listed()]


def wrong_of(errors: Iterable[dict[str, Any]]) -> list[Wrong]:
    """Turn places and codes of malformed input into columns and codes."""
    return [([*each["pointer"].split("/"), ""][1] or None, each["code"]) for each in errors]
