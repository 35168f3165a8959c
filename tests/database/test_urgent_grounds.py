"""What the database itself refuses on a legal ground that waits for its second person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.grounds import Night, a_night
from tests.support.sessions import EVENT, as_app
from tests.support.world import TestOrganisation, World

_GRANT = (
    "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id, consent_id, reads,"
    " writes, valid_until) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', $8)"
)


@asynccontextmanager
async def an_act(
    server: Embedded, night: Night, by: TestOrganisation, sight: str = "grants"
) -> AsyncIterator[asyncpg.Connection]:
    """A transaction of the application role with an event of the case, which is rolled back."""
    async with as_app(server, by) as connection:
        await connection.execute("SELECT set_config('app.sight', $1, false)", sight)
        transaction = connection.transaction()
        await transaction.start()
        try:
            await connection.execute(EVENT, uuid7(), by.id, UUID(night.case["id"]))
            yield connection
        finally:
            await transaction.rollback()


async def accepted_without_a_grant(world: World, night: Night) -> dict[str, Any]:
    row = await night.refer("requested")
    return await world.rewrite("referral", row, status="accepted")


@pytest.mark.parametrize(
    ("reads", "hours"),
    [
        (["identity"], 0), (["health", "protection"], 0), (["health"], 1), (["health"], None),
        ([], None),
    ],
)  # fmt: skip
async def test_a_grant_on_such_a_ground_is_of_health_alone_and_ends_with_the_wait(
    world: World, server: Embedded, reads: list[str], hours: int | None
) -> None:
    night = await a_night(world)
    row = await accepted_without_a_grant(world, night)
    confirm_by = datetime.fromisoformat(night.ground["confirm_by"])
    grant = (uuid7(), night.to.id, UUID(night.case["id"]), "referral", UUID(row["id"]),
             UUID(night.ground["id"]))  # fmt: skip
    until = None if hours is None else confirm_by + timedelta(hours=hours)
    async with an_act(server, night, night.to) as connection:
        with pytest.raises(asyncpg.PostgresError, match="rests on nothing") as caught:
            await connection.execute(_GRANT, *grant, reads, until)
        assert caught.value.sqlstate == "NR004"
    async with an_act(server, night, night.to) as connection:
        await connection.execute(_GRANT, *grant, ["health"], confirm_by)


async def test_no_grant_is_written_once_the_wait_is_over(world: World, server: Embedded) -> None:
    night = await a_night(world)
    row = await accepted_without_a_grant(world, night)
    await night.pass_by()
    past = await world.owner.fetchval(
        "SELECT confirm_by FROM consent WHERE id = $1", night.ground["id"]
    )
    async with an_act(server, night, night.to) as connection:
        with pytest.raises(asyncpg.PostgresError, match="rests on nothing"):
            await connection.execute(
                _GRANT, uuid7(), night.to.id, UUID(night.case["id"]), "referral",
                UUID(row["id"]), UUID(night.ground["id"]), ["health"], past,
            )  # fmt: skip


async def test_such_a_ground_opens_nothing_to_a_custodian(world: World, server: Embedded) -> None:
    night = await a_night(world, to=world.ngo)
    agent = world.ngo.agent(Role.SUPERVISOR)
    offer = await world.an_offer(night.case["id"], kind="protection")
    await world.move(agent, "handoffs", offer, "accept")
    link = await world.owner.fetchval(
        "SELECT id FROM custody WHERE handoff_id = $1", UUID(offer["id"])
    )
    confirm_by = datetime.fromisoformat(night.ground["confirm_by"])
    async with an_act(server, night, night.to) as connection:
        with pytest.raises(asyncpg.PostgresError, match="rests on nothing"):
            await connection.execute(
                _GRANT, uuid7(), night.to.id, UUID(night.case["id"]), "custody", link,
                UUID(night.ground["id"]), ["health"], confirm_by,
            )  # fmt: skip


@pytest.mark.parametrize("table", ["handoff", "referral"])
async def test_a_referral_moves_to_such_a_ground_and_an_offer_does_not(
    world: World, server: Embedded, table: str
) -> None:
    night = await a_night(world, to=world.ngo)
    if table == "handoff":
        row = await world.an_offer(night.case["id"], kind="protection")
    else:
        row = await world.a_referral(night.case["id"], to=world.ngo)
    move = f"UPDATE {table} SET consent_id = $1 WHERE id = $2"
    async with an_act(server, night, night.by) as connection:
        change = connection.execute(move, UUID(night.ground["id"]), UUID(row["id"]))
        if table == "referral":
            assert await change == "UPDATE 1"
            return
        with pytest.raises(asyncpg.PostgresError, match="does not cover") as caught:
            await change
        assert caught.value.sqlstate == "NR004"


@pytest.mark.parametrize(
    "change",
    [
        "confirm_by = NULL",
        "confirm_by = recorded_at + interval '73 hours'",
        "legal_ground = 'court_order'",
        "legal_ground = NULL",
        "status = 'active'",
    ],
)
async def test_a_ground_helps_for_a_limited_time_and_is_active_by_a_second_person_only(
    world: World, change: str
) -> None:
    night = await a_night(world)
    async with world.owner.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(EVENT, uuid7(), night.by.id, UUID(night.case["id"]))
        statement = f"UPDATE consent SET {change} WHERE id = $1"
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(statement, UUID(night.ground["id"]))
        await transaction.rollback()


@pytest.mark.parametrize(("status", "allowed"), [("expired", True), ("superseded", False)])
async def test_the_timer_writes_down_a_lapse_and_no_other_end(
    world: World, server: Embedded, status: str, allowed: bool
) -> None:
    night = await a_night(world)
    async with an_act(server, night, world.stranger, "system") as connection:
        change = connection.execute(
            "UPDATE consent SET status = $1 WHERE id = $2", status, UUID(night.ground["id"])
        )
        if allowed:
            assert await change == "UPDATE 1"
            return
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await change


async def test_who_waits_for_the_second_person_cannot_prolong_the_wait(
    world: World, server: Embedded
) -> None:
    night = await a_night(world)
    async with an_act(server, night, night.by) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE consent SET confirm_by = now() + interval '1 day'")
