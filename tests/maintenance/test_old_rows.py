"""What is past its time is deleted: the oldest first, in bounded transactions, by one at a time."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.database.database import Database
from referral_api.database.old_rows import OldRows
from referral_api.embedded import Embedded
from referral_api.http.idempotency_records import OLD_KEYS
from referral_api.maintenance.round import maintenance_database

_WEEK = timedelta(days=7)
_KEYS = """
INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer, created_at)
SELECT $1, $1, gen_random_uuid(), '', '', now() - interval '8 days' - n * interval '1 second'
FROM generate_series(1, $2) AS n
"""
_AGES = """
SELECT count(*) AS number, max(now() - created_at) AS oldest FROM idempotency_record
WHERE organisation_id = $1
"""


@pytest.fixture
async def database(server: Embedded) -> AsyncIterator[Database]:
    database = maintenance_database(server.url("referral_app"))
    await OLD_KEYS.purge(database, _WEEK, seconds=60)  # what other tests have left
    yield database
    await database.close()


async def _old_keys(owner: asyncpg.Pool, number: int) -> UUID:
    """Write keys that are past their time, and one that is not, of an organisation of its own."""
    organisation_id: UUID = uuid7()
    await owner.execute(_KEYS, organisation_id, number)
    await owner.execute(
        "INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer)"
        " VALUES ($1, $1, $1, '', '')",
        organisation_id,
    )
    return organisation_id


async def test_every_key_past_its_time_is_deleted_and_no_other(
    database: Database, owner: asyncpg.Pool
) -> None:
    organisation_id = await _old_keys(owner, 2500)
    purged = await OLD_KEYS.purge(database, _WEEK, seconds=60)
    assert purged.number >= 2500
    assert not purged.unfinished
    left = await owner.fetchrow(_AGES, organisation_id)
    assert left is not None
    assert left["number"] == 1
    assert left["oldest"] < _WEEK


async def test_a_transaction_deletes_a_batch_of_the_oldest_and_the_time_of_a_purge_is_bounded(
    database: Database, owner: asyncpg.Pool
) -> None:
    organisation_id = await _old_keys(owner, 50)
    purged = await OLD_KEYS.purge(database, _WEEK, seconds=0, batch=20)
    assert (purged.number, purged.unfinished) == (20, True)
    left = await owner.fetchrow(_AGES, organisation_id)
    assert left is not None
    assert left["number"] == 31
    # Each is a second older than the one before: the twenty oldest are gone.
    assert timedelta(days=8, seconds=30) <= left["oldest"] < timedelta(days=8, seconds=40)
    assert (await OLD_KEYS.purge(database, _WEEK, seconds=60)).number == 30


async def test_a_second_purge_leaves_it_to_the_first(
    database: Database, owner: asyncpg.Pool
) -> None:
    organisation_id = await _old_keys(owner, 3)
    async with owner.acquire() as first, first.transaction():
        await first.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('idempotency_record', 36))"
        )
        purged = await OLD_KEYS.purge(database, _WEEK, seconds=60)
        assert (purged.number, purged.unfinished) == (0, False)
        left = await first.fetchval(
            "SELECT count(*) FROM idempotency_record WHERE organisation_id = $1", organisation_id
        )
        assert left == 4
    assert (await OLD_KEYS.purge(database, _WEEK, seconds=60)).number == 3


async def test_a_pause_follows_each_batch(
    database: Database, owner: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _old_keys(owner, 60)
    paused: list[float] = []

    async def note(seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr("referral_api.database.old_rows.asyncio.sleep", note)
    await OLD_KEYS.purge(database, _WEEK, seconds=60, batch=20)
    assert len(paused) == 3
    assert all(0 < seconds <= 1 for seconds in paused)


async def test_the_oldest_are_found_by_an_index_in_its_order(
    server: Embedded, owner: asyncpg.Pool
) -> None:
    await _old_keys(owner, 5000)
    await owner.execute("ANALYZE idempotency_record")
    plan = await _plan(server, OLD_KEYS)
    assert "Index Scan using ix_idempotency_record_oldest" in plan
    # Both bounds: what earlier batches deleted is not read again.
    assert re.search(r"Index Cond: .*created_at < .*created_at >= ", plan)
    assert "Tid Scan on idempotency_record" in plan
    assert "Seq Scan" not in plan
    assert "Sort" not in plan
    await owner.execute(
        "DELETE FROM idempotency_record WHERE created_at < now() - interval '7 days'"
    )


async def _plan(server: Embedded, rows: OldRows) -> str:
    connection = await asyncpg.connect(server.url("referral_app"))
    try:
        async with connection.transaction():
            await connection.execute(
                "SET LOCAL app.sight = 'system'; SET LOCAL plan_cache_mode = force_generic_plan"
            )
            await connection.execute(f"PREPARE purge AS {rows._delete.sql}")
            values = {
                "retention": "interval '7 days'",
                "after": "now() - interval '9 days'",
                "batch": "1000",
            }
            arguments = ", ".join(rows._delete.arguments(values))
            lines = await connection.fetch(f"EXPLAIN EXECUTE purge ({arguments})")
            return "\n".join(line[0] for line in lines)
    finally:
        await connection.close()


async def test_maintenance_has_more_time_than_a_request(
    database: Database, single: Database
) -> None:
    for each, stated in ((database, "1min"), (single, "2500ms")):
        lease = await each._pool.acquire()
        assert await lease.connection.fetchval("SHOW statement_timeout") == stated
        assert await lease.connection.fetchval("SHOW lock_timeout") == "1500ms"
        each._pool.release(lease)
    assert database._pool._profile.lease > 60
