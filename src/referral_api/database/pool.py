"""The connections of one worker: leased in the order of arrival, refused when overloaded."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg

from referral_api.database.error_mapping import OUTAGES
from referral_api.database.primary_discovery import connector
from referral_api.database.wait_queue import WaitQueue

# Seconds that opening a connection may take.
_LONGEST_OPENING = 1.0
# Seconds that a lease lasts at most. The server cancels slow statements earlier; this limit is for
# a server that no longer responds at all.
_LONGEST_LEASE = 3.5
# A statement is planned once for each connection, perhaps while its table is still empty. The plan
# must hold for a table of any size: it never reads a table whole that has an index.
PLANNING = {
    # Custom plans estimate a keyset page at a tenth of the table and are planned anew each time.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "jit": "off",  # what has no index looks too expensive, and would be compiled
}
_SESSION = PLANNING | {
    "statement_timeout": "2500",
    "lock_timeout": "1500",
    "idle_in_transaction_session_timeout": "5000",
    "timezone": "UTC",
    "application_name": "referral-api",
    # The default scope of a transaction: what its organisation was granted.
    "app.sight": "grants",
}

Connection = asyncpg.Connection


class Lease:
    """One connection, held by one transaction."""

    __slots__ = ("_alarm", "_began", "connection")

    def __init__(self, connection: "Connection[Any]") -> None:
        self.connection = connection
        self._began = time.perf_counter()
        # One timer for the whole lease: a timeout per statement costs asyncpg a seventh of a read.
        self._alarm = asyncio.get_running_loop().call_later(_LONGEST_LEASE, terminate, connection)

    def end(self) -> float:
        """End the lease; return how many seconds it lasted."""
        self._alarm.cancel()
        return time.perf_counter() - self._began


class Pool:
    """At most ``size`` connections, opened when first needed.

    asyncpg's own pool lets later callers overtake a waiting one until it times out. It also resets
    each released connection, which costs a round trip and is not needed: every setting is local
    to its transaction.
    """

    def __init__(self, url: str, size: int, preparation: str = "") -> None:
        """``preparation`` is SQL that each connection runs once, when it is opened."""
        self._preparation = preparation
        self._connect = partial(connector(url), url, timeout=2, server_settings=_SESSION)
        self._queue = WaitQueue(size)
        self._idle: list[Connection[Any]] = []
        self._leased: set[Lease] = set()
        self._closing = False

    async def acquire(self) -> Lease:
        """Wait for a connection and lease it; TimeoutError or OSError if none is available."""
        await self._queue.acquire()
        try:
            lease = Lease(self._take_idle() or await self._open())
        except BaseException:
            self._queue.release_unused()
            raise
        self._leased.add(lease)
        return lease

    def release(self, lease: Lease) -> None:
        """End the lease; keep the connection unless it is closed or still in a transaction."""
        self._leased.remove(lease)
        seconds = lease.end()
        if not lease.connection.is_closed():
            if self._closing or lease.connection.is_in_transaction():
                terminate(lease.connection)
            else:
                self._idle.append(lease.connection)
        self._queue.release(seconds)

    async def close(self) -> None:
        """Close all connections, by force after a time limit; no further lease is possible."""
        self._closing = True
        opened = [*self._idle, *(lease.connection for lease in self._leased)]
        self._idle.clear()
        await asyncio.gather(
            *(connection.close(timeout=3) for connection in opened), return_exceptions=True
        )

    def _take_idle(self) -> "Connection[Any] | None":
        while self._idle:
            # The most recently released one has warm caches.
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        return None

    async def _open(self) -> "Connection[Any]":
        if self._closing:
            raise TimeoutError
        async with asyncio.timeout(_LONGEST_OPENING):
            opened: Connection[Any] = await self._connect()
            try:
                if self._preparation:
                    await opened.execute(self._preparation)
            except BaseException:
                terminate(opened)
                raise
        return opened


def terminate(connection: "Connection[Any]") -> None:
    """Terminate the connection at once.

    A cancel request could wait on the same dead network path, and would let a COMMIT that waits
    for its standby complete without it.
    """
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def roll_back(connection: "Connection[Any]") -> None:
    """Roll back the transaction, or terminate the connection if that fails."""
    if connection.is_closed():
        return
    try:
        await connection.execute("ROLLBACK", timeout=1)
    except (asyncpg.PostgresError, *OUTAGES):
        terminate(connection)
    except asyncio.CancelledError:
        terminate(connection)
        raise
