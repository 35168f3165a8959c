"""A thread that makes slow hashes, and a short queue before it: more than that are told to wait.

Whoever signs in holds a place among all requests of the service. A queue without an end would give
these places to whoever sends the most guesses.
"""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from referral_api.errors import Unavailable

# Requests go first where cores are few.
_NICENESS = 10
T = TypeVar("T")


class HashThread:
    """One hash at a time, and so many more ``waiting``."""

    def __init__(self, name: str, *, waiting: int) -> None:
        self._thread = ThreadPoolExecutor(1, name, initializer=_give_way)
        self._free = asyncio.Lock()
        self._places = 1 + waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the thread is free and keep it; Unavailable at once if too many wait."""
        if not self._places:
            raise Unavailable(reason="admission")
        self._places -= 1
        try:
            async with self._free:
                yield
        finally:
            self._places += 1

    async def run(self, what: Callable[..., T], *values: object) -> T:
        """Run something in the thread, within a turn."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, what, *values)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _give_way() -> None:
    if sys.platform == "linux":  # where each thread has a niceness of its own
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
