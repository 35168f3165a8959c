"""The one way to the database: the pool, the transaction that carries the caller's identity,
statements compiled once, and the base of every table.

Statements are SQLModel expressions compiled at import and run by asyncpg; the ORM's unit of
work is not used on request paths (docs/decisions/0002).
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
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
    or_,
    update,
)
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.orm import declared_attr
from sqlalchemy.sql.dml import Insert, Update
from sqlalchemy.sql.elements import CompilerElement
from sqlmodel import SQLModel
from typing_extensions import override

from referral_api import metrics
from referral_api.errors import Unavailable
from referral_api.invariants import refusing
from referral_api.permissions import Actor
from referral_api.writer import connector

Row = asyncpg.Record

# Whose rows a transaction may see: those its organisation was granted, the flow of every
# case without identities, the audit trail, or everything that is overdue.
Sight = Literal["grants", "flow", "audit", "system"]

_DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]
_TIMEOUTS = {
    "statement_timeout": "2500",
    "lock_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
    "timezone": "UTC",
    "application_name": "referral-api",
    # A keyset page is costed at a tenth of the table otherwise, and planned anew each time.
    "plan_cache_mode": "force_generic_plan",
}
_OUTAGES = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.InternalClientError,  # no server of several takes writes
    OSError,
    TimeoutError,
)
# After these a connection is of no more use: its state is unknown, or its server follows another.
_LOST = (asyncpg.InterfaceError, asyncpg.ReadOnlySQLTransactionError, OSError, TimeoutError)


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
    listed = ", ".join(f"'{code!s}'" for code in codes)
    return Column(
        name, Text, CheckConstraint(f"{name} IN ({listed})", name=f"{name}_code"),
        nullable=nullable,
    )  # fmt: skip


def codes_column(name: str, codes: Iterable[str]) -> Column[list[str]]:
    """Store several codes of a list as a text array, held to the list by a CHECK."""
    listed = ", ".join(f"'{code!s}'" for code in codes)
    return Column(
        name, ARRAY(Text), CheckConstraint(f"{name} <@ ARRAY[{listed}]", name=f"{name}_codes"),
        nullable=False, server_default="{}",
    )  # fmt: skip


def moment() -> "Column[datetime]":
    """Make a nullable time column."""
    return Column(DateTime(timezone=True))


def one_of(column: Any, codes: Iterable[str]) -> ColumnElement[bool]:
    """Compare with a fixed list. ``IN`` is expanded at each run, and our statements never are."""
    return or_(*(column == str(code) for code in codes))


class Statement:
    """A SQL expression compiled once; its bind parameters are given by name when it is run."""

    __slots__ = ("defaults", "names", "sql")

    def __init__(self, expression: CompilerElement) -> None:
        compiled = expression.compile(dialect=_DIALECT)
        self.sql = str(compiled)
        self.names: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        self.defaults: dict[str, Any] = dict(compiled.params)

    def arguments(self, values: dict[str, Any]) -> list[Any]:
        """Order the values as the SQL numbers them; a missing one is a KeyError or its default."""
        given = self.defaults | values
        return [given[name] for name in self.names]


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


class Transaction:
    """One transaction of one caller. ``flights`` counts its round trips to the server."""

    def __init__(self, connection: "PoolConnectionProxy[Row]", actor: Actor, sight: Sight) -> None:
        self._connection = connection
        self.actor = actor
        self.sight = sight
        self.flights = 0

    async def begin(self) -> Self:
        """Open it and set whose eyes it sees through, in one round trip."""
        role = "SET LOCAL ROLE referral_auditor;" if self.sight == "audit" else ""
        agent = self.actor.agent_id or ""
        await self._send(
            f"BEGIN;{role}SELECT set_config('app.organisation_id','{self.actor.organisation_id}',"
            f"true),set_config('app.agent_id','{agent}',true),"
            f"set_config('app.sight','{self.sight}',true)"
        )
        return self

    async def commit(self) -> None:
        """Make it durable. Returning is the only proof that it is."""
        await self._send("COMMIT")

    async def _send(self, sql: str) -> None:
        self.flights += 1
        await self._connection.execute(sql)

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        """Run it and return its first row."""
        self.flights += 1
        return await self._connection.fetchrow(statement.sql, *statement.arguments(values))

    async def row(self, statement: Statement, **values: Any) -> Row:
        """Run it and return the row that it cannot but have."""
        found = await self.one(statement, **values)
        if found is None:
            raise LookupError("a statement that always returns a row returned none")
        return found

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        """Run it and return its rows."""
        self.flights += 1
        return await self._connection.fetch(statement.sql, *statement.arguments(values))

    async def run(self, statement: Statement, **values: Any) -> None:
        """Run it for its effect."""
        self.flights += 1
        await self._connection.execute(statement.sql, *statement.arguments(values))


class _Connection(asyncpg.Connection):
    """asyncpg resets a released connection in a round trip; all we set is transaction-local."""

    @override
    def get_reset_query(self) -> str:
        return ""


class Database:
    """The pool of one worker."""

    def __init__(self, url: str, *, size: int) -> None:
        self._pool: asyncpg.Pool[Row] = asyncpg.create_pool(
            url, min_size=0, max_size=size, timeout=2, command_timeout=3,
            connection_class=_Connection, server_settings=_TIMEOUTS,
            max_inactive_connection_lifetime=0, connect=connector(url),
        )  # fmt: skip
        self._turns = asyncio.Semaphore(size)

    async def open(self) -> None:
        """Make the pool ready; connections are made when they are first needed."""
        _ = await self._pool

    async def close(self) -> None:
        """Close the connections, at once if they do not close in time."""
        try:
            await asyncio.wait_for(self._pool.close(), 3)
        except TimeoutError:
            self._pool.terminate()

    @asynccontextmanager
    async def transaction(
        self, actor: Actor, sight: Sight = "grants"
    ) -> AsyncIterator[Transaction]:
        """Open a transaction as the actor; commit at the end, roll back on any exception.

        An exception with ``keep`` set commits what was done before it. Raises Unavailable
        when the database cannot be reached or does not answer in time.
        """
        arrived = time.perf_counter()
        try:
            connection = await self._take()
        except _OUTAGES as error:
            raise Unavailable from error
        began = time.perf_counter()
        metrics.pool_wait_seconds.observe(began - arrived)
        sound = False
        try:
            with refusing():
                transaction = await Transaction(connection, actor, sight).begin()
                try:
                    yield transaction
                except Exception as error:
                    if getattr(error, "keep", False):
                        await transaction.commit()
                        sound = True
                    raise
                await transaction.commit()
                sound = True
        except asyncio.CancelledError:
            _drop(connection)
            raise
        except _OUTAGES as error:
            if isinstance(error, _LOST):
                _drop(connection)
            raise Unavailable from error
        finally:
            await self._release(connection, sound=sound)
            outcome = "committed" if sound else "rolled_back"
            metrics.transaction_seconds.labels(outcome).observe(time.perf_counter() - began)

    async def _take(self) -> "PoolConnectionProxy[Row]":
        # Callers take turns: the pool's own queue lets one be overtaken until her time is over.
        async with asyncio.timeout(1):
            await self._turns.acquire()
            try:
                return await self._pool.acquire()
            except BaseException:
                self._turns.release()
                raise

    async def _release(self, connection: "PoolConnectionProxy[Row]", *, sound: bool) -> None:
        try:
            if not sound:
                await connection.execute("ROLLBACK", timeout=1)
        except (asyncpg.PostgresError, *_OUTAGES):
            _drop(connection)
        except asyncio.CancelledError:
            _drop(connection)
            raise
        finally:
            try:
                await self._pool.release(connection)
            finally:
                self._turns.release()


def _drop(connection: "PoolConnectionProxy[Row]") -> None:
    # At once: its cancel request would wait on the same dead wire, and would let a COMMIT that
    # waits for its standby go ahead without it.
    with suppress(asyncpg.InterfaceError):  # it has left the pool by itself already
        connection.terminate()


def system_actor(organisation_id: UUID) -> Actor:
    """The service itself, acting on a deadline or before a caller is known."""
    return Actor(organisation_id, "system", None, None, frozenset(), "system")
