"""What the database itself holds of identity orders, against faulty code and injected SQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.inquiries import an_inquiry, an_order, hand_on, magistrate, opened
from tests.support.sessions import EVENT, as_app
from tests.support.world import TestOrganisation, World

_ORDER = (
    "INSERT INTO identity_order (id, case_id, status, organisation_id, magistrate_id, to_id,"
    " reference, ordered_on, version)"
    " VALUES ($1, $2, 'active', $3, $4, $5, '7/2026', '2026-01-05', 1)"
)
_GRANT = (
    "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id, reads, writes,"
    " valid_until) SELECT $1, $2, case_id, 'court_order', id, $4, $5,"
    " now() + $6 * interval '1 hour' FROM identity_order WHERE id = $3"
)


@asynccontextmanager
async def changing(
    server: Embedded, organisation: TestOrganisation, case: dict[str, Any]
) -> AsyncIterator[asyncpg.Connection]:
    """A transaction of the application role in which something allowed happened to the case."""
    async with as_app(server, organisation) as connection, connection.transaction():
        await connection.execute(
            "SELECT set_config('app.agent_id', $1, true)",
            str(organisation.agent(Role.MAGISTRATE)),
        )
        event = EVENT.replace("roles,", "agent_id, roles,").replace("'{}'", "$4, '{}'")
        await connection.execute(
            event, uuid7(), organisation.id, UUID(case["id"]), organisation.agent(Role.MAGISTRATE)
        )
        yield connection


async def test_the_database_takes_no_order_of_anybody_but_a_magistrate_of_justice_for_the_inquiry(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    case_id, clerk = UUID(case["id"]), world.prosecutor.agent(Role.INVESTIGATOR)
    for by, agent, to in (
        (world.prosecutor, clerk, world.prosecutor),
        (world.prosecutor, magistrate(world.stranger), world.prosecutor),
        (world.prosecutor, magistrate(world.prosecutor), world.police),
        (world.ngo, magistrate(world.ngo), world.prosecutor),
    ):
        with pytest.raises(asyncpg.PostgresError, match="a magistrate orders it") as caught:
            async with changing(server, by, case) as connection:
                await connection.execute(_ORDER, uuid7(), case_id, by.id, agent, to.id)
        assert caught.value.sqlstate == "NR003"


async def test_a_court_without_a_grant_orders_nothing_and_nobody_orders_in_its_name(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    court = await world.make_organisation("court")
    values = (UUID(case["id"]), court.id, magistrate(court), world.prosecutor.id)
    for by in (court, world.prosecutor):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            async with changing(server, by, case) as connection:
                await connection.execute(_ORDER, uuid7(), *values)


async def test_an_order_is_recorded_with_an_event_only(world: World, server: Embedded) -> None:
    case = await an_inquiry(world)
    agent, home = magistrate(world.prosecutor), world.prosecutor.id
    with pytest.raises(asyncpg.PostgresError, match="was not recorded") as caught:
        async with as_app(server, world.prosecutor) as connection:
            await connection.execute(_ORDER, uuid7(), UUID(case["id"]), home, agent, home)
    assert caught.value.sqlstate == "NR001"


@pytest.mark.parametrize(
    ("reads", "writes", "hours"),
    [
        (["identity", "health"], [], 1), (["protection"], [], 1), (["identity"], ["identity"], 1),
        (["identity"], [], 9), (["identity"], [], None),
    ],
)  # fmt: skip
async def test_an_order_opens_the_identity_alone_and_no_longer_than_it_says(
    world: World, server: Embedded, reads: list[str], writes: list[str], hours: int | None
) -> None:
    case = await an_inquiry(world)
    until = await world.owner.fetchval("SELECT now() + interval '2 hours'")
    order = await an_order(world, case, valid_until=until.isoformat())
    values = (world.prosecutor.id, UUID(order["id"]), reads, writes, hours)
    await world.rewrite(
        "access_grant",
        {"id": str(await _grant_of(world, order)), "case_id": case["id"]},
        ended_at=until,
    )
    with pytest.raises(asyncpg.PostgresError) as caught:
        async with changing(server, world.prosecutor, case) as connection:
            await connection.execute(_GRANT, uuid7(), *values)
    assert caught.value.sqlstate == "NR004"


async def _grant_of(world: World, order: dict[str, Any]) -> UUID:
    found: UUID = await world.owner.fetchval(
        "SELECT id FROM access_grant WHERE basis_id = $1", UUID(order["id"])
    )
    return found


async def test_an_order_opens_nothing_to_another_nor_once_the_inquiry_has_moved_on(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)

    async def try_grant(by: TestOrganisation, to: TestOrganisation) -> None:
        with pytest.raises(asyncpg.PostgresError, match="rests on nothing"):
            async with changing(server, by, case) as connection:
                await connection.execute(
                    _GRANT, uuid7(), to.id, UUID(order["id"]), ["identity"], [], 1
                )

    await try_grant(world.ngo, world.ngo)
    court = await world.make_organisation("court")
    await hand_on(world, case, world.prosecutor, court)
    await world.rewrite("identity_order", order, status="active")
    await try_grant(world.prosecutor, world.prosecutor)
    # Nor once it has come back: it was made for another link of the chain.
    await hand_on(world, case, court, world.prosecutor)
    await world.rewrite("identity_order", order, status="active")
    await try_grant(world.prosecutor, world.prosecutor)


async def test_an_order_that_ends_takes_its_grant_with_it_whoever_ended_it(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    async with changing(server, world.prosecutor, case) as connection:
        await connection.execute(
            "UPDATE identity_order SET status = 'lifted' WHERE id = $1", UUID(order["id"])
        )
    ended = await world.owner.fetchval(
        "SELECT ended_at FROM access_grant WHERE basis_id = $1", UUID(order["id"])
    )
    assert ended is not None


async def test_only_its_own_side_changes_an_order_and_nobody_rewrites_it(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    order = await an_order(world, case)
    lift = "UPDATE identity_order SET status = 'lifted' WHERE id = $1"
    for other in (world.ngo, world.police, world.stranger):
        async with as_app(server, other) as connection:
            assert await connection.execute(lift, UUID(order["id"])) == "UPDATE 0"
    async with as_app(server, world.prosecutor) as connection:
        for column in ("to_id = organisation_id", "valid_until = NULL", "custody_seq = 9"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"UPDATE identity_order SET {column}")


async def test_an_order_is_seen_by_its_sides_and_by_who_answers_for_her(
    world: World, server: Embedded
) -> None:
    case = await an_inquiry(world)
    await an_order(world, case)
    seen = {}
    for organisation in (world.prosecutor, world.ngo, world.police, world.stranger):
        async with as_app(server, organisation) as connection:
            seen[organisation.id] = await connection.fetchval(
                "SELECT count(*) FROM identity_order WHERE case_id = $1", UUID(case["id"])
            )
    assert seen == {
        world.prosecutor.id: 1, world.ngo.id: 1, world.police.id: 0, world.stranger.id: 0,
    }  # fmt: skip


async def test_a_link_of_the_inquiry_ends_the_grants_by_order_whoever_adds_it(
    world: World,
) -> None:
    case = await an_inquiry(world)
    await an_order(world, case)
    court = await world.make_organisation("court")
    offer = await world.done(world.prosecutor.agent(Role.SUPERVISOR), "POST", "/v1/handoffs", {
        "case_id": case["id"], "kind": "investigation", "to_id": str(court.id),
        "priority": "urgent", "reason": "judicial_proceedings", "legal_duty": "court_referral",
    })  # fmt: skip
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(EVENT, uuid7(), court.id, UUID(case["id"]))
        await connection.execute(
            "UPDATE handoff SET status = 'completed' WHERE id = $1", UUID(offer["id"])
        )
        await connection.execute(
            "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id, agent_id)"
            " VALUES ($1, $2, 'investigation', 3, $3, $4, $5)",
            uuid7(), UUID(case["id"]), court.id, UUID(offer["id"]), magistrate(court),
        )  # fmt: skip
    assert await opened(world, case, world.prosecutor) == []
