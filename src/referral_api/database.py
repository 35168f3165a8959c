"""The one way to the database: the pool, and the transaction that carries the caller's identity."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal, Self
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import text
from typing_extensions import override

from referral_api import metrics
from referral_api.errors import Unavailable
from referral_api.invariants import refusing
from referral_api.permissions import Actor
from referral_api.statements import Row, Statement
from referral_api.writer import connector

# Whose rows a transaction may see: those its organisation was granted, the flow of every
# case without identities, the audit trail, or everything that is overdue.
Sight = Literal["grants", "flow", "audit", "system"]

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
_PATIENCE = 1.0  # seconds to wait for a connection; who would wait longer is refused at once


_PROBE = Statement(text("SELECT 1 FROM access_grant LIMIT 1"))


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

    async def see_as(self, sight: Sight) -> None:
        """See through other eyes from here on; for the service's own checks, never to tell."""
        await self._send(f"SELECT set_config('app.sight','{sight}',true)")

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
        self._size = size
        self._waiting = 0
        self._usual = 0.0  # seconds that a transaction took of late

    async def open(self) -> None:
        """Make the pool ready; connections are made when they are first needed."""
        _ = await self._pool

    async def check_ready(self, actor: Actor) -> None:
        """Raise Unavailable unless the database answers and has our tables."""
        try:
            async with self.transaction(actor) as transaction:
                await transaction.run(_PROBE)
        except asyncpg.PostgresError as error:
            raise Unavailable from error

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
            took = time.perf_counter() - began
            metrics.transaction_seconds.labels(outcome).observe(took)
            self._usual += (took - self._usual) / 16

    async def _take(self) -> "PoolConnectionProxy[Row]":
        # Callers take turns: the pool's own queue lets one be overtaken until her time is over.
        if self._turns.locked() and (self._waiting + 1) * self._usual / self._size > _PATIENCE:
            raise TimeoutError
        async with asyncio.timeout(_PATIENCE):
            self._waiting += 1
            try:
                await self._turns.acquire()
            finally:
                self._waiting -= 1
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
