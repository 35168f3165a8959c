"""A full disk under PostgreSQL: a small memory file system, filled to the last byte."""

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from faults.postgres import Postgres
from faults.proxy import Proxy
from faults.scenario import Result, World, under_load
from faults.watch import Watched, watch

SIZE = "256m"
# Leaves room for the tables to be what runs out: the log is made in advance.
_SETTINGS = {"max_wal_size": "64MB", "min_wal_size": "64MB", "wal_recycle": "on"}


async def fill_disk(world: World, result: Result) -> None:
    """Fill the disk while clients write, then free it."""
    if os.geteuid() != 0:
        result.skipped = "only root can mount a small file system"
        return
    folder = world.folder / "small"
    folder.mkdir(mode=0o711)
    with _mounted(folder) as mounted:
        if not mounted:
            result.skipped = "a small file system cannot be mounted here"
            return
        async with (
            Postgres(folder / "data", _SETTINGS) as postgres,
            Proxy(postgres.socket, world.chance) as proxy,
        ):
            small = replace(world, postgres=postgres, proxy=proxy)
            went_down = 0
            async with (
                under_load(small, result) as (service, load),
                watch(service.port, "/health/ready", every=0.1) as ready,
            ):
                for _ in range(world.times(2)):
                    await asyncio.sleep(2)
                    filler = folder / "filler"
                    for _ in range(5):  # again and again: what is freed meanwhile is taken too
                        await asyncio.to_thread(_fill, filler)
                        await asyncio.sleep(1)
                    _judge_readiness(result, ready, time.monotonic() - 3, 503)
                    filler.unlink()
                    # Where even the log finds no room PostgreSQL goes down, and is started again.
                    went_down += await postgres.revive()
                    result.recoveries.append(await load.next_success(time.monotonic()))
                    result.injected += 1
                    await asyncio.sleep(3)
                    _judge_readiness(result, ready, time.monotonic() - 0.5, 200)
                result.figures["went_down"] = went_down


def _judge_readiness(result: Result, ready: Watched, since: float, expected: int) -> None:
    said = ready.said_since(since)
    if said != {expected}:
        result.broken_floors.append(f"/health/ready said {sorted(said)}, not {expected}")


def _fill(filler: Path) -> None:
    block = bytes(1 << 20)
    with suppress(OSError), filler.open("ab", buffering=0) as file:
        while file.write(block):
            pass


@contextmanager
def _mounted(folder: Path) -> Iterator[bool]:
    asked = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(folder)]
    mounted = subprocess.run(asked, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
