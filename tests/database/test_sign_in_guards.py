"""Devices, PINs and sessions change with an event in the same transaction only, whoever asks."""

from typing import Any

import asyncpg
import pytest

from referral_api.embedded import Embedded
from tests.support.sessions import as_app
from tests.support.sign_in import Unit, make_unit
from tests.support.world import World

UNAUDITED, REWRITTEN = "NR001", "NR002"
SESSION, DEVICE, AGENT = "session", "device", "agent"

_OPEN = (
    "INSERT INTO agent_session (id, agent_id, organisation_id, way, status, cookie_digest,"
    " locks_at, expires_at, version) SELECT gen_random_uuid(), id, organisation_id, 'pin',"
    " 'open', 'x', now(), now(), 1 FROM agent WHERE id = $1"
)


@pytest.fixture
async def unit(world: World) -> Unit:
    made = await make_unit(world)
    await made.give_pin()
    return made


async def _try(unit: Unit, server: Embedded, sql: str, *values: Any) -> str | None:
    """Run it as the application role of this unit; return the SQLSTATE of its refusal."""
    async with as_app(server, unit.organisation) as connection:
        try:
            await connection.execute(sql, *values)
        except asyncpg.PostgresError as refused:
            return str(refused.sqlstate)
    return None


async def _id(unit: Unit, of: str) -> Any:
    if of == SESSION:
        return (await unit.open()).session_id
    return unit.device.id if of == DEVICE else unit.worker


@pytest.mark.parametrize(
    ("of", "sql"),
    [
        (SESSION, "UPDATE agent_session SET version = 7 WHERE id = $1"),
        (SESSION, "UPDATE agent_session SET cookie_digest = '\\x01' WHERE id = $1"),
        (SESSION, "DELETE FROM agent_session WHERE id = $1"),
        (DEVICE, "UPDATE unit_device SET status = 'suspended' WHERE id = $1"),
        (AGENT, "UPDATE agent_pin SET hash = 'x' WHERE agent_id = $1"),
        (AGENT, "UPDATE agent_pin SET good_until = now() WHERE agent_id = $1"),
        (AGENT, _OPEN),
    ],
    ids=["session", "cookie", "deletion", "device", "hash", "one time", "opening"],
)
async def test_nothing_of_a_sign_in_changes_without_its_event(
    unit: Unit, server: Embedded, of: str, sql: str
) -> None:
    assert await _try(unit, server, sql, await _id(unit, of)) == UNAUDITED


@pytest.mark.parametrize(
    ("of", "sql"),
    [
        (SESSION, "UPDATE agent_session SET seen_at = now(), locks_at = now() WHERE id = $1"),
        (DEVICE, "UPDATE unit_device SET unused_until = now() WHERE id = $1"),
        (AGENT, "UPDATE agent_pin SET hash = 'x', key_id = 'newer' WHERE agent_id = $1"),
    ],
    ids=["seen", "used", "new key"],
)
async def test_that_somebody_is_at_work_needs_no_event(
    unit: Unit, server: Embedded, of: str, sql: str
) -> None:
    assert await _try(unit, server, sql, await _id(unit, of)) is None


@pytest.mark.parametrize("column", ["agent_id", "way", "expires_at", "device_id"])
async def test_a_session_stays_that_of_its_agent_its_way_and_its_end(
    unit: Unit, server: Embedded, column: str
) -> None:
    sql = f"UPDATE agent_session SET {column} = {column} WHERE id = $1"
    refusal = await _try(unit, server, sql, await _id(unit, SESSION))
    assert refusal in {REWRITTEN, "42501"}


async def test_another_organisation_sees_no_device_no_pin_no_session_and_no_try(
    unit: Unit, server: Embedded, world: World
) -> None:
    await unit.open(device_id=unit.device.id)
    async with as_app(server, world.stranger) as connection:
        for table in ("unit_device", "device_cookie", "agent_pin", "pin_try", "agent_session"):
            found = await connection.fetch(
                f"SELECT 1 FROM {table} WHERE organisation_id = $1", unit.organisation.id
            )
            assert not found, table
