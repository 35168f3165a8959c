"""The rows of a database before and after a migration: whatever was there is there still."""

import json
from typing import Any

import psycopg

_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, ordinal_position
"""


class Contents:
    """All rows of a filled database, told by the columns that it had then."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._columns = self._present_columns()
        self._rows = self._read()

    @property
    def tables(self) -> dict[str, int]:
        """How many rows each table had."""
        return {table: len(rows) for table, rows in self._rows.items()}

    def survive(self) -> list[str]:
        """Say which rows are gone or changed; more rows and more columns do not matter."""
        now = self._read()
        return [
            f"{table}: {row}" for table, rows in self._rows.items() for row in rows - now[table]
        ]

    def forget_what_is_dropped(self) -> None:
        """Compare from now on without the columns and tables that are not there any more."""
        present = self._present_columns()
        dropped = {
            table: set(columns) - set(present.get(table, []))
            for table, columns in self._columns.items()
        }
        self._rows = {
            table: {_told(_without(json.loads(row), dropped[table])) for row in rows}
            for table, rows in self._rows.items() if table in present
        }  # fmt: skip
        self._columns = {
            table: [column for column in columns if column not in dropped[table]]
            for table, columns in self._columns.items() if table in present
        }  # fmt: skip

    def _present_columns(self) -> dict[str, list[str]]:
        columns: dict[str, list[str]] = {}
        with psycopg.connect(self._url) as connection:
            for table, column in connection.execute(_COLUMNS):
                columns.setdefault(table, []).append(column)
        return columns

    def _read(self) -> dict[str, set[str]]:
        rows: dict[str, set[str]] = {}
        with psycopg.connect(self._url) as connection:
            for table, columns in self._columns.items():
                query = psycopg.sql.SQL("SELECT to_jsonb(t) FROM {} t").format(
                    psycopg.sql.Identifier(table)
                )
                rows[table] = {
                    _told({name: row.get(name) for name in columns})
                    for (row,) in connection.execute(query)
                }
        return rows


def _without(row: dict[str, Any], dropped: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in dropped}


def _told(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)
