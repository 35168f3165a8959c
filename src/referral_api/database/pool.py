"""The connections of one worker: lent in turn, and refused at once to who would wait too long."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg

from referral_api.database.error_mapping import OUTAGES
from referral_api.database.primary_discovery import connector
from referral_api.database.wait_queue import Turns, Waiting

# Seconds that the opening of one may take.
_OPENING = 1.0
# Seconds that one is lent for at most. The server ends a slow statement before; this is for the
# server that no longer answers at all.
_LONGEST = 3.5
_SESSION = {
    "statement_timeout": "2500",
    "lock_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
    "timezone": "UTC",
    "application_name": "referral-api",
    # What a transaction sees that says nothing else: what its organisation was granted.
    "app.sight": "grants",
    # A keyset page is costed at a tenth of the table otherwise, and planned anew each time.
    "plan_cache_mode": "force_generic_plan",
}

Connection = asyncpg.Connection


class Loan:
    """One of the connections, lent to one caller.

    ``opened`` is what PostgreSQL said last to what she wished to have sent ahead, in the last
    flight of who had it before; None if nothing was.
    """

    __slots__ = ("_alarm", "_lent_at", "connection", "opened")

    def __init__(self, connection: "Connection[Any]", opened: str | None = None) -> None:
        self.connection = connection
        self.opened = opened
        self._lent_at = time.perf_counter()
        # One alarm for the loan: a time limit on each of its statements costs asyncpg a seventh.
        self._alarm = asyncio.get_running_loop().call_later(_LONGEST, drop, connection)

    def end(self) -> float:
        """Say that it is over; return how many seconds it was lent."""
        self._alarm.cancel()
        return time.perf_counter() - self._lent_at


class Connections:
    """At most ``size`` of them, opened when first needed.

    asyncpg's own pool lets a caller be overtaken until her time is over, and costs as much as
    a flight: it resets what is given back, and what we set is local to the transaction.
    """

    def __init__(self, url: str, size: int, preparation: str = "") -> None:
        """``preparation`` is SQL that each of them runs once, when it is opened."""
        self._preparation = preparation
        self._connect = partial(connector(url), url, timeout=2, server_settings=_SESSION)
        self._turns: Turns[Loan] = Turns(size, self._take_back)
        self._idle: list[Connection[Any]] = []
        self._lent: set[Loan] = set()
        self._closing = False

    async def take(self, opening: str) -> Loan:
        """Wait for a turn and lend one. TimeoutError or OSError if there is none to be had.

        ``opening`` may be sent ahead meanwhile, by who has it before; then the loan says so.
        """
        loan = await self._turns.take(opening)
        if loan is None:
            try:
                loan = Loan(self._pick() or await self._open())
            except BaseException:
                self._turns.pass_on()
                raise
            self._lent.add(loan)
        return loan

    def call_next(self) -> Waiting[Loan] | None:
        """Take who is next out of the line: her opening can go along with a COMMIT, and the
        connection then goes to her by ``hand_over``, or as always by ``give_back``.
        """
        return self._turns.call()

    def hand_over(self, loan: Loan, called: Waiting[Loan], opened: str) -> bool:
        """Lend it to who was called, with her transaction open; False if she has given up."""
        if called.turn.done() or loan.connection.is_closed():
            return False
        self._lent.remove(loan)
        self._turns.learn(loan.end())
        following = Loan(loan.connection, opened)
        self._lent.add(following)
        called.give(following)
        return True

    def give_back(self, loan: Loan, called: Waiting[Loan] | None = None) -> None:
        """Keep it for who was called or comes next, unless it is closed or in a transaction."""
        self._lent.remove(loan)
        seconds = loan.end()
        if not loan.connection.is_closed():
            if self._closing or loan.connection.is_in_transaction():
                drop(loan.connection)
            else:
                self._idle.append(loan.connection)
        self._turns.end(seconds, called)

    def _take_back(self, loan: Loan) -> None:
        # Her transaction is open and she is gone: ending it would take a flight, and nobody waits.
        drop(loan.connection)
        self.give_back(loan)

    async def close(self) -> None:
        """Close them all, at once if they do not close in time; lend none any more."""
        self._closing = True
        opened = [*self._idle, *(loan.connection for loan in self._lent)]
        self._idle.clear()
        await asyncio.gather(
            *(connection.close(timeout=3) for connection in opened), return_exceptions=True
        )

    def _pick(self) -> "Connection[Any] | None":
        while self._idle:
            # The last one back: its plans and pages are warm.
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return None

    async def _open(self) -> "Connection[Any]":
        if self._closing:
            raise TimeoutError
        async with asyncio.timeout(_OPENING):
            opened: Connection[Any] = await self._connect()
            try:
                if self._preparation:
                    await opened.execute(self._preparation)
            except BaseException:
                drop(opened)
                raise
        return opened


def drop(connection: "Connection[Any]") -> None:
    """Break it off.

    At once: its cancel request would wait on the same dead wire, and would let a COMMIT that
    waits for its standby go ahead without it.
    """
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def roll_back(connection: "Connection[Any]") -> None:
    """End its transaction without a trace, or break it off."""
    if connection.is_closed():
        return
    try:
        await connection.execute("ROLLBACK", timeout=1)
    except (asyncpg.PostgresError, *OUTAGES):
        drop(connection)
    except asyncio.CancelledError:
        drop(connection)
        raise
