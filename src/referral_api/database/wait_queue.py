"""Who may go on when all are taken: in the order they came, and refused at once if it is hopeless.

A semaphore under a time limit does the same, for as much as a whole statement costs.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from referral_api.observability import metrics

# Seconds that who was called waits for that one turn, before she takes any.
_CALLED = 0.02
# Seconds to wait for a turn. Who would wait longer is refused at once; what is expected is less
# than what is borne, so that few wait in vain.
_PATIENCE = 1.0
_EXPECTED = 0.7

T = TypeVar("T")


class Waiting(Generic[T]):
    """One in the line, with her wish. Her turn may come with the thing she wished for."""

    __slots__ = ("turn", "wish")

    def __init__(self, wish: str) -> None:
        self.wish = wish
        self.turn: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()

    def give(self, thing: T | None = None) -> bool:
        """Give her the turn; False if she does not wait any more."""
        if self.turn.done():
            return False
        self.turn.set_result(thing)
        return True


class Turns(Generic[T]):
    """At most ``most`` turns at once. ``lost`` is told of a thing that was given with a turn to
    someone who was called off in the same moment; it has to end that turn.
    """

    def __init__(self, most: int, lost: Callable[[T], None]) -> None:
        self._most = most
        self._free = most
        self._lost = lost
        self._line: deque[Waiting[T]] = deque()
        self._usual = 0.0  # seconds that one took of late

    async def take(self, wish: str) -> T | None:
        """Wait for a turn; TimeoutError if that takes too long, or would."""
        if self._free:
            self._free -= 1
            return None
        if (len(self._line) + 1) * self._usual / self._most > _EXPECTED:
            raise TimeoutError
        return await self._wait(Waiting(wish))

    def call(self) -> Waiting[T] | None:
        """Take the next out of the line. She is given the turn that is about to end, by ``give``
        or by ``end``, unless she gives up before. If it takes long, she takes another.
        """
        waiting = self._next()
        if waiting is not None:
            asyncio.get_running_loop().call_later(_CALLED, self._return, waiting)
        return waiting

    def end(self, seconds: float, called: Waiting[T] | None = None) -> None:
        """Give it to who was called for it, or to the next. ``seconds``: how long it took."""
        self.learn(seconds)
        self.pass_on(called)

    def learn(self, seconds: float) -> None:
        """Keep in mind how long one took."""
        self._usual += (seconds - self._usual) / 16

    def pass_on(self, called: Waiting[T] | None = None) -> None:
        """Give it to who was called for it, or to the next in line, unused."""
        following = called or self._next()
        while following is not None:
            if following.give():
                return
            following = self._next()
        self._free += 1

    def _next(self) -> Waiting[T] | None:
        while self._line:
            waiting = self._line.popleft()
            if not waiting.turn.done():
                return waiting
        return None

    def _return(self, called: Waiting[T]) -> None:
        if called.turn.done():
            return
        if self._free:
            self._free -= 1
            called.give()
        elif called not in self._line:
            self._line.appendleft(called)

    async def _wait(self, waiting: Waiting[T]) -> T | None:
        self._line.append(waiting)
        alarm = asyncio.get_running_loop().call_later(_PATIENCE, self._give_up, waiting)
        came = time.perf_counter()
        try:
            return await waiting.turn
        except asyncio.CancelledError:
            self._call_off(waiting)
            raise
        finally:
            alarm.cancel()
            metrics.pool_wait_seconds.observe(time.perf_counter() - came)

    def _call_off(self, waiting: Waiting[T]) -> None:
        if waiting in self._line:
            self._line.remove(waiting)
        if waiting.turn.cancelled() or waiting.turn.exception() is not None:
            return
        thing = waiting.turn.result()  # it was given in the same moment
        if thing is None:
            self.pass_on()
        else:
            self._lost(thing)

    def _give_up(self, waiting: Waiting[T]) -> None:
        if not waiting.turn.done():
            waiting.turn.set_exception(TimeoutError())
            if waiting in self._line:
                self._line.remove(waiting)
