"""Statements: SQLModel expressions compiled once, and run by asyncpg.

The ORM's unit of work is not used on request paths (docs/decisions/0002).
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import ColumnElement, bindparam, insert, literal_column, or_, update
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.elements import CompilerElement

from referral_api.database.tables import Table

Row = asyncpg.Record
_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


def literal_code(code: str) -> ColumnElement[Any]:
    """Write a code into the SQL itself: PostgreSQL uses no partial index for a parameter."""
    return literal_column(f"'{code!s}'")


def one_of(column: Any, codes: Iterable[str]) -> ColumnElement[bool]:
    """Compare with a fixed list: SQLAlchemy expands ``IN`` on each run, which we do not do."""
    return or_(*(column == literal_code(code) for code in codes))


class _Compiled(NamedTuple):
    sql: str
    names: tuple[str, ...]
    constants: dict[str, Any]
    in_order: Callable[[dict[str, Any]], tuple[Any, ...]]


class Statement:
    """A SQL expression; its bind parameters are passed by name on each run."""

    def __init__(self, expression: CompilerElement) -> None:
        self._expression = expression

    @cached_property
    def _compiled(self) -> _Compiled:
        # At its first use: compiling all of them would take a fifth of the start of each process.
        compiled = self._expression.compile(dialect=_DIALECT)
        names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        constants = {
            name: bound.value
            for name, bound in compiled.binds.items()  # type: ignore[attr-defined]
            if not bound.required
        }
        return _Compiled(str(compiled), names, constants, _getter(names))

    @property
    def sql(self) -> str:
        """The SQL, with its parameters numbered."""
        return self._compiled.sql

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, as the SQL numbers them."""
        return self._compiled.names

    def arguments(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Order the values as the SQL numbers them; KeyError if one is missing."""
        _, _, constants, in_order = self._compiled
        return in_order(constants | values if constants else values)


def _getter(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def insert_into(table: type[Table], *columns: str, prefix: str = "") -> Insert:
    """Write an INSERT of these columns; its parameters are their names after the prefix."""
    return insert(table).values({name: bindparam(prefix + name) for name in columns})


def save_into(table: type[Table], *columns: str) -> Update:
    """Write an UPDATE of these columns of the row ``row_id``; it increments the version."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    return (
        update(table)
        .where(fields.id == bindparam("row_id", type_=fields.id.type))
        .values(
            {name: bindparam(f"new_{name}") for name in columns} | {"version": fields.version + 1}
        )
    )


def update_values(row: Table, *columns: str) -> dict[str, Any]:
    """Return the parameters of ``save_into`` for a row that was changed in memory."""
    row_id = row.id  # type: ignore[attr-defined]
    return {"row_id": row_id} | {f"new_{name}": getattr(row, name) for name in columns}
