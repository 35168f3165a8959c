"""Crashes: the service killed, PostgreSQL stopped as by a power cut."""

import asyncio
import time

from faults.scenario import DATABASE_BACK, SERVICE_BACK, Result, World, under_load

KILLS = 20


async def kill_service(world: World, result: Result) -> None:
    """Kill the API with SIGKILL in the midst of its work and start it again, over and over."""
    result.recovery_limit = SERVICE_BACK
    async with under_load(world, result) as (service, load):
        for _ in range(world.times(KILLS)):
            await asyncio.sleep(world.chance.uniform(0.3, 1.5))
            await service.kill()
            started = time.monotonic()
            await service.start()
            result.recoveries.append(await load.next_success(started))
            result.injected += 1


async def restart_postgres(world: World, result: Result) -> None:
    """Stop PostgreSQL at once, without a checkpoint, and start it again."""
    result.recovery_limit = DATABASE_BACK
    async with under_load(world, result) as (_, load):
        for _ in range(world.times(4)):
            await asyncio.sleep(world.chance.uniform(1.0, 3.0))
            await world.postgres.crash()
            await asyncio.sleep(world.chance.uniform(0.2, 1.5))
            await world.postgres.start()
            result.recoveries.append(await load.next_success(time.monotonic()))
            result.injected += 1
