"""Resting: what counts for long leaves most moments to the requests that are at work."""

import time
from typing import Protocol

# Requests are at work with so many leases a second. What counts then rests for so many times as
# long as it worked, and for so many seconds at most.
_BUSY, _TIMES, _LONGEST_REST = 10, 1.5, 7.5


class Worked(Protocol):
    """A pool, by the number of its leases until now."""

    @property
    def leases(self) -> int:
        """The number."""


class Lap:
    """The work on one connection since its last rest, and the requests beside it."""

    def __init__(self, requests: Worked) -> None:
        self._requests = requests
        self.begin()

    def begin(self) -> None:
        """Begin, at first and after a rest, which is no work."""
        self._began, self._leases = time.perf_counter(), self._requests.leases

    def end(self) -> float:
        """Return how many seconds to rest: none unless requests were at work."""
        seconds = time.perf_counter() - self._began
        beside = self._requests.leases - self._leases
        return min(_TIMES * seconds, _LONGEST_REST) if beside > seconds * _BUSY else 0.0
