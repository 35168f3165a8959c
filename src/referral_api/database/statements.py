"""What the database is spoken to with: the base of every table, and statements compiled once.

Statements are SQLModel expressions compiled at import and run by asyncpg; the ORM's unit of
work is not used on request paths (docs/decisions/0002).
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any, ClassVar

import asyncpg
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    MetaData,
    Text,
    bindparam,
    insert,
    literal_column,
    or_,
    update,
)
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.orm import declared_attr
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.elements import CompilerElement
from sqlmodel import SQLModel
from typing_extensions import override

Row = asyncpg.Record
_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Table(SQLModel):
    """The base of every table: named after its class, constraints named by one convention."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @declared_attr.directive
    @override
    def __tablename__(cls) -> str:  # type: ignore[mutable-override]  # noqa: N805
        """Spell ``AuditEvent`` as ``audit_event``."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def code_column(name: str, codes: Iterable[str], *, nullable: bool = False) -> Column[str]:
    """Store one code of a list as text, held to the list by a CHECK."""
    return Column(
        name, Text, CheckConstraint(f"{name} = ANY ({_listed(codes)})", name=f"{name}_code"),
        nullable=nullable,
    )  # fmt: skip


def codes_column(name: str, codes: Iterable[str]) -> Column[list[str]]:
    """Store several codes of a list as a text array, held to the list by a CHECK."""
    return Column(
        name, ARRAY(Text), CheckConstraint(f"{name} <@ {_listed(codes)}", name=f"{name}_codes"),
        nullable=False, server_default="{}",
    )  # fmt: skip


def _listed(codes: Iterable[str]) -> str:
    # One literal: PostgreSQL reads a CHECK again from its text for each statement, and takes
    # several times as long over a list of single codes.
    return "'{" + ",".join(map(str, codes)) + "}'::text[]"


def moment() -> "Column[datetime]":
    """Make a nullable time column."""
    return Column(DateTime(timezone=True))


def written(code: str) -> ColumnElement[Any]:
    """Write one code of a list into the SQL: for a parameter PostgreSQL uses no partial index."""
    return literal_column(f"'{code!s}'")


def one_of(column: Any, codes: Iterable[str]) -> ColumnElement[bool]:
    """Compare with a fixed list. ``IN`` is expanded at each run, and our statements never are."""
    return or_(*(column == written(code) for code in codes))


class Statement:
    """A SQL expression compiled once; its bind parameters are given by name when it is run."""

    __slots__ = ("_constants", "_in_order", "names", "sql")

    def __init__(self, expression: CompilerElement) -> None:
        compiled = expression.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self._constants: dict[str, Any] = {
            name: bound.value
            for name, bound in compiled.binds.items()  # type: ignore[attr-defined]
            if not bound.required
        }
        self._in_order = _getter(self.names)

    def arguments(self, values: dict[str, Any]) -> tuple[Any, ...]:
        """Order the values as the SQL numbers them; a missing one is a KeyError."""
        return self._in_order(self._constants | values if self._constants else values)


def _getter(names: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def insert_into(table: type[Table], *columns: str, prefix: str = "") -> Insert:
    """Write an INSERT of these columns; its parameters are their names after the prefix."""
    return insert(table).values({name: bindparam(prefix + name) for name in columns})


def save_into(table: type[Table], *columns: str) -> Update:
    """Write an UPDATE of these columns of one row by ``row_id``; it counts the version up."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    return (
        update(table)
        .where(fields.id == bindparam("row_id", type_=fields.id.type))
        .values(
            {name: bindparam(f"new_{name}") for name in columns} | {"version": fields.version + 1}
        )
    )


def changed(row: Table, *columns: str) -> dict[str, Any]:
    """Fill the parameters of ``save_into`` from a row that was changed in memory."""
    row_id = row.id  # type: ignore[attr-defined]
    return {"row_id": row_id} | {f"new_{name}": getattr(row, name) for name in columns}
