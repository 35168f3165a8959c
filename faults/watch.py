"""Asking an address of the service again and again beside the load: how long, and what it says."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from faults.http import Broken, Wire


@dataclass
class Watched:
    """The seconds that each answer took, and the moments and statuses of the answers."""

    taken: list[float] = field(default_factory=list)
    statuses: list[tuple[float, int]] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return percentile(self.taken, 0.99)

    def said_since(self, since: float) -> set[int]:
        """The statuses of the answers that came since then; 0 is no answer."""
        return {status for at, status in self.statuses if at >= since}


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed; 0 without values."""
    ordered = sorted(values)
    return ordered[int(len(ordered) * share)] if ordered else 0.0


@asynccontextmanager
async def watch(port: int, path: str, every: float = 0.05) -> AsyncIterator[Watched]:
    """Ask this address every so many seconds."""
    watched = Watched()

    async def ask() -> None:
        wire = Wire(port)
        while True:
            began = time.monotonic()
            try:
                status = (await wire.ask("GET", path, {})).status
            except (Broken, TimeoutError):
                status = 0
            now = time.monotonic()
            watched.taken.append(now - began)
            watched.statuses.append((now, status))
            await asyncio.sleep(every)

    asking = asyncio.create_task(ask())
    try:
        yield watched
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
