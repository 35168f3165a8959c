"""Faults of the wire between the service and PostgreSQL."""

import asyncio
import time

from faults.scenario import Result, World, under_load

CUT_SHARE = 0.1


async def cut_at_commit(world: World, result: Result) -> None:
    """Cut connections at COMMIT: before the server hears it, or before the service hears back."""
    await _cut(world, result, idempotent=True)


async def cut_without_keys(world: World, result: Result) -> None:
    """Do the same to clients that take a fresh key for each try: some acts must be done twice."""
    result.control = "duplicated"
    await _cut(world, result, idempotent=False)


async def _cut(world: World, result: Result, *, idempotent: bool) -> None:
    before = world.proxy.cuts
    async with under_load(world, result, idempotent=idempotent):
        world.proxy.cut_share = CUT_SHARE
        await asyncio.sleep(15 * world.scale)
        world.proxy.cut_share = 0
    result.injected = world.proxy.cuts - before


async def reset_each_second(world: World, result: Result) -> None:
    """Reset every database connection once a second."""
    async with under_load(world, result) as (_, load):
        for _ in range(world.times(12)):
            await asyncio.sleep(1)
            result.injected += world.proxy.reset()
            result.recoveries.append(await load.next_success(time.monotonic()))


async def black_hole(world: World, result: Result) -> None:
    """Let the wire swallow everything for eight seconds without breaking a connection."""
    async with under_load(world, result) as (_, load):
        for _ in range(world.times(2)):
            await asyncio.sleep(2)
            world.proxy.still()
            await asyncio.sleep(8)
            world.proxy.flow()
            result.recoveries.append(await load.next_success(time.monotonic()))
            result.injected += 1


async def slow_database(world: World, result: Result) -> None:
    """Hold back everything that goes to the database, by more and more."""
    async with under_load(world, result) as (_, load):
        for delay in (0.1, 0.4, 1.2):
            world.proxy.delay = delay
            await asyncio.sleep(max(3, 6 * world.scale))
            result.injected += 1
        world.proxy.delay = 0
        result.recoveries.append(await load.next_success(time.monotonic()))
