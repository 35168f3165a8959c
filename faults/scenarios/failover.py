"""Fail-over under load: the primary lost, its standby promoted, the service following by itself."""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import replace

from faults.load import Load
from faults.postgres import Postgres, Standby
from faults.proxy import Proxy
from faults.scenario import FAILED_OVER, Result, World, conclude

LINK_DELAY = 0.02  # seconds to the standby: far enough for a difference between the two kinds


async def fail_over(world: World, result: Result) -> None:
    """Promote a synchronous standby."""
    result.recovery_limit = FAILED_OVER
    await _fail_over(world, result, synchronous=True)


async def fail_over_unsafely(world: World, result: Result) -> None:
    """Promote an asynchronous one: acknowledged acts must be missing."""
    result.control = "lost"
    await _fail_over(world, result, synchronous=False)


async def _fail_over(world: World, result: Result, *, synchronous: bool) -> None:
    folder = world.folder / world.name
    folder.mkdir(mode=0o711)
    async with AsyncExitStack() as stack:
        primary = await stack.enter_async_context(Postgres(folder / "primary"))
        link = await stack.enter_async_context(Proxy(primary.socket, world.chance))
        standby = await stack.enter_async_context(Standby(folder / "standby", primary, link.port))
        await standby.caught_up()
        if synchronous:
            await primary.set("synchronous_standby_names", "standby")
        near = await stack.enter_async_context(Proxy(primary.socket, world.chance))
        far = await stack.enter_async_context(Proxy(standby.socket, world.chance))
        url = (
            f"postgresql://referral_app@127.0.0.1:{near.port},127.0.0.1:{far.port}/referral"
            "?sslmode=disable&target_session_attrs=read-write"
        )
        link.answer_delay = LINK_DELAY
        ours = replace(world, postgres=primary, proxy=near)
        stage = await ours.stage()
        service = await stack.enter_async_context(ours.service(url))
        async with Load(service.port, stage, world.seed) as load:
            await load.next_success(time.monotonic())
            await asyncio.sleep(max(3.0, 6 * world.scale))
            # The link first: a dying primary would still send the standby what it has.
            link.refusing = True
            link.reset()
            await asyncio.sleep(0.5)
            near.still()  # as a lost machine: it neither answers nor refuses
            lost_at = time.monotonic()
            await primary.crash()
            await standby.promote()
            result.figures["promoted_after_s"] = time.monotonic() - lost_at
            result.recoveries.append(await load.next_success(lost_at))
            result.injected += 1
            await asyncio.sleep(max(2.0, 4 * world.scale))
        await conclude(result, load, standby, stage)
