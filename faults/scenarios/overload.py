"""Overload: forty clients for each connection of the pool, on a database that takes its time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from faults.http import Wire
from faults.load import Load
from faults.scenario import Result, World, conclude
from faults.story import register_only

POOL = 8
CROWD = 40 * POOL
ROUND_TRIP = (
    0.06  # seconds that each round trip to the database takes, so that the pool is the limit
)
REFUSED_WITHIN, HEALTHY_WITHIN, GOODPUT = 0.100, 0.050, 0.95


async def exhaust_pool(world: World, result: Result) -> None:
    """Measure the peak with a client to each connection, then with forty to each."""
    seconds = max(4.0, 10 * world.scale)
    stage = await world.stage()
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(world.service(POOL_SIZE=str(POOL)))
        world.proxy.delay = ROUND_TRIP
        async with Load(service.port, stage, world.seed, clients=POOL, story=register_only) as calm:
            await calm.next_success(time.monotonic())
            peak = await _goodput(calm, seconds)
        async with (
            Load(
                service.port,
                stage,
                world.seed + 1,
                clients=CROWD,
                patient=True,
                story=register_only,
            ) as crowd,
            _watch_health(service.port) as health,
        ):
            await asyncio.sleep(2)
            goodput = await _goodput(crowd, seconds)
            refusals = sorted(crowd.refusals)
        world.proxy.delay = 0
    crowd.acknowledged += calm.acknowledged
    await conclude(result, crowd, world.postgres, stage)
    result.injected = len(refusals)
    result.figures = {
        "peak_per_second": peak, "goodput_per_second": goodput,
        "refusal_p99_s": _p99(refusals), "health_p99_s": _p99(sorted(health)),
    }  # fmt: skip
    held = {
        f"503 p99 {_p99(refusals) * 1000:.0f} ms": _p99(refusals) <= REFUSED_WITHIN,
        f"health p99 {_p99(sorted(health)) * 1000:.0f} ms": _p99(sorted(health)) <= HEALTHY_WITHIN,
        f"goodput {goodput / peak:.2f}": goodput >= GOODPUT * peak,
    }
    result.broken_floors += [words for words, holds in held.items() if not holds]


async def _goodput(load: Load, seconds: float) -> float:
    before, began = len(load.acknowledged), time.monotonic()
    await asyncio.sleep(seconds)
    return (len(load.acknowledged) - before) / (time.monotonic() - began)


def _p99(values: list[float]) -> float:
    return values[int(len(values) * 0.99)] if values else 0.0


@asynccontextmanager
async def _watch_health(port: int) -> AsyncIterator[list[float]]:
    taken: list[float] = []

    async def ask() -> None:
        wire = Wire(port)
        while True:
            began = time.monotonic()
            await wire.ask("GET", "/health/live", {})
            taken.append(time.monotonic() - began)
            await asyncio.sleep(0.05)

    asking = asyncio.create_task(ask())
    try:
        yield taken
    finally:
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
