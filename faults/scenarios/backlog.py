"""Maintenance with much to do, beside load: two runs at once, of which one is killed."""

import asyncio
import json
import time
from collections.abc import Callable
from uuid import UUID

import asyncpg

from faults.load import Load
from faults.maintenance import Maintenance
from faults.scenario import Result, World, under_load
from faults.story import leave_waiting
from referral_api.database.database import Database
from referral_api.domain.codelists.referrals import Priority
from referral_api.maintenance.backlog import count_backlog
from referral_api.settings import Settings

OLD_KEYS, OVERDUE = 200_000, 60
GOODPUT = 0.5  # of that before: maintenance takes turns with requests
_LONGEST = 600.0
# With which what is sent or offered is overdue a moment later.
_CLOCK = {"acknowledge": "PT1S", "decide": "PT2S", "start": "PT3S", "feedback": "PT4S"}
_REFERRAL_CLOCKS = json.dumps(dict.fromkeys(Priority, _CLOCK))
_HANDOFF_CLOCKS = json.dumps(dict.fromkeys(Priority, "PT2S"))
_MAKE_KEYS = """
INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer, created_at)
SELECT $1, $1, gen_random_uuid(), decode(repeat('ab', 32), 'hex'),
    convert_to(repeat(md5(n::text), 25), 'UTF8'), now() - interval '8 days' - n * interval '10 ms'
FROM generate_series(1, $2::int) AS n
"""
_OLDEST = "SELECT min(created_at) FROM idempotency_record"
# Of what was left waiting: expired once, with one event, which was told once.
_ONCE = """
SELECT count(*) FROM unnest($1::uuid[]) AS waiting (id)
WHERE (SELECT count(*) FROM audit_event WHERE subject_id = waiting.id
        AND action IN ('referral:expire', 'handoff:expire') AND outcome = 'allowed') = 1
    AND (SELECT count(DISTINCT event_id) FROM outgoing_event WHERE subject_id = waiting.id
        AND action IN ('referral:expire', 'handoff:expire')) = 1
    AND 'expired' = COALESCE((SELECT status FROM referral WHERE referral.id = waiting.id),
        (SELECT status FROM handoff WHERE handoff.id = waiting.id))
"""


async def clear_backlog(world: World, result: Result) -> None:
    """Leave old keys and overdue limits; let two runs meet under load, and kill one of them."""
    waiting = await _leave_overdue(world)
    keys = world.times(OLD_KEYS)
    async with world.postgres.superuser.acquire() as superuser:
        await superuser.execute(_MAKE_KEYS, UUID(int=7), keys)
        await superuser.execute("ANALYZE idempotency_record")
    async with under_load(world, result) as (_, load):
        before = await _goodput(load, max(3.0, 5 * world.scale))
        acknowledged, began = len(load.acknowledged), time.monotonic()
        codes = await _maintain(world, result)
        seconds = time.monotonic() - began
        during = (len(load.acknowledged) - acknowledged) / seconds
    await _judge(world, result, waiting, codes)
    result.figures |= {
        "old_keys": keys, "overdue": len(waiting), "seconds": seconds,
        "goodput_ratio": during / before, "keys_per_second": keys / seconds,
    }  # fmt: skip
    if during < GOODPUT * before:
        result.broken_floors.append(f"goodput {during / before:.2f} beside maintenance")


async def _leave_overdue(world: World) -> list[UUID]:
    """Send referrals and offer cases that nobody answers in time."""
    stage = await world.stage()
    async with (
        world.service(REFERRAL_CLOCKS=_REFERRAL_CLOCKS, HANDOFF_CLOCKS=_HANDOFF_CLOCKS) as service,
        Load(service.port, stage, world.seed, clients=8, story=leave_waiting) as load,
    ):
        await _until(lambda: len(_waiting(load)) >= OVERDUE)
    waiting = _waiting(load)
    await asyncio.sleep(2.5)
    return waiting


def _waiting(load: Load) -> list[UUID]:
    return [
        UUID(act.row["id"]) for act in load.acknowledged
        if act.action in {"referral:send", "handoff:offer"}
    ]  # fmt: skip


async def _maintain(world: World, result: Result) -> list[int | None]:
    """Run it twice at once, kill one at work, and let a third take its place."""
    runs = [Maintenance(world) for _ in range(2)]
    for run in runs:
        await run.start()
    await _until_maintained(world.postgres.superuser)
    # A small backlog is cleared soon: the run must still be at work.
    await asyncio.sleep(world.chance.uniform(0.3, 1.5) * min(1.0, world.scale))
    # The other may have ended already: one purges at a time.
    for run in runs:
        if await run.kill():
            runs.remove(run)
            result.injected += 1
            break
    runs.append(Maintenance(world))
    await runs[-1].start()
    longest = _LONGEST * max(1.0, world.scale)
    return [await run.end(longest) for run in runs]


async def _until_maintained(superuser: asyncpg.Pool) -> None:
    """Wait until maintenance has begun to delete."""
    oldest = await superuser.fetchval(_OLDEST)
    for _ in range(600):
        if await superuser.fetchval(_OLDEST) != oldest:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("maintenance does not begin")


async def _until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("nothing is left waiting")


async def _judge(
    world: World, result: Result, waiting: list[UUID], codes: list[int | None]
) -> None:
    database = Database(world.url, size=1)
    left = await count_backlog(database, Settings(database_url=None))
    await database.close()
    once = await world.postgres.superuser.fetchval(_ONCE, waiting)
    floors = {
        f"maintenance ended with {codes}": codes == [0, 0],
        f"left over: {left}": not (left.expiries or left.keys or left.events),
        f"{len(waiting) - once} limits not written exactly once": once == len(waiting),
    }
    result.broken_floors += [words for words, held in floors.items() if not held]


async def _goodput(load: Load, seconds: float) -> float:
    before, began = len(load.acknowledged), time.monotonic()
    await asyncio.sleep(seconds)
    return (len(load.acknowledged) - before) / (time.monotonic() - began)
