"""The one way to the database: a transaction that carries the caller's identity."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal, Self
from uuid import UUID

import asyncpg
from sqlalchemy import text

from referral_api import metrics
from referral_api.connections import Connection, Connections, drop, roll_back
from referral_api.errors import Refusal, Unavailable
from referral_api.outages import LOST, OUTAGES, refusal_after
from referral_api.permissions import Actor
from referral_api.prepared import First, Prepared
from referral_api.statements import Row, Statement

# Whose rows a transaction may see: those its organisation was granted, the flow of every
# case without identities, the audit trail, or everything that is overdue.
Sight = Literal["grants", "flow", "audit", "system"]

Recorder = Callable[["Transaction", Refusal], Awaitable[None]]

_PROBE = Statement(text("SELECT 1 FROM access_grant LIMIT 1"))


class Transaction:
    """One transaction of one caller, from entering it to leaving it.

    Leaving commits, or rolls back on any exception; one with ``keep`` set commits what was done
    before it. Both raise Unavailable when the database cannot be reached or does not answer in
    time. ``flights`` counts its round trips to the server.

    ``first`` is done in the flight that opens it, and ``first_tag`` tells what PostgreSQL said of
    it; who finds it locked for too long is refused as it says.

    ``refused`` records a refusal on the connection that it was found on: a server that another
    has taken over from finds what is true no longer, and can commit nothing.
    """

    _connection: "Connection[Row]"
    _began: float
    first_tag = ""

    def __init__(
        self, connections: Connections, actor: Actor, sight: Sight, refused: Recorder | None,
        first: First | None,
    ) -> None:  # fmt: skip
        self._connections = connections
        self._refused = refused
        self._first = first
        self.actor = actor
        self.sight = sight
        self.flights = 0
        self.committed = False

    async def __aenter__(self) -> Self:
        try:
            self._connection = await self._connections.take()
        except OUTAGES as error:
            raise Unavailable from error
        self._began = time.perf_counter()
        try:
            await self._open()
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def _open(self) -> None:
        if self._first is None:
            await self._send(self._opening)
            return
        try:
            self.first_tag = await self._send(f"{self._opening};{self._first.sql}")
        except asyncpg.LockNotAvailableError as error:
            raise self._first.busy from error

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        try:
            if error is None or getattr(error, "keep", False):
                await self.commit()
        except BaseException as failure:
            await self._leave(failure)
            raise
        await self._leave(error)

    async def commit(self) -> None:
        """Make it durable. Returning is the only proof that it is."""
        await self._send("COMMIT")
        self.committed = True

    @property
    def _opening(self) -> str:
        """Opens it and sets whose eyes it sees through, in one round trip."""
        role = "SET LOCAL ROLE referral_auditor;" if self.sight == "audit" else ""
        agent = self.actor.agent_id or ""
        return (
            f"BEGIN;{role}SET LOCAL app.organisation_id='{self.actor.organisation_id}';"
            f"SET LOCAL app.agent_id='{agent}';SET LOCAL app.sight='{self.sight}'"
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
            self._connections.give_back(self._connection)
            outcome = "committed" if self.committed else "rolled_back"
            metrics.observe_transaction(outcome, time.perf_counter() - self._began)
        if refusal is not None and refusal is not error:
            raise refusal from error

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
        self.flights += 1
        return await self._connection.execute(sql)

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


class Database:
    """The database of one worker."""

    def __init__(self, url: str, *, size: int, prepared: Sequence[Prepared] = ()) -> None:
        self._connections = Connections(url, size, ";".join(it.preparation for it in prepared))

    async def check_ready(self, actor: Actor) -> None:
        """Raise Unavailable unless the database answers and has our tables."""
        try:
            async with self.transaction(actor) as transaction:
                await transaction.run(_PROBE)
        except asyncpg.PostgresError as error:
            raise Unavailable from error

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()

    def transaction(
        self, actor: Actor, sight: Sight = "grants", *, refused: Recorder | None = None,
        first: First | None = None,
    ) -> Transaction:  # fmt: skip
        """Make a transaction of this actor; it is open while it is entered."""
        return Transaction(self._connections, actor, sight, refused, first)


def system_actor(organisation_id: UUID) -> Actor:
    """The service itself, acting on a deadline or before a caller is known."""
    return Actor(organisation_id, "system", None, None, frozenset(), "system")
