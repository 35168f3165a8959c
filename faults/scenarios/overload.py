"""Overload: forty clients for each connection of the pool, on a database that takes its time."""

import asyncio
import time
from contextlib import AsyncExitStack

from faults.load import Load
from faults.scenario import Result, World, conclude
from faults.story import register_only
from faults.watch import percentile, watch

POOL = 8
CROWD = 40 * POOL
ROUND_TRIP = (
    0.06  # seconds that each round trip to the database takes, so that the pool is the limit
)
REFUSED_WITHIN, HEALTHY_WITHIN, GOODPUT, READY_RATIO = 0.100, 0.050, 0.95, 3.0
LIVE, READY = "/health/live", "/health/ready"


async def exhaust_pool(world: World, result: Result) -> None:
    """Measure the peak with a client to each connection, then with forty to each."""
    seconds = max(4.0, 10 * world.scale)
    stage = await world.stage()
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(world.service(serve=True, POOL_SIZE=str(POOL)))
        world.proxy.delay = ROUND_TRIP
        async with watch(service.port, READY, every=0.02) as idle:
            await asyncio.sleep(seconds)
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
            watch(service.port, LIVE) as live,
            watch(service.port, READY, every=0.02) as ready,
        ):
            await asyncio.sleep(2)
            goodput = await _goodput(crowd, seconds)
            refused_p99 = percentile(crowd.refusals, 0.99)
        world.proxy.delay = 0
    crowd.acknowledged += calm.acknowledged
    await conclude(result, crowd, world.postgres, stage)
    result.injected = len(crowd.refusals)
    result.figures = {
        "peak_per_second": peak, "goodput_per_second": goodput, "refusal_p99_s": refused_p99,
        "health_p99_s": live.p99, "ready_idle_p99_s": idle.p99, "ready_p99_s": ready.p99,
    }  # fmt: skip
    said = {status for _, status in idle.statuses + ready.statuses}
    held = {
        f"503 p99 {refused_p99 * 1000:.0f} ms": refused_p99 <= REFUSED_WITHIN,
        f"health p99 {live.p99 * 1000:.0f} ms": live.p99 <= HEALTHY_WITHIN,
        f"ready p99 {ready.p99 / idle.p99:.1f} of idle": ready.p99 <= READY_RATIO * idle.p99,
        f"ready said {sorted(said)} while writes succeeded": said == {200},
        f"goodput {goodput / peak:.2f}": goodput >= GOODPUT * peak,
    }
    result.broken_floors += [words for words, holds in held.items() if not holds]


async def _goodput(load: Load, seconds: float) -> float:
    before, began = len(load.acknowledged), time.monotonic()
    await asyncio.sleep(seconds)
    return (len(load.acknowledged) - before) / (time.monotonic() - began)
