"""Workers killed at random while referrals, notices and webhooks flow; clocks without any, with one
and with four, whatever their own clocks say.
"""

import asyncio
import json
import time
from collections import defaultdict
from uuid import UUID

from uuid_utils.compat import uuid7

from faults.load import Load
from faults.receiver import Receiver, a_receiver
from faults.scenario import Result, World, under_load
from faults.service import Service
from faults.story import leave_waiting
from faults.subscriptions import Subscription, subscribe
from faults.workers import Workers
from referral_api.domain.codelists.referrals import Priority

EVENTS, SUBJECTS, KILLS, WAITING = 10_000, 500, 12, 30
_AT_ONCE = 4
_LONGEST = 600.0
_CLOCK = {"acknowledge": "PT1S", "decide": "PT2S", "start": "PT3S", "feedback": "PT4S"}
_SETTINGS = {
    "REFERRAL_CLOCKS": json.dumps(dict.fromkeys(Priority, _CLOCK)),
    "HANDOFF_CLOCKS": json.dumps(dict.fromkeys(Priority, "PT2S")),
}
_TELL = """
INSERT INTO outgoing_event
    (organisation_id, event_id, action, subject, subject_id, by_organisation_id)
VALUES ($1, $2, 'case:update', 'case', $3, $1)
"""
_TOLD = """
SELECT event_id::text AS id, subject_id::text AS subject FROM outgoing_event
WHERE organisation_id = $1 AND xid::text::bigint > $2 ORDER BY xid, event_id
"""
_FREE = """
WITH dead AS (
    UPDATE queue.pgqueuer SET heartbeat = now() - interval '1 hour'
    WHERE heartbeat < now() - interval '5 seconds'
)
UPDATE webhook_delivery SET leased_until = now() WHERE state = 'waiting'
"""
_LEFT = "SELECT count(*) FROM webhook_delivery WHERE state <> 'delivered'"
# A reminder and the supervisor's to whoever is waited for, the end to both.
_WHOLE = """
SELECT count(*) FROM unnest($1::uuid[]) AS waiting (id) WHERE (
    SELECT array_agg(stage ORDER BY stage) FROM notice n
    WHERE n.subject_id = waiting.id AND kind IN ('referral_decision', 'handoff_decision')
) = '{passed,passed,reminder,supervisor}'
"""
# A notice is told to one organisation once, with one event of either kind.
_NOT_ONCE = """
SELECT count(*) FROM notice n WHERE
    (SELECT count(*) FROM audit_event WHERE subject_id = n.id AND action = 'notice:write') <> 1
    OR (SELECT count(*) FROM outgoing_event WHERE subject_id = n.id) <> 1
    OR (SELECT count(*) FROM notice m
        WHERE (m.subject_id, m.kind, m.stage, m.concerned_id, m.organisation_id)
            = (n.subject_id, n.kind, n.stage, n.concerned_id, n.organisation_id)) <> 1
"""


async def kill_workers(world: World, result: Result) -> None:
    """Let limits pass with no worker, one and four; kill workers while events flow."""
    at_once = _AT_ONCE if world.scale >= 1 else 2
    async with (
        a_receiver() as receiver, Workers(world, _SETTINGS) as workers,
        _service(world) as service,
    ):  # fmt: skip
        without = await _leave_waiting(world, service)
        await asyncio.sleep(2.5)
        if await world.postgres.superuser.fetchval("SELECT count(*) FROM notice"):
            result.broken_floors.append("somebody tells without a worker")
        await workers.start(1)
        await _told(world, without)
        with_one = await _leave_waiting(world, service)
        await _told(world, with_one)
        others = await _organisations(world)
        async with under_load(world, result):
            everybody = await _organisations(world)
            subscriptions = await subscribe(world, everybody, receiver.port)
            await workers.start(at_once - 1)
            with_more, _, _ = await asyncio.gather(
                _leave_waiting(world, service), _kill(world, result, workers), _flow(world, others)
            )
        await _told(world, with_more)
        result.figures["seconds_to_the_last_event"] = await _drain(world)
        if (statuses := await workers.end()) != [0] * at_once:
            result.broken_floors.append(f"workers ended with {statuses}")
    waiting = [*without, *with_one, *with_more]
    await _judge(world, result, receiver, subscriptions, waiting)


