"""Reads the CPU and the memory of the service and of PostgreSQL, each with all its processes."""

import contextlib
import os
import platform
import sys
import time
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Used:
    """CPU seconds used so far."""

    api: float
    postgres: float


def used(api: psutil.Process | None, postgres: psutil.Process) -> Used:
    """Read both groups. A connection that has ended is counted by PostgreSQL's first process."""
    return Used(_group(api) if api else 0.0, _group(postgres, ended=True))


def _group(first: psutil.Process, *, ended: bool = False) -> float:
    total = 0.0
    for process in [first, *first.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += _exactly(process.pid) or times.user + times.system
            if ended and process == first:
                total += times.children_user + times.children_system
    return total


def _exactly(pid: int) -> float | None:
    """Read the clock of a process's CPU; None where there is none: its ticks are 10 ms each."""
    if sys.platform != "linux":
        return None
    clock = ~pid << 3 | 2  # as clock_getcpuclockid(3) makes it
    with contextlib.suppress(OSError):
        return time.clock_gettime(clock)
    return None


def worker_megabytes(api: psutil.Process) -> float:
    """Memory that the largest worker has for itself."""
    sizes = [0.0]
    for process in api.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            sizes.append(process.memory_info().rss / 1e6)
    return max(sizes)


def calibrate() -> float:
    """Time a fixed piece of work in milliseconds: it shows when the machine slowed down."""
    began = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (time.perf_counter() - began) * 1000


def machine() -> str:
    """Describe the machine's shape, not its name."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} × {platform.machine()}, {memory:.0f} GiB, {platform.system()}"
        f" {platform.release().split('-')[0]}, Python {platform.python_version()}"
    )
