"""The lag of maintenance is in the metrics of every node, and cheap however often it is asked."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from uuid_utils.compat import uuid7

from referral_api.database.database import Database
from referral_api.embedded import Embedded
from referral_api.maintenance.backlog import count_backlog, read_lag
from referral_api.maintenance.round import maintain, maintenance_database
from referral_api.maintenance.watch import MaintenanceWatch
from referral_api.permissions import Role
from tests.support.world import World

pytestmark = pytest.mark.one_in(10)


def _metric(name: str, **labels: str) -> float:
    value = REGISTRY.get_sample_value(f"referral_maintenance_{name}", labels)
    assert value is not None
    return value


async def _make_backlog(world: World) -> None:
    """Leave an expiry, a key and an outgoing event that wait since known times."""
    draft = await world.a_referral(to=world.shelter)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    await world.rewrite("referral", row, decide_by=datetime.now(UTC) - timedelta(hours=3))
    organisation_id = uuid7()
    await world.owner.execute(
        "INSERT INTO idempotency_record (organisation_id, caller_id, key, fingerprint, answer,"
        " created_at) VALUES ($1, $1, $1, '', '', now() - interval '7 days 5 hours')",
        organisation_id,
    )
    await world.owner.execute(
        "UPDATE outgoing_event SET occurred_at = now() - interval '90 days 6 hours'"
        " WHERE case_id = $1",
        UUID(row["case_id"]),
    )


async def test_the_metrics_say_how_long_the_oldest_has_waited_and_when_a_round_ended(
    world: World, server: Embedded
) -> None:
    settings = world.process.settings
    database = maintenance_database(server.url("referral_app"))
    await maintain(database, settings)
    await _make_backlog(world)
    counted = await count_backlog(database, settings)
    assert min(counted.expiries, counted.keys, counted.events) >= 1
    await MaintenanceWatch(database, settings).refresh()
    for waiting, hours in (("expiry", 3), ("key", 5), ("outgoing_event", 6)):
        lag = _metric("lag_seconds", waiting=waiting)
        assert hours * 3600 <= lag < hours * 3600 + 60, waiting
    assert time.time() - _metric("ended_timestamp_seconds") < 60
    assert _metric("failed") == 0
    await maintain(database, settings)
    await MaintenanceWatch(database, settings).refresh()
    for waiting in ("expiry", "key", "outgoing_event"):
        assert _metric("lag_seconds", waiting=waiting) == 0, waiting
    counted = await count_backlog(database, settings)
    assert (counted.expiries, counted.keys, counted.events) == (0, 0, 0)
    await database.close()


async def test_before_the_first_round_the_end_is_the_beginning_of_time(
    world: World, single: Database
) -> None:
    kept = await world.owner.fetch("DELETE FROM maintenance_run RETURNING *")
    lag = await read_lag(single, world.process.settings)
    assert (lag.ended_at, lag.failed) == (None, 0)
    await MaintenanceWatch(single, world.process.settings).refresh()
    assert _metric("ended_timestamp_seconds") == 0
    for row in kept:
        await world.owner.execute(
            "INSERT INTO maintenance_run VALUES ($1, $2, $3, $4, $5, $6)", *row.values()
        )


async def test_a_hundred_scrapes_ask_the_database_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    read = read_lag

    async def count(*arguments: object) -> object:
        asked.append(arguments)
        return await read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("referral_api.maintenance.watch.read_lag", count)
    monkeypatch.setattr(world.app.state.maintenance_watch, "_reading", None)
    responses = await asyncio.gather(*(world.call(None, "GET", "/metrics") for _ in range(100)))
    assert {response.status_code for response in responses} == {200}
    assert "referral_maintenance_lag_seconds" in responses[-1].text
    assert len(asked) == 1


async def test_the_metrics_come_without_a_database(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in (
        "postgresql://referral_app@127.0.0.1:9/x",
        "postgresql://referral_app@10.255.255.1/x",
    ):
        database = Database(url, size=1)
        at_work = world.app.state.maintenance_watch
        monkeypatch.setattr(at_work, "_database", database)
        monkeypatch.setattr(at_work, "_reading", None)
        began = time.monotonic()
        assert (await world.call(None, "GET", "/metrics")).status_code == 200
        assert time.monotonic() - began < 1
        await at_work.close()
        await database.close()
