"""The worker does the checks that are due, and says so where it has no key for them."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from structlog.testing import capture_logs

from referral_api.delivery.worker import Worker
from referral_api.domain.casework.duplicate_checks.checks import check_one
from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.security.blind_index import FILE
from referral_api.settings import Settings
from tests.support.duplicates import KEY, a_person, candidates, registered, searcher
from tests.support.world import World


async def test_the_worker_finds_whoever_is_known_already(
    world: World, server: Embedded, tmp_path: Path
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first = await registered(world, ngo, person)
    settings = Settings(referral_data_dir=tmp_path)
    settings.keys.mkdir()
    (settings.keys / FILE).write_bytes(KEY)
    worker = Worker(settings, server.url("referral_app"), pause=0.05)
    vault, database = world.process.vault, world.process.database
    looking = asyncio.create_task(worker._look_for_duplicates(database, vault))
    await registered(world, other, person, check=False)
    found: list[Any] = []
    try:
        for _ in range(1200):
            if found := await candidates(world, ngo.agent(Role.CASE_WORKER), first):
                break
            await asyncio.sleep(0.05)
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
    assert [each["other_organisation_id"] for each in found] == [str(other.id)]


async def test_without_its_key_the_worker_says_so_and_looks_for_nobody(
    world: World, tmp_path: Path
) -> None:
    settings = Settings(referral_data_dir=tmp_path)
    worker = Worker(settings, "postgresql://nowhere")
    with capture_logs() as told:
        await worker._look_for_duplicates(world.process.database, world.process.vault)
    assert [line["event"] for line in told] == ["duplicates.no_index_key"]
    assert not settings.keys.exists()


async def test_what_does_not_open_holds_up_no_other_check(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    broken = UUID((await registered(world, ngo, person))["id"])
    first = await registered(world, ngo, person)
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(
            "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id, salt)"
            " VALUES (gen_random_uuid(), 'test:arrange', 'allowed', $2, '{}', $1, '')",
            broken, ngo.id,
        )  # fmt: skip
        await connection.execute(
            "UPDATE person_key SET wrapped_key = '\\x00' WHERE case_id = $1", broken
        )
    second = await registered(world, other, person, check=False)
    with capture_logs() as told:
        assert await check_one(world.process.database, searcher(world), UUID(second["id"]))
    assert [line["case_id"] for line in told if line["event"] == "duplicates.not_opened"] == [
        str(broken)
    ]
    (found,) = await candidates(world, ngo.agent(Role.CASE_WORKER), first)
    assert found["other_organisation_id"] == str(other.id)
