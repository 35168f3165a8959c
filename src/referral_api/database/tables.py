"""The base of every table, and the kinds of column that tables are made of."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    DateTime,
    MetaData,
    Text,
    Uuid,
    cast,
    func,
    literal_column,
    text,
)
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import UserDefinedType
from sqlmodel import SQLModel
from typing_extensions import override


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
        name, Text, _check(f"{name} = ANY ({_listed(codes)})", f"{name}_code"), nullable=nullable
    )


def codes_column(name: str, codes: Iterable[str]) -> Column[list[str]]:
    """Store several codes of a list as a text array, held to the list by a CHECK."""
    return Column(
        name, ARRAY(Text), _check(f"{name} <@ {_listed(codes)}", f"{name}_codes"),
        nullable=False, server_default="{}",
    )  # fmt: skip


def _check(rule: str, name: str) -> CheckConstraint:
    return CheckConstraint(rule, name=name, info={"codes": True})


def _listed(codes: Iterable[str]) -> str:
    # One literal: PostgreSQL parses a CHECK anew for each statement, and a list of separate codes
    # takes several times as long.
    return "'{" + ",".join(map(str, codes)) + "}'::text[]"


def timestamp_column() -> "Column[datetime]":
    """Make a nullable time column."""
    return Column(DateTime(timezone=True))


# The microsecond by the database's clock, then random bits.
_RECORDED_KEY = (
    "(encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)"
    " || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid)"
)


RECORDED_KEY_DEFAULT = text(_RECORDED_KEY)


def recorded_key_column() -> "Column[UUID]":
    """Make the column that lists are ordered by where callers may choose the ids of the rows.

    The database fills it as the row is recorded. No response shows it.
    """
    return Column(Uuid, server_default=RECORDED_KEY_DEFAULT)


def recorded_key(row_id: ColumnElement[Any]) -> ColumnElement[UUID]:
    """Write such a key for a row and what repeats it: one statement makes the same each time.

    The bits behind the time are the row's; an id decides nothing but between two of a microsecond.
    """
    epoch = func.date_part(literal_column("'epoch'"), func.statement_timestamp())
    time = func.int8send(cast(epoch * literal_column("1000000"), BigInteger))
    rest = func.substr(func.uuid_send(row_id), literal_column("9"))
    return cast(func.encode(time.op("||")(rest), literal_column("'hex'")), Uuid)


class WalPosition(UserDefinedType[str]):
    """PostgreSQL's ``pg_lsn``: a place in what it has written ahead."""

    cache_ok: bool | None = True

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "pg_lsn"


class TransactionNumber(UserDefinedType[int]):
    """PostgreSQL's ``xid8``: the transaction that wrote the row."""

    cache_ok: bool | None = True

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "xid8"
