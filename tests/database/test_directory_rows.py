"""What PostgreSQL holds of the directory and its places, whatever the service does."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from tests.support.directory import DIRECTORY, a_location, a_service, directory_keeper
from tests.support.sessions import as_app
from tests.support.world import World

_EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, subject, subject_id,"
    " salt) VALUES ($1, $2, 'allowed', $3, '{}', $4, $5, '')"
)


@pytest.mark.parametrize("kind", DIRECTORY.values(), ids=list(DIRECTORY))
async def test_another_organisation_reads_an_entry_and_changes_none(
    world: World, server: Embedded, kind: Any
) -> None:
    made = await world.done(directory_keeper(world, kind), "POST", kind.path, kind.body({}))
    change = f"UPDATE {kind.subject} SET version = 9 WHERE id = $1"
    async with as_app(server, world.stranger) as connection:
        count = f"SELECT count(*) FROM {kind.subject} WHERE id = $1"
        assert await connection.fetchval(count, made["id"]) == 1
        assert await connection.execute(change, made["id"]) == "UPDATE 0"
    async with as_app(server, world.shelter if kind.own else world.coordination) as connection:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await connection.execute(change, made["id"])
        assert refusal.value.sqlstate == "NR001"


async def test_nobody_else_sees_an_address_or_its_key_or_writes_one_for_another(
    world: World, server: Embedded
) -> None:
    location_id = UUID((await a_location(world, world.shelter)).rpartition("/")[2])
    async with as_app(server, world.stranger) as connection:
        for table in ("location_address", "location_key"):
            assert await connection.fetch(f"SELECT 1 FROM {table}") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                "INSERT INTO location_key VALUES ($1, $2, 'k', '')", location_id, world.stranger.id
            )
    async with as_app(server, world.shelter) as connection:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await connection.execute(
                "UPDATE location_address SET version = 9 WHERE location_id = $1", location_id
            )
        assert refusal.value.sqlstate == "NR001"


async def test_no_place_is_taken_beyond_those_there_are_or_without_an_event(
    world: World, server: Embedded
) -> None:
    service = await a_service(world, world.shelter, {"bed_women": 1})
    found = "SELECT id FROM place WHERE service_id = $1"
    place_id = await world.owner.fetchval(found, UUID(service["id"]))
    held = "UPDATE place SET held = $2 WHERE id = $1"
    async with as_app(server, world.shelter) as connection:
        for number in (2, -1):
            with pytest.raises(asyncpg.CheckViolationError, match="places_suffice"):
                await connection.execute(held, place_id, number)
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await connection.execute(held, place_id, 1)
        assert refusal.value.sqlstate == "NR001"
        async with connection.transaction():
            event = (uuid7(), "place:update", world.shelter.id, "place", place_id)
            await connection.execute(_EVENT, *event)
            assert await connection.execute(held, place_id, 1) == "UPDATE 1"
