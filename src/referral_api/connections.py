"""The connections of one worker: lent in turn, and refused at once to who would wait too long."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg

from referral_api.outages import OUTAGES
from referral_api.turns import Turns
from referral_api.writer import connector

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
    # A keyset page is costed at a tenth of the table otherwise, and planned anew each time.
    "plan_cache_mode": "force_generic_plan",
}

Connection = asyncpg.Connection


class Connections:
    """At most ``size`` of them, opened when first needed.

    asyncpg's own pool lets a caller be overtaken until her time is over, and costs as much as
    a flight: it resets what is given back, and what we set is local to the transaction.
    """

    def __init__(self, url: str, size: int, preparation: str = "") -> None:
        """``preparation`` is SQL that each of them runs once, when it is opened."""
        self._preparation = preparation
        self._connect = partial(connector(url), url, timeout=2, server_settings=_SESSION)
        self._turns = Turns(size)
        self._idle: list[Connection[Any]] = []
        self._lent: dict[Connection[Any], tuple[float, asyncio.TimerHandle]] = {}

    async def take(self) -> "Connection[Any]":
        """Wait for a turn and lend one. TimeoutError or OSError if there is none to be had."""
        await self._turns.take()
        try:
            connection = self._pick() or await self._open()
        except BaseException:
            self._turns.pass_on()
            raise
        # One alarm for the loan: a time limit on each of its statements costs asyncpg a seventh.
        alarm = asyncio.get_running_loop().call_later(_LONGEST, drop, connection)
        self._lent[connection] = time.perf_counter(), alarm
        return connection

    def give_back(self, connection: "Connection[Any]") -> None:
        """Keep it for the next caller, unless it is closed or still inside a transaction."""
        lent_at, alarm = self._lent.pop(connection)
        alarm.cancel()
        if not connection.is_closed():
            if connection.is_in_transaction():
                drop(connection)
            else:
                self._idle.append(connection)
        self._turns.end(time.perf_counter() - lent_at)

    async def close(self) -> None:
        """Close them all, at once if they do not close in time."""
        opened = [*self._idle, *self._lent]
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
