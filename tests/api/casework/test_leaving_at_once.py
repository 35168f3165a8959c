"""An organisation leaves at the very moment of an act: one waits for the other, none is missed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.world import TestOrganisation, World

CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}


@asynccontextmanager
async def _held(world: World, organisation: TestOrganisation) -> AsyncIterator[Any]:
    """Lock an organisation as its deactivation does, until the block ends."""
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(
            "SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE", organisation.id
        )
        yield connection


async def _waits(call: Any) -> "asyncio.Task[Any]":
    task = asyncio.create_task(call)
    done, _ = await asyncio.wait([task], timeout=0.2)
    assert not done, "it does not wait for the deactivation"
    return task


async def test_who_registers_waits_for_the_deactivation_and_is_refused(world: World) -> None:
    home = await world.make_organisation("ngo")
    officer = home.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "GET", "/v1/cases")  # the worker knows the agent
    async with _held(world, home) as connection:
        registering = await _waits(world.call(officer, "POST", "/v1/cases", CASE))
        await connection.execute(
            "INSERT INTO audit_event (id, action, outcome, roles, subject_id, salt)"
            " VALUES (gen_random_uuid(), 'test:arrange', 'allowed', '{}', $1, '')", home.id,
        )  # fmt: skip
        await connection.execute("UPDATE organisation SET active = false WHERE id = $1", home.id)
    answer = await registering
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["outcome"]) == ("case:register", "refused")
    assert not await world.owner.fetchval(
        'SELECT count(*) FROM "case" WHERE registered_by_organisation_id = $1', home.id
    )


async def test_a_start_waits_for_the_deactivation_and_is_recorded(world: World) -> None:
    row = await world.a_referral()
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    async with _held(world, world.shelter):
        starting = await _waits(world.move(intake, "referrals", row, "start"))
    assert (await starting)["status"] == "in_progress"
    assert await recorded(world, "referral:start", row) == [intake]


async def test_services_without_a_place_count_until_they_end(world: World) -> None:
    home = await world.make_organisation("health")
    intake, path = home.agent(Role.INTAKE_OFFICER), f"/v1/organisations/{home.id}"
    row = await world.a_referral(to=home)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    row = await world.move(intake, "referrals", row, "accept", {})
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    for event in ("start", "complete"):
        refusal = await world.call(administrator, "PATCH", path, {"active": False}, version=1)
        assert (refusal.status_code, refusal.json()["residents"]) == (409, 1)
        body = {"outcome": "service_provided"} if event == "complete" else None
        row = await world.move(intake, "referrals", row, event, body)
    await world.done(administrator, "PATCH", path, {"active": False}, version=1)


async def test_a_promise_that_time_has_ended_no_longer_shows_its_place_as_held(
    world: World,
) -> None:
    row = await world.a_referral(bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    assert row["bed"] == "held"
    await world.rewrite("referral", row, start_by=datetime.now(UTC) - timedelta(seconds=1))
    for reader in (intake, world.police.agent(Role.SUPERVISOR)):
        read = await world.done(reader, "GET", f"/v1/referrals/{row['id']}")
        assert (read["status"], read["bed"]) == ("failed", "released")
    assert await recorded(world, "referral:lapse", row) == [], "nothing is stored yet"
