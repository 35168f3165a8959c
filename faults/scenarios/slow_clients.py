"""Slow clients: sockets that never finish a request, beside callers who must be answered."""

import asyncio
import time
from dataclasses import dataclass

from faults.http import Broken, Wire
from faults.load import Load
from faults.scenario import Result, World, conclude
from faults.slow_sockets import slow_sockets
from faults.story import register_only
from faults.watch import watch

CROWDS = (64, 640)
FILES = 600  # that the service may have open: fewer than there are slow sockets
ANSWERED, CALLERS = 0.95, 8
PATIENCE = 2.0  # seconds in which a call must be answered
PAGES = ("/health/live", "/health/ready", "/metrics")


@dataclass
class Calls:
    """The calls of those who are not slow."""

    made: int = 0
    answered: int = 0

    @property
    def share(self) -> float:
        return self.answered / self.made if self.made else 0.0


async def come_slowly(world: World, result: Result) -> None:
    """Hold 64 and then 640 slow sockets; then 640 on a server without bounds, as the control."""
    seconds = max(4.0, 15 * world.scale)
    stage = await world.stage()
    readers = (await world.stage()).tokens["officer"]  # of others: their reading is not compared
    async with (
        world.service(serve=True, files=FILES) as service,
        Load(service.port, stage, world.seed, clients=CALLERS, story=register_only) as load,
    ):
        await load.next_success(time.monotonic())
        for count in CROWDS:
            calls, pages = await _besiege(world, service.port, readers, count, seconds)
            result.injected += count
            result.figures[f"answered_beside_{count}"] = calls.share
            result.figures[f"pages_beside_{count}"] = pages
            if calls.share < ANSWERED:
                result.broken_floors.append(f"{calls.share:.2f} answered beside {count}")
            if pages < ANSWERED:
                result.broken_floors.append(f"{pages:.2f} of the pages answered beside {count}")
    await conclude(result, load, world.postgres, stage)
    async with world.service(files=FILES) as unbounded:
        calls, _ = await _besiege(world, unbounded.port, readers, CROWDS[-1], seconds)
    result.figures["control_answered"] = calls.share
    if calls.share >= ANSWERED:
        result.broken_floors.append(f"the control did not fail: {calls.share:.2f} answered")


async def _besiege(
    world: World, port: int, token: str, count: int, seconds: float
) -> tuple[Calls, float]:
    """Return the calls made beside the slow sockets, and the share of the pages answered."""
    calls = Calls()
    async with slow_sockets(port, count, world.chance):
        await asyncio.sleep(2)
        async with (
            watch(port, PAGES[0]) as live, watch(port, PAGES[1]) as ready,
            watch(port, PAGES[2], every=0.5) as metrics,
        ):  # fmt: skip
            until = time.monotonic() + seconds
            await asyncio.gather(*(_call(port, token, calls, until) for _ in range(CALLERS)))
        said = [status for page in (live, ready, metrics) for _, status in page.statuses]
    return calls, said.count(200) / len(said) if said else 0.0


async def _call(port: int, token: str, calls: Calls, until: float) -> None:
    """Call on a new connection, then twice on the same one, over and over."""
    headers = {"Authorization": f"Bearer {token}"}
    while time.monotonic() < until:
        wire = Wire(port)
        for _ in range(3):
            calls.made += 1
            try:
                async with asyncio.timeout(PATIENCE):
                    reply = await wire.ask("GET", "/v1/cases?limit=1", headers)
            except (Broken, TimeoutError):
                break
            calls.answered += reply.status == 200
            await asyncio.sleep(0.1)
        wire.close()
