"""Rules that the database itself enforces, for every role and on every path."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.tables import CASE_BOUND
from tests.support.sessions import EVENT, as_app
from tests.support.world import World

UNAUDITED, APPEND_ONLY, CUSTODY, GRANT = "NR001", "NR002", "NR003", "NR004"


async def _state(run: Any) -> str:
    """Run a statement that must fail; return the SQLSTATE."""
    with pytest.raises(asyncpg.PostgresError) as caught:
        await run
    return str(caught.value.sqlstate)


async def _case(world: World) -> UUID:
    return UUID((await world.a_case())["id"])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE \"case\" SET region = 'KAYES' WHERE id = $1",
        "UPDATE consent SET do_not_contact = true WHERE case_id = $1",
        "UPDATE person SET sealed = '' WHERE case_id = $1",
        "DELETE FROM person_key WHERE case_id = $1",
        "DELETE FROM person WHERE case_id = $1",
        "DELETE FROM access_grant WHERE case_id = $1",
        "UPDATE access_grant SET ended_at = NULL WHERE case_id = $1",
    ],
)
async def test_a_change_without_an_event_of_its_case_is_not_committed_even_for_the_owner(
    world: World, change: str
) -> None:
    case_id, other = await _case(world), await _case(world)
    await world.an_identity(str(case_id))
    await world.a_consent(str(case_id), world.shelter)
    assert await _state(world.owner.execute(change, case_id)) == UNAUDITED

    async def with_the_event_of_another_case() -> None:
        async with world.owner.acquire() as connection, connection.transaction():
            await connection.execute(EVENT, uuid7(), world.police.id, other)
            await connection.execute(change, case_id)

    assert await _state(with_the_event_of_another_case()) == UNAUDITED
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute(EVENT, uuid7(), world.police.id, case_id)
        await connection.execute(change, case_id)


async def test_a_grant_is_refused_at_once_without_an_event_of_its_case(world: World) -> None:
    case_id, other = await _case(world), await _case(world)
    columns = "id, organisation_id, case_id, basis, basis_id, reads, writes"
    take = f"DELETE FROM access_grant WHERE case_id = $1 RETURNING {columns}"
    give = f"INSERT INTO access_grant ({columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    async with world.owner.acquire() as connection:
        for recorded in ([], [other], [case_id]):
            transaction = connection.transaction()
            await transaction.start()
            for event in recorded:
                await connection.execute(EVENT, uuid7(), world.police.id, event)
            grant = await connection.fetchrow(take, case_id)
            assert grant is not None
            if case_id in recorded:
                await connection.execute(give, *grant)
            else:
                assert await _state(connection.execute(give, *grant)) == UNAUDITED
            await transaction.rollback()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("UPDATE access_grant SET organisation_id = $2 WHERE case_id = $1", APPEND_ONLY),
        ("UPDATE access_grant SET basis_id = $2 WHERE case_id = $1", APPEND_ONLY),
        ('UPDATE "case" SET protection_custodian_id = $2 WHERE id = $1', CUSTODY),
        ('UPDATE "case" SET investigation_custodian_id = $2 WHERE id = $1', CUSTODY),
    ],
)
async def test_grants_and_custody_are_not_rewritten_even_by_the_owner(
    world: World, change: str, state: str
) -> None:
    case_id = await _case(world)

    async def rewrite() -> None:
        async with world.owner.acquire() as connection, connection.transaction():
            await connection.execute(EVENT, uuid7(), world.police.id, case_id)
            await connection.execute(change, case_id, world.ngo.id)

    assert await _state(rewrite()) == state


async def test_a_case_and_its_first_links_are_refused_at_once_without_an_event(
    world: World, server: Embedded
) -> None:
    register = (
        'INSERT INTO "case" (id, code, status, state, sex, age_band, age_in_doubt, region,'
        " languages, risk_flags, protection_custodian_id, registered_by_organisation_id,"
        " registered_by_agent_id, version) VALUES ($1::uuid, $1::uuid::text, 'reported', 'open',"
        " 'female', '25_59', false, 'BAMAKO', '{}', '{}', $2, $2, $3, 1)"
    )
    link = (
        "INSERT INTO custody (id, case_id, kind, seq, organisation_id, agent_id)"
        " VALUES ($1, $1, 'protection', 1, $2, $3)"
    )
    case = (uuid7(), world.police.id, world.police.agent(Role.SUPERVISOR))
    async with as_app(server, world.police) as connection:
        for recorded in (uuid7(), case[0]):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute(EVENT, uuid7(), world.police.id, recorded)
            await connection.execute(register, *case)
            if recorded == case[0]:
                await connection.execute(link, *case)
            else:
                assert await _state(connection.execute(link, *case)) == UNAUDITED
            await transaction.rollback()


async def test_an_event_of_an_earlier_transaction_covers_nothing(
    world: World, server: Embedded
) -> None:
    case_id = await _case(world)
    async with as_app(server, world.police) as connection:
        await connection.execute(EVENT, uuid7(), world.police.id, case_id)
        change = "UPDATE \"case\" SET region = 'KAYES' WHERE id = $1"
        assert await _state(connection.execute(change, case_id)) == UNAUDITED


@pytest.mark.parametrize("table", ["audit_event", "custody", "decision"])
async def test_append_only_rows_are_not_rewritten_even_by_the_owner(
    world: World, table: str
) -> None:
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        assert await _state(world.owner.execute(sql)) == APPEND_ONLY, sql


@pytest.mark.parametrize("table", [table.__tablename__ for table in CASE_BOUND])
async def test_no_case_bound_table_is_emptied_at_once(world: World, table: str) -> None:
    assert await _state(world.owner.execute(f'TRUNCATE "{table}" CASCADE')) == APPEND_ONLY


async def test_custody_is_not_taken_without_a_completed_handoff(
    world: World, server: Embedded
) -> None:
    case_id = await _case(world)
    agent = world.ngo.agent(Role.SUPERVISOR)
    offer = await world.an_offer(str(case_id), kind="protection", to=world.ngo)
    insert = (
        "INSERT INTO custody (id, case_id, kind, seq, organisation_id, handoff_id, agent_id)"
        " VALUES ($1, $2, 'protection', $3, $4, $5, $6)"
    )
    async with as_app(server, world.ngo) as connection:
        for seq, handoff_id in ((2, None), (2, UUID(offer["id"])), (3, None), (0, None)):
            link = (uuid7(), case_id, seq, world.ngo.id, handoff_id, agent)
            assert await _state(connection.execute(insert, *link)) == CUSTODY


@pytest.mark.parametrize("sight", ["grants", "flow", "system", "audit"])
async def test_a_grant_that_rests_on_nothing_or_lies_above_its_ceiling_is_refused(
    world: World, server: Embedded, sight: str
) -> None:
    case_id = await _case(world)
    consent = await world.a_consent(str(case_id), world.shelter)
    referral = await world.a_referral(str(case_id), consent_id=consent["id"])
    link = await world.owner.fetchval("SELECT id FROM custody WHERE case_id = $1", case_id)
    insert = (
        "INSERT INTO access_grant (id, organisation_id, case_id, basis, basis_id, consent_id,"
        " reads, writes) VALUES ($1, $2, $3, $4, $5, $6, $7, '{}')"
    )
    async with as_app(server, world.shelter) as connection:
        await connection.execute("SELECT set_config('app.sight', $1, false)", sight)
        for basis, basis_id, reads in (
            ("custody", uuid7(), ["identity"]), ("custody", link, ["identity"]),
            ("referral", UUID(referral["id"]), ["identity"]), ("referral", link, ["identity"]),
            ("emergency", uuid7(), ["identity"]), ("court_order", uuid7(), ["identity"]),
            ("referral", UUID(referral["id"]), ["justice"]),
        ):  # fmt: skip
            grant = (
                uuid7(), world.shelter.id, case_id, basis, basis_id, UUID(consent["id"]), reads
            )  # fmt: skip
            assert await _state(connection.execute(insert, *grant)) == GRANT, basis


@pytest.mark.parametrize(("held", "occupied"), [(3, 0), (0, 3), (2, 1)])
async def test_no_more_places_are_taken_than_there_are(
    world: World, held: int, occupied: int
) -> None:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 2)
    change = "UPDATE capacity SET held = $2, occupied = $3 WHERE organisation_id = $1"
    with pytest.raises(asyncpg.CheckViolationError, match="places_suffice"):
        await world.arrange(shelter.id, change, shelter.id, held, occupied)
