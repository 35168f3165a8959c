"""The only access to the database: a transaction that carries the caller's identity."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Self, TypeVar

import asyncpg

from referral_api.database.error_mapping import LOST, OUTAGES, error_after
from referral_api.database.pool import Connection, Lease, Pool, roll_back, terminate
from referral_api.database.prepared_statements import BatchedStatement
from referral_api.database.sight import CountingSight, VisibilityScope
from referral_api.database.standby import HOLDS
from referral_api.database.statements import Row, Statement
from referral_api.database.wait_queue import NoneFree
from referral_api.errors import ServiceError, Unavailable
from referral_api.observability import metrics
from referral_api.permissions import Actor

T = TypeVar("T")
_COUNTING = "SET LOCAL ROLE referral_figures"
RefusalRecorder = Callable[["Transaction", ServiceError], Awaitable[None]]


class Transaction:
    """One transaction of one caller, from entering it to leaving it.

    Leaving commits, or rolls back on any exception but one with ``commit_partial``. Entering and
    leaving raise Unavailable if the database does not respond. ``round_trips`` counts messages.

    ``with_begin`` is a statement sent in the same message as BEGIN, and ``begin_status`` is its
    status; ``with_commit``, if set, is sent in the same message as COMMIT.

    ``record_refusal`` records a refusal on the connection that found it; a former primary cannot.
    """

    _lease: Lease
    _began: float
    begin_status = ""

    def __init__(
        self, pool: Pool, actor: Actor, scope: VisibilityScope,
        record_refusal: RefusalRecorder | None, with_begin: BatchedStatement | None,
        replica: Pool | None = None,
    ) -> None:  # fmt: skip
        self._pool, self._replica = pool, replica
        self._record_refusal = record_refusal
        self._with_begin = with_begin
        self._failed = False
        self.with_commit: BatchedStatement | None = None
        self.actor = actor
        self.scope = scope
        self.round_trips, self.committed = 0, False

    async def __aenter__(self) -> Self:
        try:
            self._lease = await self._pool.acquire()
        except NoneFree as error:
            raise Unavailable(reason="pool") from error
        except OUTAGES as error:
            raise Unavailable from error
        self._began = time.perf_counter()
        try:
            also = "" if self._with_begin is None else f";{self._with_begin.sql}"
            self.begin_status = await self._send(self._begin_sql + also)
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if error is None or getattr(error, "commit_partial", False):
                await self._commit()
        except BaseException as failure:
            await self._leave(failure)
            raise
        await self._leave(error)

    async def _commit(self) -> None:
        """Make the changes durable. Only a normal return proves that they are."""
        if self._failed:
            raise RuntimeError("after a statement that failed there is nothing to commit")
        await self._send("COMMIT" if self.with_commit is None else f"{self.with_commit.sql};COMMIT")
        self.committed = True

    @property
    def _connection(self) -> "Connection[Row]":
        return self._lease.connection

    @property
    def _begin_sql(self) -> str:
        """Open the transaction with the caller's identity, in one message."""
        role = "SET LOCAL ROLE referral_auditor;" if self.scope == "audit" else ""
        # Each connection defaults to grants.
        scope = "" if self.scope == "grants" else f";SET LOCAL app.sight='{self.scope}'"
        agent = self.actor.agent_id or ""
        return (
            f"BEGIN;{role}SET LOCAL app.organisation_id='{self.actor.organisation_id}';"
            f"SET LOCAL app.agent_id='{agent}'{scope}"
        )

    async def _leave(self, error: BaseException | None) -> None:
        """Release the connection; raise the refusal that a database error stands for."""
        refusal = None if error is None else error_after(error)
        try:
            if error is not None and isinstance(error, LOST):
                terminate(self._connection)
            if not self.committed:
                await roll_back(self._connection)
                if refusal and self._record_refusal and not isinstance(refusal, Unavailable):
                    refusal = await self._recorded(refusal, self._record_refusal)
        finally:
            self._pool.release(self._lease)
            outcome = "committed" if self.committed else "rolled_back"
            metrics.observe_transaction(outcome, time.perf_counter() - self._began)
        if refusal is not None and refusal is not error:
            raise refusal from error

    async def _recorded(self, refusal: ServiceError, record: RefusalRecorder) -> ServiceError:
        """Record the refusal on this connection and return it; Unavailable if that fails."""
        self.scope = "grants"
        try:
            await self._send(self._begin_sql)
            await record(self, refusal)
            await self._send("COMMIT")
        except BaseException as error:
            terminate(self._connection)
            if isinstance(error, OUTAGES):
                return Unavailable()
            raise
        refusal.recorded = True
        return refusal

    @asynccontextmanager
    async def elevated(self, scope: VisibilityScope = "system") -> AsyncIterator[None]:
        """See every row for a while (of cases: by ``flow``), for checks that disclose no row."""
        before = self.scope
        await self._see_by(scope)
        yield
        await self._see_by(before)  # not after an exception, which ends the transaction

    async def _see_by(self, scope: VisibilityScope) -> None:
        if scope != self.scope:
            self.scope = scope
            await self._send(f"SET LOCAL app.sight='{scope}'")

    @asynccontextmanager
    async def counting(
        self, wal: str, sight: CountingSight | None = None
    ) -> AsyncIterator["Transaction"]:
        """Yield a transaction that reads the history of counted rows, and nothing else.

        It is on the replica, if one holds all that was written until ``wal``; this one otherwise.
        ``sight``, if given, is what may be counted beside the rows of the caller's scope.
        """
        counting = f"{_COUNTING};SET LOCAL app.sight='{sight}'" if sight else _COUNTING
        async with AsyncExitStack() as stack:
            if replica := await self._enter_replica(stack, wal, counting):
                yield replica
                return
        await self._send(counting)
        yield self
        # Not after an exception, which ends the transaction.
        await self._send(f"SET LOCAL ROLE NONE;SET LOCAL app.sight='{self.scope}'")

    def recover(self, scope: VisibilityScope) -> None:
        """Go on after a statement that failed, once a savepoint from before it is returned to."""
        self._failed, self.scope = False, scope

    async def rest(self) -> None:
        """Leave the server to requests for a while, if they are at work."""
        await self._lease.rest()

    async def _enter_replica(
        self, stack: AsyncExitStack, wal: str, counting: str
    ) -> "Transaction | None":
        if self._replica is None:
            return None
        replica = Transaction(self._replica, self.actor, self.scope, None, None)
        try:
            await stack.enter_async_context(replica)
        except Unavailable:
            return None
        await replica._send(counting)
        return replica if (await replica.row(HOLDS, wal=wal))["holds"] else None

    async def _send(self, sql: str) -> str:
        return await self._count(self._connection.execute(sql))

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        """Run a statement and return its first row."""
        arguments = statement.arguments(values)
        return await self._count(self._connection.fetchrow(statement.sql, *arguments))

    async def row(self, statement: Statement, **values: Any) -> Row:
        """Run a statement and return the row that it always has."""
        found = await self.one(statement, **values)
        if found is None:
            raise LookupError("a statement that always returns a row returned none")
        return found

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        """Run a statement and return its rows."""
        arguments = statement.arguments(values)
        return await self._count(self._connection.fetch(statement.sql, *arguments))

    async def run(self, statement: Statement, **values: Any) -> str:
        """Run a statement for its effect; return PostgreSQL's status, which counts the rows."""
        arguments = statement.arguments(values)
        return await self._count(self._connection.execute(statement.sql, *arguments))

    async def _count(self, round_trip: Awaitable[T]) -> T:
        self.round_trips += 1
        try:
            return await round_trip
        except asyncpg.PostgresError:
            self._failed = True
            raise
