"""An import whose worker is killed in the midst of a piece, and whose file is sent again."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from faults.http import Wire
from faults.people import NAMED, Sender, a_table, good_rows, wrong_rows
from faults.scenario import Result, World
from faults.workers import Workers

ROWS = 2_000
_LONGEST = 300.0
_LOADED = "SELECT loaded FROM case_import WHERE id = $1"
# Whoever loads a piece has registered its people by then, and has not noted it.
_WAITS = """
SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'import_row'::regclass AND NOT granted)
"""
_REGISTERED = """
SELECT loaded, (
    SELECT count(*) FROM "case" WHERE registered_by_organisation_id = i.organisation_id
) AS cases FROM case_import i WHERE id = $1
"""
_FREE = "UPDATE queue.pgqueuer SET heartbeat = now() - interval '1 hour' WHERE status = 'picked'"
_END = """
WITH people AS (
    SELECT c.id FROM "case" c JOIN case_import i
        ON c.registered_by_organisation_id = i.organisation_id WHERE i.id = $1
), told AS (
    SELECT subject_id AS id, count(*) AS times FROM audit_event
    WHERE action = 'case:register' AND outcome = 'allowed'
        AND subject_id IN (SELECT id FROM people)
    GROUP BY 1
)
SELECT i.status, i.loaded, i.wrapped_key IS NULL AND i.wrapping_key_id IS NULL AS key_destroyed,
    (SELECT count(*) FROM people) AS cases,
    (SELECT count(*) FROM told WHERE times = 1) AS told_once,
    (SELECT count(*) FROM person WHERE case_id IN (SELECT id FROM people)) AS named,
    (SELECT count(DISTINCT case_id) FROM import_row
        WHERE import_id = i.id AND case_id IN (SELECT id FROM people)) AS noted,
    (SELECT count(*) FROM import_row WHERE import_id = i.id AND sealed IS NOT NULL) AS sealed
FROM case_import i WHERE i.id = $1
"""


async def kill_import(world: World, result: Result) -> None:
    """Kill the worker at half of an import, in the midst of a piece; send the file again."""
    number = world.times(ROWS)
    good, wrong = good_rows(number), wrong_rows(number)
    stage = await world.stage()
    async with Workers(world, {}) as workers, world.service() as service:
        client = Sender(Wire(service.port), stage.tokens["officer"], result)
        table = a_table(number)
        made = (await client.send(table, "first")).json()
        await workers.start(1)
        began = time.monotonic()
        loaded = await _kill_at_half(world, made, workers)
        result.injected += 1
        if loaded is None:
            result.broken_floors.append("the import was at its end before the worker was killed")
        same = await client.send(table, "first")
        other = await client.send(table, "second")
        done = await _finish(world, client, made)
        result.figures |= {
            "rows": number, "loaded_when_killed": loaded,
            "seconds_to_the_end": time.monotonic() - began,
        }  # fmt: skip
        # PostgreSQL does it by itself within a minute.
        await world.postgres.superuser.execute("ANALYZE")
        began = time.monotonic()
        rows = await client.read_rows(made["id"])
        result.figures["seconds_of_reading"] = time.monotonic() - began
        if (statuses := await workers.end()) != [0]:
            result.broken_floors.append(f"the worker ended with {statuses}")
    result.acknowledged = sum(1 for row in rows if row["case_id"])
    floors = {
        "the same key is not answered as before": same.json()["id"] == made["id"]
        and same.headers.get("idempotent-replayed") == "true",
        "the same file is taken in again": (other.status, other.json().get("import_id"))
        == (409, made["id"]),
        f"read as {done}": (done["status"], done["loaded"], done["bad"])
        == ("done", len(good), len(wrong)),
        "the rows that became a case are not the good ones": [
            row["number"] - 2 for row in rows if row["case_id"] and row["case_code"]
        ] == good,
        "the rows left out are not the wrong ones": [
            row["number"] - 2 for row in rows
            if row["problems"] == [{"column": "age_band", "code": "invalid_value"}]
        ] == wrong,
    }  # fmt: skip
    await _judge(world, result, made, number)
    result.broken_floors += [words for words, held in floors.items() if not held]


async def _kill_at_half(world: World, made: dict[str, Any], workers: Workers) -> int | None:
    """Kill the worker while it loads a piece; return how many were loaded, None if all were."""
    superuser, began = world.postgres.superuser, time.monotonic()
    half = made["good"] // 2
    # Of a table of one piece, half is never seen: the kill is in the midst of that piece.
    while made["good"] > 400 and await superuser.fetchval(_LOADED, made["id"]) < half:
        _check(began)
        await asyncio.sleep(0.002)
    async with _noting_held(world):
        while not await superuser.fetchval(_WAITS):
            if await superuser.fetchval(_LOADED, made["id"]) == made["good"]:
                return None
            _check(began)
            await asyncio.sleep(0.002)
        await workers.kill_one()
    (counts,) = await superuser.fetch(_REGISTERED, made["id"])
    loaded, cases = counts
    if loaded != cases:
        raise RuntimeError(f"{loaded} rows are noted and {cases} people registered")
    return int(loaded)


@asynccontextmanager
async def _noting_held(world: World) -> AsyncIterator[None]:
    """Let no row be noted as loaded, so that a piece is held in its midst."""
    async with world.postgres.superuser.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE import_row IN EXCLUSIVE MODE")
        yield


async def _finish(world: World, client: Sender, made: dict[str, Any]) -> Any:
    """Wait for the end; what the dead worker had taken is handed out again after 30 seconds."""
    began = time.monotonic()
    while True:
        done = await client.read(f"/v1/imports/{made['id']}")
        if done["status"] != "loading":
            return done
        _check(began)
        if world.scale < 1:  # in a short run they are over at once
            await world.postgres.superuser.execute(_FREE)
        await asyncio.sleep(0.1)


def _check(began: float) -> None:
    if time.monotonic() - began > _LONGEST:
        raise TimeoutError("the import does not go on")


async def _judge(world: World, result: Result, made: dict[str, Any], number: int) -> None:
    (end,) = await world.postgres.superuser.fetch(_END, made["id"])
    good = good_rows(number)
    floors = {
        f"{end['cases']} people instead of {len(good)}": end["cases"] == len(good),
        f"{end['noted']} rows name their case": end["noted"] == len(good),
        f"{end['told_once']} registrations with one event": end["told_once"] == len(good),
        f"{end['named']} identities": end["named"] == sum(not n % NAMED for n in good),
        f"{end['sealed']} rows are still sealed": not end["sealed"],
        "the key outlives the import": end["key_destroyed"],
    }
    result.broken_floors += [words for words, held in floors.items() if not held]
