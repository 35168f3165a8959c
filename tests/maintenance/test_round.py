"""A round of maintenance: what is due first, and nothing that fails stops the rest."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import func, literal, select
from uuid_utils.compat import uuid7

from referral_api.database.database import Database, system_actor
from referral_api.database.session_profile import MAINTENANCE
from referral_api.database.statements import Statement
from referral_api.domain import expiry_job
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records import due_batches
from referral_api.domain.records.overdue import expire, overdue_batches
from referral_api.embedded import Embedded
from referral_api.errors import Unavailable
from referral_api.maintenance.round import Round, maintain, maintenance_database
from referral_api.permissions import Role
from tests.support.world import World

_PAST = datetime.now(UTC) - timedelta(minutes=1)


@pytest.fixture
async def database(server: Embedded) -> AsyncIterator[Database]:
    database = maintenance_database(server.url("referral_app"))
    yield database
    await database.close()


async def _overdue(world: World, minutes: int = 1) -> dict[str, Any]:
    """Send a referral that nobody has answered in time."""
    draft = await world.a_referral(to=world.shelter)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    await world.rewrite("referral", row, decide_by=datetime.now(UTC) - timedelta(minutes=minutes))
    return row


async def _old_key(world: World) -> UUID:
    organisation_id: UUID = uuid7()
    await world.owner.execute(
        "INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer,"
        " created_at) VALUES ($1, $1, $1, '', '', now() - interval '8 days')",
        organisation_id,
    )
    return organisation_id


async def _is_kept(world: World, organisation_id: UUID) -> bool:
    return bool(
        await world.owner.fetchval(
            "SELECT count(*) FROM idempotency_record WHERE organisation_id = $1", organisation_id
        )
    )


async def _expiries(world: World, row: dict[str, Any]) -> int:
    return len(await world.events(subject_id=UUID(row["id"]), action="referral:expire"))


async def test_maintenance_waits_and_plans_as_its_profile_says(database: Database) -> None:
    async with database.transaction(system_actor(UUID(int=0)), "system") as transaction:
        for name, value in MAINTENANCE.settings.items():
            if name == "app.sight":  # the transaction has set its own
                continue
            asked = Statement(select(func.current_setting(literal(name)).label("value")))
            told = (await transaction.row(asked))["value"]
            in_milliseconds = {"60000": "1min", "10000": "10s", "1500": "1500ms"}
            assert told == in_milliseconds.get(value, value), name


async def test_a_round_publishes_and_deletes_and_notes_that_it_ended(
    world: World, database: Database
) -> None:
    row, key = await _overdue(world), await _old_key(world)
    done = await maintain(database, world.process.settings)
    assert (done.failures, done.failed, done.unfinished) == ([], 0, False)
    assert done.published >= 1
    assert done.deleted["idempotency_record"] >= 1
    assert await _expiries(world, row) == 1
    assert not await _is_kept(world, key)
    noted = await world.owner.fetch("SELECT *, now() - ended_at AS ago FROM maintenance_run")
    assert len(noted) == 1
    assert noted[0]["began_at"] <= noted[0]["ended_at"]
    assert noted[0]["ago"] < timedelta(seconds=30)
    assert (noted[0]["published"], noted[0]["failed"]) == (done.published, 0)


async def test_a_purge_that_cannot_be_done_comes_after_the_expiries_and_stops_no_other(
    world: World, database: Database
) -> None:
    row = await _overdue(world)
    event = await world.owner.fetchval(
        "UPDATE outgoing_event SET occurred_at = now() - interval '91 days' WHERE case_id = $1"
        " RETURNING event_id",
        UUID(row["case_id"]),
    )
    async with world.owner.acquire() as other, other.transaction():
        await other.execute("LOCK TABLE idempotency_record IN EXCLUSIVE MODE")
        done = await maintain(database, world.process.settings)
    assert done.failures == ["idempotency_record (LockNotAvailableError)"]
    assert done.failed == 1
    assert await _expiries(world, row) == 1
    assert not await world.owner.fetch("SELECT 1 FROM outgoing_event WHERE event_id = $1", event)
    assert await world.owner.fetchval("SELECT failed FROM maintenance_run") == 1


async def test_a_row_that_somebody_holds_is_named_and_the_others_are_written(
    world: World, database: Database
) -> None:
    held, free = await _overdue(world, 3), await _overdue(world, 2)
    async with world.owner.acquire() as other, other.transaction():
        await other.execute("SELECT 1 FROM referral WHERE id = $1 FOR UPDATE", UUID(held["id"]))
        done = await maintain(database, world.process.settings)
    assert done.failures == [f"referral (LockNotAvailableError): 1 ({held['id']})"]
    assert (await _expiries(world, held), await _expiries(world, free)) == (0, 1)
    assert (await maintain(database, world.process.settings)).failures == []
    assert await _expiries(world, held) == 1


async def test_more_bad_rows_than_a_batch_holds_hide_none_behind_them(
    world: World, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await maintain(database, world.process.settings)  # what other tests have left
    rows = [await _overdue(world, minutes) for minutes in range(9, 4, -1)]
    bad = {UUID(row["id"]) for row in rows[:3]}
    tried: list[UUID] = []

    async def fail_for_some(transaction: Any, records: Any, record_id: UUID) -> bool:
        tried.append(record_id)
        if record_id in bad:
            raise LookupError("quotes a row")
        return await expire(transaction, records, record_id)

    monkeypatch.setattr(due_batches, "BATCH", 2)
    small = overdue_batches(REFERRAL_RECORDS)
    others = [due for due in expiry_job._DUE if due[0] != "referral"]
    monkeypatch.setattr(expiry_job, "expire", fail_for_some)
    monkeypatch.setattr(
        expiry_job, "_DUE",
        [("referral", small, expiry_job._persist(REFERRAL_RECORDS)), *others],
    )  # fmt: skip
    done = await maintain(database, world.process.settings)
    assert done.failed == 3
    assert [await _expiries(world, row) for row in rows] == [0, 0, 0, 1, 1]
    assert tried == [UUID(row["id"]) for row in rows]  # what has waited longest came first
    assert not done.failures[0].count("quotes")
    monkeypatch.undo()
    await maintain(database, world.process.settings)
    assert [await _expiries(world, row) for row in rows] == [1, 1, 1, 1, 1]


async def test_two_rounds_at_once_do_everything_once(world: World, server: Embedded) -> None:
    rows = [await _overdue(world) for _ in range(6)]
    keys = [await _old_key(world) for _ in range(20)]
    databases = [maintenance_database(server.url("referral_app")) for _ in range(2)]
    done: list[Round] = await asyncio.gather(
        *(maintain(each, world.process.settings) for each in databases)
    )
    for each in databases:
        await each.close()
    assert [each.failures for each in done] == [[], []]
    assert [await _expiries(world, row) for row in rows] == [1] * 6
    assert not any([await _is_kept(world, key) for key in keys])
    assert sum(each.published for each in done) >= 6
    assert await world.owner.fetchval("SELECT count(*) FROM maintenance_run") == 1


async def test_a_lost_database_ends_a_round() -> None:
    gone = maintenance_database("postgresql://referral_app@127.0.0.1:9/referral")
    with pytest.raises(Unavailable):
        await maintain(gone, None)  # type: ignore[arg-type]
    await gone.close()


@pytest.mark.parametrize("change", ["DELETE FROM maintenance_run", "TRUNCATE maintenance_run"])
async def test_the_application_deletes_no_note_of_a_round(server: Embedded, change: str) -> None:
    connection = await asyncpg.connect(server.url("referral_app"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change)
    finally:
        await connection.close()
