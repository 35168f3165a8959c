"""Fail-over under load: the primary lost, Patroni promoting the standby, the service following."""

import asyncio
import time

from faults.cluster import Cluster, Unusable
from faults.load import Load
from faults.machine import Unreached
from faults.patroni import TIMES
from faults.scenario import FAILED_OVER, Result, World, conclude
from faults.stage import set_stage

LINK_DELAY = 0.02  # seconds to the standby: far enough for a difference between the two kinds
BEHIND = 0.5  # seconds of the primary's work that its standby has not heard of when it goes


async def fail_over(world: World, result: Result) -> None:
    """End the PostgreSQL of a primary with a synchronous standby; its Patroni lives."""
    await _fail_over(world, result, synchronous=True)


async def fail_over_from_silence(world: World, result: Result) -> None:
    """Let a primary's whole machine fall silent, and wake it when the other has taken over."""
    await _fail_over(world, result, synchronous=True, silent=True)


async def fail_over_unsafely(world: World, result: Result) -> None:
    """End the PostgreSQL of a primary whose standby is asynchronous: acts must be missing."""
    result.control = "lost"
    await _fail_over(world, result, synchronous=False)


async def _fail_over(
    world: World, result: Result, *, synchronous: bool, silent: bool = False
) -> None:
    folder = world.folder / "pair"  # short: it is part of a socket's name
    try:
        async with Cluster(folder, world.folder, world.chance, synchronous=synchronous) as cluster:
            await _lose_the_first(world, result, cluster, silent=silent)
    except Unusable as reason:
        result.skipped = str(reason)
    except Unreached as reason:
        result.broken_floors.append(str(reason))


async def _lose_the_first(world: World, result: Result, cluster: Cluster, *, silent: bool) -> None:
    first, second = cluster.first, cluster.second
    stage = await set_stage(first.superuser, world.keys)
    first.link.answer_delay = LINK_DELAY
    async with (
        world.service(cluster.url) as service,
        Load(service.port, stage, world.seed) as load,
    ):
        await load.next_success(time.monotonic())
        await asyncio.sleep(max(3.0, 6 * world.scale))
        # The link first: a dying primary would still send the standby what it has. Stilled, not
        # cut: Patroni would see a cut and give the standby up before the primary goes.
        first.link.still()
        await asyncio.sleep(BEHIND)
        first.near.still()
        lost_at = time.monotonic()
        first.freeze() if silent else first.crash()
        first.link.refusing = True
        first.link.reset()
        promoted_at = await second.reaches("primary")
        # Whoever holds the leader's key and falls silent is missed when the key expires.
        missed_at = lost_at + TIMES["ttl"] if silent else lost_at
        result.recovery_limit = FAILED_OVER
        result.recoveries.append(await load.next_success(missed_at))
        result.injected += 1
        result.figures["promoted_after_s"] = promoted_at - lost_at
        result.figures["first_success_after_s"] = missed_at + result.recoveries[-1] - lost_at
        first.thaw()
        first.near.flow()  # for a moment it may still believe that it is the primary
        back_at = time.monotonic()
        rejoined_at = await first.reaches(cluster.standby_state)
        result.figures["old_primary_follows_after_s"] = rejoined_at - back_at
        await asyncio.sleep(max(2.0, 4 * world.scale))
    await conclude(result, load, second, stage)