def _service(world: World) -> Service:
    log = world.folder / "service.log"
    return Service(world.url, world.keys, log, settings=_SETTINGS)


async def _organisations(world: World) -> list[UUID]:
    rows = await world.postgres.superuser.fetch("SELECT id FROM organisation ORDER BY id")
    return [row["id"] for row in rows]


async def _leave_waiting(world: World, service: Service) -> list[UUID]:
    """Send referrals and offer cases that nobody answers in time."""
    stage, began = await world.stage(), time.monotonic()
    async with Load(service.port, stage, world.seed, clients=4, story=leave_waiting) as load:
        while len(_left(load)) < world.times(WAITING):
            if time.monotonic() - began > _LONGEST:
                raise TimeoutError("nothing is left waiting")
            await asyncio.sleep(0.1)
    return _left(load)


def _left(load: Load) -> list[UUID]:
    return [
        UUID(act.row["id"]) for act in load.acknowledged
        if act.action in {"referral:send", "handoff:offer"}
    ]  # fmt: skip


async def _flow(world: World, organisations: list[UUID]) -> None:
    """Tell organisations that act no more of events of many subjects, one after the other."""
    subjects = [uuid7() for _ in range(world.times(SUBJECTS))]
    for number in range(world.times(EVENTS)):
        await world.postgres.superuser.execute(
            _TELL, organisations[number % len(organisations)], uuid7(),
            subjects[number % len(subjects)],
        )  # fmt: skip


async def _kill(world: World, result: Result, workers: Workers) -> None:
    for _ in range(world.times(KILLS)):
        await asyncio.sleep(world.chance.uniform(2, 6))
        await workers.kill_one()
        result.injected += 1


async def _told(world: World, waiting: list[UUID]) -> None:
    """Wait until every stage of each limit was told."""
    began = time.monotonic()
    while await world.postgres.superuser.fetchval(_WHOLE, waiting) < len(waiting):
        if time.monotonic() - began > _LONGEST:
            return  # the judgement names how many
        await asyncio.sleep(0.2)


async def _drain(world: World) -> float:
    """Wait until nothing is left to be sent; what a dead worker held is free after a minute."""
    began = time.monotonic()
    while time.monotonic() - began < _LONGEST:
        if world.scale < 1:
            await _let_time_pass(world)
        if not await world.postgres.superuser.fetchval(_LEFT):
            # The last look may be before the last event.
            await asyncio.sleep(2.5)
            if not await world.postgres.superuser.fetchval(_LEFT):
                break
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def _let_time_pass(world: World) -> None:
    """In a short run the minute of the dead workers is over at once."""
    await world.postgres.superuser.execute(_FREE)


async def _judge(
    world: World, result: Result, receiver: Receiver, subscriptions: list[Subscription],
    waiting: list[UUID],
) -> None:  # fmt: skip
    superuser = world.postgres.superuser
    lost = disordered = number = 0
    for each in subscriptions:
        rows = await superuser.fetch(_TOLD, each.organisation_id, each.since)
        number += len(rows)
        by_subject = defaultdict[str, list[str]](list)
        for row in rows:
            by_subject[row["subject"]].append(row["id"])
        for subject, sent in by_subject.items():
            came = list(receiver.first.get((each.path, subject), {}))
            arrived = set(came)
            lost += len(set(sent) - arrived)
            disordered += [event for event in sent if event in arrived] != came
    whole = await superuser.fetchval(_WHOLE, waiting)
    not_once = await superuser.fetchval(_NOT_ONCE)
    result.figures |= {
        "events": number, "requests": receiver.requests, "limits": len(waiting),
        "notices": await superuser.fetchval("SELECT count(*) FROM notice"),
    }  # fmt: skip
    floors = {
        f"{lost} events never arrived": not lost,
        f"{disordered} subjects out of order": not disordered,
        f"{len(waiting) - whole} limits not told in whole": whole == len(waiting),
        f"{not_once} notices not told once": not not_once,
        f"only {number} events": number >= world.times(EVENTS),
    }
    result.broken_floors += [words for words, held in floors.items() if not held]
