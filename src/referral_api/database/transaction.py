"""The one way to the database: a transaction that carries the caller's identity."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal, Self, TypeVar

import asyncpg

from referral_api.database.error_mapping import LOST, OUTAGES, refusal_after
from referral_api.database.pool import Connection, Connections, Loan, drop, roll_back
from referral_api.database.prepared_statements import Along
from referral_api.database.statements import Row, Statement
from referral_api.database.wait_queue import Waiting
from referral_api.errors import Refusal, Unavailable
from referral_api.observability import metrics
from referral_api.permissions import Actor

# Whose rows a transaction may see: those its organisation was granted, the flow of every
# case without identities, the audit trail, or everything that is overdue.
Sight = Literal["grants", "flow", "audit", "system"]

T = TypeVar("T")
Recorder = Callable[["Transaction", Refusal], Awaitable[None]]


class Transaction:
    """One transaction of one caller, from entering it to leaving it.

    Leaving commits, or rolls back on any exception; one with ``keep`` set commits what was done
    before it. Both raise Unavailable when the database cannot be reached or does not answer in
    time. ``flights`` counts its round trips to the server. Its opening may have gone along with
    the COMMIT of the one before it, as the opening of the next does with its own
    (docs/decisions/0014).

    ``first`` is done in the flight that opens it, and ``first_tag`` tells what PostgreSQL said of
    it; ``last``, if set, in the flight of the COMMIT.

    ``refused`` records a refusal on the connection that it was found on: a server that another
    has taken over from finds what is true no longer, and can commit nothing.
    """

    _loan: Loan
    _began: float
    first_tag = ""

    def __init__(
        self, connections: Connections, actor: Actor, sight: Sight, refused: Recorder | None,
        first: Along | None,
    ) -> None:  # fmt: skip
        self._connections = connections
        self._refused = refused
        self._first = first
        self._next: Waiting[Loan] | None = None
        self._next_tag: str | None = None
        self._failed = False
        self.last: Along | None = None
        self.actor = actor
        self.sight = sight
        self.flights = 0
        self.committed = False

    async def __aenter__(self) -> Self:
        opening = self._opening if self._first is None else f"{self._opening};{self._first.sql}"
        try:
            self._loan = await self._connections.take(opening)
        except OUTAGES as error:
            raise Unavailable from error
        self._began = time.perf_counter()
        try:
            self.first_tag = self._loan.opened or await self._send(opening)
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if error is None or getattr(error, "keep", False):
                await self.commit()
        except BaseException as failure:
            await self._leave(failure)
            raise
        await self._leave(error)

    async def commit(self) -> None:
        """Make it durable, as its last act. Returning is the only proof that it is."""
        if self._failed:
            raise RuntimeError("after a statement that failed there is nothing to commit")
        ending = "COMMIT" if self.last is None else f"{self.last.sql};COMMIT"
        self._next = self._connections.call_next()
        if self._next is None:
            await self._send(ending)
        else:
            await self._end_and_open(ending, self._next)
        self.committed = True

    async def _end_and_open(self, ending: str, following: Waiting[Loan]) -> None:
        try:
            self._next_tag = await self._send(f"{ending};{following.wish}")
        except asyncpg.PostgresError as error:
            # A COMMIT that fails ends the transaction. Inside of one it was not done, or it was
            # and hers failed: nobody can tell, and that is what is said.
            if self._connection.is_closed() or self._connection.is_in_transaction():
                raise Unavailable from error
            raise

    @property
    def _connection(self) -> "Connection[Row]":
        return self._loan.connection

    @property
    def _opening(self) -> str:
        """Opens it and sets whose eyes it sees through, in one round trip."""
        role = "SET LOCAL ROLE referral_auditor;" if self.sight == "audit" else ""
        # Of the connection already, unless it is another.
        sight = "" if self.sight == "grants" else f";SET LOCAL app.sight='{self.sight}'"
        agent = self.actor.agent_id or ""
        return (
            f"BEGIN;{role}SET LOCAL app.organisation_id='{self.actor.organisation_id}';"
            f"SET LOCAL app.agent_id='{agent}'{sight}"
        )

    async def _leave(self, error: BaseException | None) -> None:
        """Give the connection back; raise what a failure of the database means to the caller."""
        refusal = None if error is None else refusal_after(error)
        try:
            if error is not None and isinstance(error, LOST):
                drop(self._connection)
            if not self.committed:
                await roll_back(self._connection)
                if refusal and self._refused and not isinstance(refusal, Unavailable):
                    refusal = await self._recorded(refusal, self._refused)
        finally:
            await self._give_back()
            outcome = "committed" if self.committed else "rolled_back"
            metrics.observe_transaction(outcome, time.perf_counter() - self._began)
        if refusal is not None and refusal is not error:
            raise refusal from error

    async def _give_back(self) -> None:
        following, tag = self._next, self._next_tag
        if following and tag and self._connections.hand_over(self._loan, following, tag):
            return
        try:
            if following and self.committed:  # hers is open, and she is gone
                await roll_back(self._connection)
        finally:
            self._connections.give_back(self._loan, following)

    async def _recorded(self, refusal: Refusal, record: Recorder) -> Refusal:
        """Record it here and return it, or return that it cannot be given."""
        self.sight = "grants"
        try:
            await self._send(self._opening)
            await record(self, refusal)
            await self._send("COMMIT")
        except BaseException as error:
            drop(self._connection)
            if isinstance(error, OUTAGES):
                return Unavailable()
            raise
        refusal.recorded = True
        return refusal

    async def see_as(self, sight: Sight) -> None:
        """See through other eyes from here on; for the service's own checks, never to tell."""
        await self._send(f"SET LOCAL app.sight='{sight}'")

    async def _send(self, sql: str) -> str:
        return await self._answer(self._connection.execute(sql))

    async def one(self, statement: Statement, **values: Any) -> Row | None:
        """Run it and return its first row."""
        arguments = statement.arguments(values)
        return await self._answer(self._connection.fetchrow(statement.sql, *arguments))

    async def row(self, statement: Statement, **values: Any) -> Row:
        """Run it and return the row that it cannot but have."""
        found = await self.one(statement, **values)
        if found is None:
            raise LookupError("a statement that always returns a row returned none")
        return found

    async def all(self, statement: Statement, **values: Any) -> list[Row]:
        """Run it and return its rows."""
        arguments = statement.arguments(values)
        return await self._answer(self._connection.fetch(statement.sql, *arguments))

    async def run(self, statement: Statement, **values: Any) -> str:
        """Run it for its effect; return PostgreSQL's tag, which counts the rows."""
        arguments = statement.arguments(values)
        return await self._answer(self._connection.execute(statement.sql, *arguments))

    async def _answer(self, flight: Awaitable[T]) -> T:
        self.flights += 1
        try:
            return await flight
        except asyncpg.PostgresError:
            self._failed = True
            raise
