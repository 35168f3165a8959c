"""The service is ready as long as writes succeed, whoever waits in the queue of requests."""

import asyncio
import time
from collections.abc import AsyncIterator

import asyncpg
import pytest

from referral_api import embedded
from referral_api.database import write_probe
from referral_api.database.database import Database
from referral_api.database.write_probe import WriteProbe
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.errors import Unavailable
from tests.support.world import World


@pytest.fixture
async def probe(
    server: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WriteProbe]:
    monkeypatch.setattr(write_probe, "_BELIEVED", 0.0)
    made = WriteProbe(server.url("referral_app"))
    yield made
    await made.close()


@pytest.mark.parametrize("table", ["audit_event", '"case"', "idempotency_record"])
async def test_a_locked_table_is_not_ready_until_it_is_free(
    probe: WriteProbe, world: World, table: str
) -> None:
    assert await probe.succeeds()
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
        began = time.monotonic()
        assert not await probe.succeeds()
        assert time.monotonic() - began < 1.5
    assert await probe.succeeds()


async def test_a_server_that_takes_no_writes_is_not_ready(
    server: embedded.Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    for read_only, ready in (("on", False), ("off", True)):
        monkeypatch.setattr(write_probe, "_SESSION", {"default_transaction_read_only": read_only})
        probe = WriteProbe(server.url("referral_app"))
        assert await probe.succeeds() is ready
        await probe.close()


async def test_a_file_that_cannot_grow_is_not_ready(
    server: embedded.Embedded, probe: WriteProbe
) -> None:
    """A limit of the server stands for the full disk, which `make faults` fills in earnest."""
    assert await probe.succeeds()
    superuser = await asyncpg.connect(server.url("postgres"))
    try:
        await superuser.execute("ALTER ROLE referral_app SET temp_file_limit = 0")
        full = WriteProbe(server.url("referral_app"))
        assert not await full.succeeds()
        await full.close()
    finally:
        await superuser.execute("ALTER ROLE referral_app RESET temp_file_limit")
        await superuser.close()


async def test_a_database_without_our_tables_is_not_ready(server: embedded.Embedded) -> None:
    probe = WriteProbe(server.url("referral_app").replace("/referral?", "/postgres?"))
    assert not await probe.succeeds()
    await probe.close()


async def test_it_does_not_wait_for_a_connection_of_the_pool(single: Database) -> None:
    async with single.transaction(NOBODY):
        began = time.monotonic()
        await single.check_ready()
        assert time.monotonic() - began < 0.9


async def test_those_who_ask_together_share_one_probe_and_its_result_is_believed_for_a_while(
    server: embedded.Embedded,
) -> None:
    probe = WriteProbe(server.url("referral_app"))
    assert all(await asyncio.gather(*(probe.succeeds() for _ in range(10))))
    shared = probe._probe
    assert await probe.succeeds()
    assert probe._probe is shared
    await probe.close()


async def test_a_probe_that_takes_long_is_not_ready_and_no_second_one_is_begun(
    probe: WriteProbe, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await probe.succeeds()
    monkeypatch.setattr(write_probe, "_PATIENCE", 0.1)
    monkeypatch.setattr(write_probe, "_PROBE", "SELECT pg_sleep(0.4)")
    assert not await probe.succeeds()
    slow = probe._probe
    assert not await probe.succeeds()
    assert slow is probe._probe
    assert slow is not None
    assert await slow


async def test_without_a_server_it_says_so(single: Database) -> None:
    nowhere = Database("postgresql://referral_app@/referral?host=/nowhere", size=1)
    with pytest.raises(Unavailable):
        await nowhere.check_ready()
    await nowhere.close()
    await single.check_ready()
