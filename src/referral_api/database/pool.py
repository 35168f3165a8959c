"""The connections of one worker: leased in the order of arrival, refused when overloaded."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

import asyncpg

from referral_api.database.error_mapping import OUTAGES
from referral_api.database.primary_discovery import connector
from referral_api.database.rest import Lap, Worked
from referral_api.database.role_check import REFUSE_UNBOUND
from referral_api.database.session_profile import REQUESTS, SessionProfile
from referral_api.database.wait_queue import WaitQueue
from referral_api.observability.outage_log import OutageLog

# Seconds that opening a connection may take.
_LONGEST_OPENING = 1.0

Connection = asyncpg.Connection


class Lease:
    """One connection, held by one transaction."""

    __slots__ = ("_alarm", "_began", "_lap", "connection")

    def __init__(self, connection: "Connection[Any]", longest: float, lap: Lap | None) -> None:
        self.connection = connection
        self._lap = lap
        self._began = time.perf_counter()
        # One timer for the whole lease: a timeout per statement costs asyncpg a seventh of a read.
        self._alarm = asyncio.get_running_loop().call_later(longest, terminate, connection)

    def end(self) -> float:
        """End the lease; return how many seconds it lasted."""
        self._alarm.cancel()
        return time.perf_counter() - self._began

    async def rest(self) -> None:
        """Rest in the middle of the work, if requests are at work."""
        if self._lap:
            await asyncio.sleep(self._lap.end())
            self._lap.begin()

    @property
    def rest_after(self) -> float:
        """How many seconds to rest after the work."""
        return self._lap.end() if self._lap else 0.0


class Pool:
    """At most ``size`` connections, opened when first needed.

    asyncpg's own pool lets later callers overtake a waiting one until it times out. It also resets
    each released connection, which costs a round trip and is not needed: every setting is local
    to its transaction.
    """

    def __init__(
        self, url: str, size: int, preparation: str = "", profile: SessionProfile = REQUESTS,
        yields_to: Worked | None = None,
    ) -> None:  # fmt: skip
        """``preparation`` is SQL that each connection runs once, when it is opened.

        A connection rests after its work while ``yields_to`` is busy.
        """
        self._yields_to = yields_to
        self.leases = 0
        self._profile = profile
        self._preparation = REFUSE_UNBOUND + preparation
        self._outages = OutageLog("database")
        self._connect = partial(connector(url), url, timeout=2, server_settings=profile.settings)
        self._queue = WaitQueue(size, profile.wait)
        self._idle: list[Connection[Any]] = []
        self._leased: set[Lease] = set()
        self._closing = False

    async def acquire(self) -> Lease:
        """Wait for a connection and lease it; TimeoutError or OSError if none is available."""
        await self._queue.acquire()
        try:
            connection = self._take_idle() or await self._open()
        except BaseException:
            self._queue.release_unused()
            raise
        lap = Lap(self._yields_to) if self._yields_to else None
        lease = Lease(connection, self._profile.lease, lap)
        self.leases += 1
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
        if rest := lease.rest_after:
            asyncio.get_running_loop().call_later(rest, self._queue.release, seconds)
        else:
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
        try:
            opened = await self._open_prepared()
        except (asyncpg.PostgresError, *OUTAGES) as error:
            self._outages.note_failure(error)
            raise
        self._outages.note_success()
        return opened

    async def _open_prepared(self) -> "Connection[Any]":
        async with asyncio.timeout(_LONGEST_OPENING):
            opened: Connection[Any] = await self._connect()
            try:
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
