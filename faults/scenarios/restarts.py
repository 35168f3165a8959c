"""Rolling restarts: two nodes of two workers behind a plain proxy, one after the other."""

import asyncio
import time
from contextlib import AsyncExitStack

from faults.balancer import Balancer
from faults.load import Load
from faults.scenario import Result, World, conclude
from faults.service import Service
from faults.stage import Stage

ROUNDS = 3
WORKERS = 2
CLIENTS = 8  # so that the processors are free for starts, too
GAP = 1.0  # seconds that no act may be without a success
BETWEEN = 1.0  # seconds from one node's return to the end of the next


async def restart_in_turn(world: World, result: Result) -> None:
    """End each node and start it again, then replace its workers, beside clients; then the same
    with uvicorn's own parent, as the control.
    """
    result.recovery_limit = GAP
    stage = await world.stage()
    async with AsyncExitStack() as stack:
        nodes = [
            await stack.enter_async_context(
                world.service(
                    serve=True, WORKERS=str(WORKERS), POOL_SIZE="4",
                    REFERRAL_DATA_DIR=str(world.folder / f"node-{number}"),
                )
            )
            for number in (1, 2)
        ]  # fmt: skip
        proxy = await stack.enter_async_context(Balancer([node.port for node in nodes]))
        async with Load(proxy.port, stage, world.seed, clients=CLIENTS) as load:
            await load.next_success(time.monotonic())
            for _ in range(world.times(ROUNDS)):
                for node in nodes:
                    await _restart(node, load, result)
            for node in nodes:
                next_success = asyncio.create_task(load.next_success(time.monotonic()))
                await node.replace_workers(WORKERS)
                result.injected += 1
                result.recoveries.append(await next_success)
                await asyncio.sleep(BETWEEN)
    await conclude(result, load, world.postgres, stage)
    result.figures |= {
        "resets": proxy.resets, "refused_and_repeated": proxy.refused,
        "closed_while_idle_and_repeated": proxy.stale, "given_up_by_proxy": proxy.given_up,
        "requests_of_each_node": "; ".join(map(str, proxy.answered.values())),
        "control_resets": await _control(world, await world.stage()),
    }  # fmt: skip
    floors = {
        f"{proxy.resets} new connections reset": not proxy.resets,
        f"{proxy.given_up} requests answered by no node": not proxy.given_up,
        f"a node answered nothing: {proxy.answered}": all(proxy.answered.values()),
        "the control did not fail: no connection was reset": result.figures["control_resets"] > 0,
    }
    result.broken_floors += [words for words, holds in floors.items() if not holds]


async def _restart(node: Service, load: Load, result: Result) -> None:
    next_success = asyncio.create_task(load.next_success(time.monotonic()))
    ended = await node.end()
    if ended != 0:
        result.broken_floors.append(f"a node ended with {ended}")
    result.recoveries.append(await next_success)
    await node.start()
    await node.wait_until_live()
    result.injected += 1
    await asyncio.sleep(BETWEEN)


async def _control(world: World, stage: Stage) -> int:
    """Count the resets where uvicorn's own parent ends the workers of one of two nodes."""
    async with AsyncExitStack() as stack:
        nodes = [
            await stack.enter_async_context(
                world.service(WEB_CONCURRENCY=str(WORKERS), POOL_SIZE="4")
            )
            for _ in range(2)
        ]
        proxy = await stack.enter_async_context(Balancer([node.port for node in nodes]))
        async with Load(proxy.port, stage, world.seed, clients=CLIENTS) as load:
            await load.next_success(time.monotonic())
            await nodes[0].end()
            await asyncio.sleep(1)
        await nodes[1].end()  # killed, it would leave its workers behind
        return proxy.resets
