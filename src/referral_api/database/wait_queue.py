"""The queue for connections: first come, first served; a hopeless wait is refused at once.

A semaphore with a timeout would cost as much as a whole statement.
"""

import asyncio
import time
from collections import deque

from referral_api.observability import metrics

# A caller that is expected to wait longer than this share of the longest wait is refused at once,
# so that few callers wait in vain.
_EXPECTED = 0.7

_Waiter = asyncio.Future[None]


class NoneFree(TimeoutError):
    """The wait for a connection is, or would be, too long."""


class WaitQueue:
    """A queue for ``capacity`` reservations, each of which is acquired and released once.

    ``longest`` is the longest wait, in seconds.
    """

    def __init__(self, capacity: int, longest: float = 1.0) -> None:
        self._capacity = capacity
        self._longest = longest
        self._free = capacity
        self._waiters: deque[_Waiter] = deque()
        self._usual_seconds = 0.0  # the moving average duration of a reservation

    async def acquire(self) -> None:
        """Wait for a reservation; NoneFree if the wait is or would be too long."""
        if self._free:
            self._free -= 1
            return
        rounds_until_served = (len(self._waiters) + 1) / self._capacity
        if rounds_until_served * self._usual_seconds > _EXPECTED * self._longest:
            raise NoneFree
        await self._wait()

    def release(self, seconds: float) -> None:
        """Release a reservation to the next waiter; ``seconds`` is how long it lasted."""
        self._usual_seconds += (seconds - self._usual_seconds) / 16
        self.release_unused()

    def release_unused(self) -> None:
        """Release a reservation to the next waiter without counting its duration."""
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        waiter: _Waiter = loop.create_future()
        self._waiters.append(waiter)
        alarm = loop.call_later(self._longest, self._give_up, waiter)
        began = time.perf_counter()
        try:
            await waiter
        except asyncio.CancelledError:
            self._leave(waiter)
            raise
        finally:
            alarm.cancel()
            metrics.pool_wait_seconds.observe(time.perf_counter() - began)

    def _leave(self, waiter: _Waiter) -> None:
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        elif not waiter.cancelled() and waiter.exception() is None:
            self.release_unused()  # it was served and cancelled in the same moment

    def _give_up(self, waiter: _Waiter) -> None:
        if not waiter.done():
            self._waiters.remove(waiter)
            waiter.set_exception(NoneFree())
