"""How much callers have asked lately: one table for all workers of a host, in shared memory.

It counts by GCRA, the generic cell rate algorithm: of each caller it keeps the time at which the
next request would arrive if it kept to its rate (the theoretical arrival time). A caller that has
kept to its rate needs no slot.

Workers write without a lock, because one that is stopped must not hold up the others. Two that
count the same caller at the same moment may count one request instead of two, and no worse.
"""

import mmap
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_SLOTS = 65_536  # a power of two
_PROBES = 16  # slots in which a caller may stand
_WORD = 8
_SIZE = _SLOTS * 2 * _WORD
_SECOND = 1_000_000_000
# No arrival time is further ahead: one that is comes from elsewhere, and is not believed.
_HORIZON = 60 * _SECOND


@dataclass(frozen=True, slots=True)
class Rate:
    """``interval`` is the time between two requests, and ``burst`` the time whose requests may be
    made at once; in nanoseconds.
    """

    interval: int
    burst: int

    @classmethod
    def of(cls, per_minute: int, seconds_at_once: int) -> "Rate":
        """Make a rate that lets at least one request through at once."""
        interval = 60 * _SECOND // per_minute
        return cls(interval, max(interval, seconds_at_once * _SECOND))


class Asked(NamedTuple):
    """One request of a caller, known by its ``tag``: a keyed hash of 64 bits."""

    tag: int
    rate: Rate


def make_table_file(path: Path) -> None:
    """Make an empty table for workers that are about to start.

    Its blocks are written, not left to be found when a worker first writes to them: on a full disk
    that would end the worker. A service that still uses the file before it keeps that one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(0o600)
    with draft.open("r+b") as file:
        file.write(bytes(_SIZE))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


class ArrivalTable:
    """The table in the file at ``path``, or one of this process alone.

    ``crowded`` counts requests for whose caller no slot was free: they were let through.
    """

    def __init__(
        self, path: Path | None = None, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        """``clock`` is that of the host, the same for all its processes."""
        if path is None:
            memory = mmap.mmap(-1, _SIZE)
        else:
            if not path.exists():  # these workers were not started by ``serve``
                make_table_file(path)
            with path.open("r+b") as file:
                memory = mmap.mmap(file.fileno(), _SIZE)
        words = memoryview(memory).cast("Q")
        self._tags = words[:_SLOTS]
        self._arrivals = words[_SLOTS:]
        self._clock = clock
        self.crowded = 0

    def take(self, *requests: Asked) -> tuple[int, int]:
        """Count the requests if all of them are within their rates.

        Return how many nanoseconds to wait until they are (0 if they were counted), and the place
        of the one that has to wait longest.
        """
        now = self._clock()
        longest, slowest = 0, 0
        counted = []
        for place, asked in enumerate(requests):
            first = asked.tag % _SLOTS
            slot = first if self._tags[first] == asked.tag else self._find(asked.tag, now)
            if slot is None:
                self.crowded += 1
                continue
            interval, burst = asked.rate.interval, asked.rate.burst
            arrival = now
            if self._tags[slot] == asked.tag and now < self._arrivals[slot] <= now + burst:
                arrival = self._arrivals[slot]
            wait = arrival + interval - now - burst
            if wait > longest:
                longest, slowest = wait, place
            counted.append((slot, asked.tag, arrival + interval))
        if not longest:
            for slot, tag, arrival in counted:
                self._tags[slot] = tag
                self._arrivals[slot] = arrival
        return longest, slowest

    def _find(self, tag: int, now: int) -> int | None:
        """Find the slot of a caller, or a free one; None if the slots around are in use."""
        free = None
        for place in range(tag, tag + _PROBES):
            slot = place % _SLOTS
            if self._tags[slot] == tag:
                return slot
            if free is None and not now < self._arrivals[slot] <= now + _HORIZON:
                free = slot
        return free
