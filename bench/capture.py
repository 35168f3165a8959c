"""Runs each operation inside this process: its statements, its round trips and its WAL, counted."""

import secrets
import statistics
from dataclasses import dataclass

import asyncpg
import httpx

from bench.operations import OPERATIONS, Operation, case_of_first_officer, sent_referral
from bench.place import Place
from bench.statements import RoundTrip, Sent, compare, recording
from referral_api.main import create_app
from referral_api.settings import Settings

_WARM, _MEASURED = 15, 50
CAPTURED = _WARM + _MEASURED  # referrals that are accepted here


@dataclass(frozen=True, slots=True)
class Captured:
    """What one operation asks of PostgreSQL."""

    round_trips: tuple[RoundTrip, ...]
    wal_bytes: int
    response_bytes: int


async def capture(at: Place) -> dict[str, Captured]:
    """Capture every operation, once the worker knows its callers and its plans are settled."""
    settings = Settings(referral_data_dir=at.folder, public_url="http://bench", log_level="ERROR")
    app = create_app(settings, at.server.url("referral_app"))
    looker = await asyncpg.connect(at.server.url("postgres"))
    try:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://bench"
            ) as client,
        ):
            return {
                operation.name: await _capture(at, operation, client, looker)
                for operation in OPERATIONS
            }
    finally:
        await looker.close()


async def _capture(
    at: Place, operation: Operation, client: httpx.AsyncClient, looker: "asyncpg.Connection"
) -> Captured:
    runs: list[list[Sent]] = []
    logged: list[int] = []
    size = 0
    tokens = [at.token(speaker) for speaker in operation.speakers]
    name = sent_referral if operation.row == "referral" else case_of_first_officer
    with recording() as sent:
        for number in range(CAPTURED):
            # The last two differ, which tells what is made anew. The others ask for one case: each
            # further leaf of an index would add a page image, as it does once a checkpoint.
            asked = number if operation.row == "referral" else max(0, number - CAPTURED + 2)
            sent.clear()
            before = await _log_position(looker)
            response = await client.request(
                operation.method, operation.path_of(name(asked)), content=operation.body or None,
                headers=operation.headers(tokens[number % len(tokens)], secrets.token_hex(12)),
            )  # fmt: skip
            if not response.is_success:
                raise SystemExit(f"{operation.name}: {response.status_code} {response.text}")
            logged.append(await _log_position(looker) - before)
            runs.append(list(sent))
            size = len(response.content)
    if operation.limit:
        round_trips = compare(runs[-1], runs[-2], name(1))
    else:
        round_trips = tuple(RoundTrip(one.sql) for one in runs[-1])
    return Captured(round_trips, int(statistics.median(logged[_WARM:])), size)


async def _log_position(looker: "asyncpg.Connection") -> int:
    return int(await looker.fetchval("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))
