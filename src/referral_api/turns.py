"""Who may go on when all are taken: in the order they came, and refused at once if it is hopeless.

A semaphore under a time limit does the same, for as much as a whole statement costs.
"""

import asyncio
import time
from collections import deque

from referral_api import metrics

# Seconds to wait for a turn. Who would wait longer is refused at once; what is expected is less
# than what is borne, so that few wait in vain.
_PATIENCE = 1.0
_EXPECTED = 0.7


class Turns:
    """At most ``most`` turns at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._free = most
        self._line: deque[asyncio.Future[None]] = deque()
        self._usual = 0.0  # seconds that one took of late

    async def take(self) -> None:
        """Wait for a turn; TimeoutError if that takes too long, or would."""
        if self._free:
            self._free -= 1
            return
        if (len(self._line) + 1) * self._usual / self._most > _EXPECTED:
            raise TimeoutError
        await self._wait()

    def end(self, seconds: float) -> None:
        """Give it to the next in line. ``seconds``: how long it took."""
        self._usual += (seconds - self._usual) / 16
        self.pass_on()

    def pass_on(self) -> None:
        """Give it to the next in line, unused."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._free += 1

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._line.append(turn)
        alarm = loop.call_later(_PATIENCE, self._give_up, turn)
        came = time.perf_counter()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._line.remove(turn)
            else:  # it was given in the same moment
                self.pass_on()
            raise
        finally:
            alarm.cancel()
            metrics.pool_wait_seconds.observe(time.perf_counter() - came)

    def _give_up(self, turn: "asyncio.Future[None]") -> None:
        if not turn.done():
            self._line.remove(turn)
            turn.set_exception(TimeoutError())
