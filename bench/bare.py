"""The same statements from a bare asyncpg loop: what Python alone costs. One process of two."""

import asyncio
import pickle
import random
import secrets
import sys
import time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvloop
from uuid_utils.compat import uuid7

from bench.operations import case_of_first_officer
from bench.statements import RoundTrip, Slot


def _values(round_trip: RoundTrip, row: UUID, fresh: list[UUID], digest: UUID) -> list[Any]:
    def value(slot: Slot) -> Any:
        match slot.kind:
            case "row":
                return row
            case "fresh":
                return fresh[slot.number]
            case "digest":
                return digest
            case "text":
                return secrets.token_hex(12)
            case _:
                return slot.value

    return [value(slot) for slot in round_trip.slots]


async def _loop(
    connection: "asyncpg.Connection", round_trips: tuple[RoundTrip, ...], mine: int, until: float
) -> int:
    done = 0
    while time.monotonic() < until:
        row = case_of_first_officer(random.randrange(mine))  # noqa: S311
        fresh, digest = [uuid7() for _ in range(16)], uuid4()
        for round_trip in round_trips:
            if round_trip.called:
                values = _values(round_trip, row, fresh, digest)
                named = dict(zip(round_trip.called.statement.names, values, strict=True))
                sql = round_trip.called.statement.sql
                await connection.execute(
                    round_trip.sql.replace(sql, round_trip.called.called_with(named))
                )
            elif round_trip.slots:
                await connection.fetch(round_trip.sql, *_values(round_trip, row, fresh, digest))
            else:
                await connection.execute(round_trip.sql)
        done += 1
    return done


async def _run(
    url: str, round_trips: tuple[RoundTrip, ...], mine: int, seconds: float, connections: int
) -> float:
    settings = {"plan_cache_mode": "force_generic_plan", "timezone": "UTC"}
    opened = [await asyncpg.connect(url, server_settings=settings) for _ in range(connections)]
    for connection in opened:
        for round_trip in round_trips:
            if round_trip.called:
                await connection.execute(round_trip.called.preparation)
    began = time.monotonic()
    done = await asyncio.gather(
        *(_loop(connection, round_trips, mine, began + seconds) for connection in opened)
    )
    taken = time.monotonic() - began
    for connection in opened:
        await connection.close()
    return sum(done) / taken


if __name__ == "__main__":
    task = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that started this one
    sys.stdout.write(f"{uvloop.run(_run(*task))}\n")
