"""Organisations, agents, clients and places change with an event in the same transaction only."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.tables import NETWORK
from tests.support.scene import add_client
from tests.support.sessions import as_app
from tests.support.world import TestOrganisation, World

UNAUDITED, REWRITTEN = "NR001", "NR002"
_EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, subject, subject_id,"
    " salt) VALUES ($1, $2, 'allowed', $3, '{}', $4, $5, '')"
)
_NEW_ORGANISATION = (
    "INSERT INTO organisation (id, name, type, htcds_type, active, version)"
    " VALUES ($1, $1::uuid::text, 'police', 'NGO', true, 1)"
)
# What the application role may write at all, by the table, and the subject that its event names.
CHANGES = {
    "organisation": ("UPDATE organisation SET active = false WHERE id = $1", "organisation"),
    "duty telephone": (
        "UPDATE organisation SET duty_telephone = '+22320000009' WHERE id = $1", "organisation",
    ),
    "new organisation": (_NEW_ORGANISATION, "organisation"),
    "roles": ("UPDATE agent SET roles = '{auditor}' WHERE id = $1", "agent"),
    "outside subject": (
        "INSERT INTO agent_subject (issuer, subject, agent_id) VALUES ('x', $1::uuid::text, $1)",
        "agent",
    ),
    "outside subject lost": ("DELETE FROM agent_subject WHERE agent_id = $1", "agent"),
    "keys": ("UPDATE client SET keys = '{\"k\": \"pem\"}' WHERE id = $1", "client"),
    "places": ("UPDATE capacity SET places = 77 WHERE organisation_id = $1", "capacity"),
    "held place": ("UPDATE capacity SET held = 1 WHERE organisation_id = $1", "capacity"),
}  # fmt: skip


async def _target(world: World, what: str, organisation: TestOrganisation) -> UUID:
    if what == "new organisation":
        return uuid7()
    if what == "keys":
        return await add_client(world, organisation)
    if CHANGES[what][1] != "agent":
        await world.set_places(organisation, 3)
        return organisation.id
    agent_id = await world.make_agent(organisation, Role.CASE_WORKER)
    if what == "outside subject lost":
        insert = "INSERT INTO agent_subject (issuer, subject, agent_id) VALUES ('y', $1, $2)"
        await world.arrange(agent_id, insert, str(agent_id), agent_id)
    return agent_id


async def _try(connection: Any, what: str, target: UUID, *event: Any) -> str | None:
    """Make the change after an event, if one is given; return the SQLSTATE of its refusal."""
    before = [(_EVENT, uuid7(), *event)] if event else []
    return await _try_all(connection, *before, (CHANGES[what][0], target))


async def _try_all(connection: Any, *statements: tuple[Any, ...]) -> str | None:
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(*statement)
    except asyncpg.PostgresError as refused:
        return str(refused.sqlstate)
    return None


@pytest.mark.parametrize("what", CHANGES)
async def test_the_application_role_changes_nothing_of_the_network_without_its_event(
    world: World, server: Embedded, what: str
) -> None:
    organisation, subject = await world.make_organisation("shelter"), CHANGES[what][1]
    target, own = await _target(world, what, organisation), organisation.id
    async with as_app(server, organisation) as connection:
        assert await _try(connection, what, target) == UNAUDITED
        wrong: list[tuple[Any, ...]] = [
            (f"{subject}:update", own, subject, uuid7()),  # about another
            (f"{subject}:read", own, subject, target),  # a reading
            (f"{subject}:update", None, subject, target),  # in nobody's name
        ]
        for event in wrong:
            # Row security refuses by itself an event in nobody's name that says it was allowed.
            refusal = UNAUDITED if event[1] else "42501"
            assert await _try(connection, what, target, *event) == refusal, event
        right = (f"{subject}:update", own, subject, target)
        assert await _try(connection, what, target, *right) is None


@pytest.mark.parametrize("what", CHANGES)
async def test_the_owner_changes_nothing_of_the_network_without_its_event(
    world: World, what: str
) -> None:
    target = await _target(world, what, await world.make_organisation("shelter"))
    async with world.owner.acquire() as connection:
        assert await _try(connection, what, target) == UNAUDITED


@pytest.mark.parametrize("what", CHANGES)
async def test_an_old_event_with_the_number_of_this_transaction_vouches_for_nothing(
    world: World, what: str
) -> None:
    # After a restore PostgreSQL counts its transactions anew.
    organisation, subject = await world.make_organisation("shelter"), CHANGES[what][1]
    target = await _target(world, what, organisation)
    for instant, refusal in (("now() - interval '1 day'", UNAUDITED), ("now()", None)):
        event = (
            _EVENT.replace("salt)", "salt, recorded_at)").replace("'')", f"'', {instant})"),
            uuid7(), f"{subject}:update", organisation.id, subject, target,
        )  # fmt: skip
        async with world.owner.acquire() as connection:
            answer = await _try_all(connection, event, (CHANGES[what][0], target))
        assert answer == refusal, instant


@pytest.mark.parametrize("what", CHANGES)
async def test_an_event_of_one_organisation_vouches_for_no_change_by_another(
    world: World, server: Embedded, what: str
) -> None:
    organisation, subject = await world.make_organisation("shelter"), CHANGES[what][1]
    target = await _target(world, what, organisation)
    async with as_app(server, organisation) as connection:
        answer = await _try_all(
            connection,
            (_EVENT, uuid7(), f"{subject}:update", organisation.id, subject, target),
            ("SELECT set_config('app.organisation_id', $1, true)", str(world.ngo.id)),
            (CHANGES[what][0], target),
        )
        assert answer == UNAUDITED


async def test_a_referral_vouches_for_a_place_of_its_receiver_and_not_for_their_number(
    world: World, server: Embedded
) -> None:
    shelter, other = [await world.make_organisation("shelter") for _ in range(2)]
    for owner in (shelter, other):
        await world.set_places(owner, 3)
    referral = UUID((await world.a_referral(to=shelter))["id"])
    # The sender's event: it stops the referral, and the place is free again.
    event = ("referral:stop", world.police.id, "referral", referral)
    async with as_app(server, world.police) as connection:
        assert await _try(connection, "held place", other.id, *event) == UNAUDITED
        assert await _try(connection, "places", shelter.id, *event) == UNAUDITED
        assert await _try(connection, "held place", shelter.id, *event) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE organisation SET type = 'police'", "UPDATE agent SET organisation_id = $1",
        "UPDATE client SET organisation_id = $1", "UPDATE capacity SET organisation_id = $1",
    ],
)  # fmt: skip
async def test_the_type_of_an_organisation_and_the_home_of_an_agent_or_client_never_change(
    world: World, server: Embedded, change: str
) -> None:
    async with as_app(server, world.ngo) as connection:
        values = [world.police.id] if "$1" in change else []
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(change, *values)
    assert refused.value.sqlstate == REWRITTEN


async def test_a_proposed_change_is_not_rewritten_before_it_is_confirmed(server: Embedded) -> None:
    async with as_app(server, None) as connection:
        for column in ("change", "decide_by", "proposed_by_agent_id"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"UPDATE pending_change SET {column} = {column}")


@pytest.mark.parametrize("table", [str(table.__tablename__) for table in NETWORK])
async def test_no_table_of_the_network_is_emptied(world: World, table: str) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await world.owner.execute(f"TRUNCATE {table} CASCADE")
    assert refused.value.sqlstate == REWRITTEN
