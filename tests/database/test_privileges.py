"""The application role has no privileges beyond its work, and sees no row of others."""

from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.tables import CALLER_BOUND, CASE_BOUND, PARTY_BOUND, PROGRAMME
from tests.support.sessions import EVENT, as_app
from tests.support.world import World

_OWNERS = {"audit_event", "entry_image", "identity_index"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM audit_event", "UPDATE audit_event SET code = 'x'", "DELETE FROM audit_event",
        "TRUNCATE audit_event", "UPDATE custody SET seq = 9", "DELETE FROM custody",
        "UPDATE decision SET event = 'x'", "DELETE FROM decision", 'DELETE FROM "case"',
        "DELETE FROM person", "UPDATE person_key SET wrapped_key = ''", "DELETE FROM person_key",
        "UPDATE access_grant SET ended_at = NULL", "DELETE FROM access_grant",
        'UPDATE "case" SET protection_custodian_id = NULL', 'UPDATE "case" SET id = id',
        'UPDATE "case" SET registered_by_organisation_id = NULL', 'UPDATE "case" SET code = code',
        "INSERT INTO section_ceiling VALUES ('shelter', 'justice')", "DELETE FROM section_ceiling",
        "INSERT INTO audit_event (recorded_at) VALUES (now())",
        "INSERT INTO audit_event (xid) VALUES (pg_current_xact_id())",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL", "DROP TABLE audit_event",
        "SET session_replication_role = 'replica'", "SET ROLE referral_owner", "SET ROLE postgres",
        "SELECT move_custody()", "CREATE TABLE public.mine ()", "SELECT pg_read_file('x')",
        "COPY agent TO PROGRAM 'cat'", "SELECT * FROM pg_authid",
    ],
)  # fmt: skip
async def test_the_application_role_has_no_privilege_for_it(
    world: World, server: Embedded, sql: str
) -> None:
    async with as_app(server, world.police) as connection:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.FeatureNotSupportedError)):
            await connection.execute(sql)


async def test_an_event_in_the_name_of_another_organisation_is_refused(
    world: World, server: Embedded
) -> None:
    async with as_app(server, world.police) as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(EVENT, uuid7(), world.ngo.id, None)


async def test_without_an_organisation_nothing_is_there(world: World, server: Embedded) -> None:
    await world.an_identity(str(UUID((await world.a_case())["id"])))
    async with as_app(server, None) as connection:
        for table in (*CASE_BOUND, *CALLER_BOUND, *PARTY_BOUND, *PROGRAMME):
            name = table.__tablename__
            # The role of figures alone reads what is counted, and the owner the blind indexes.
            if name not in _OWNERS and not name.startswith("counted_"):
                assert not await connection.fetch(f'SELECT 1 FROM "{name}" LIMIT 1'), name


async def test_another_organisation_sees_no_row_of_the_case(world: World, server: Embedded) -> None:
    case_id = UUID((await world.a_case())["id"])
    await world.an_identity(str(case_id))
    await world.a_referral(str(case_id))
    async with as_app(server, world.stranger) as connection:
        for table in CASE_BOUND:
            column = "id" if table.__tablename__ == "case" else "case_id"
            found = await connection.fetch(
                f'SELECT 1 FROM "{table.__tablename__}" WHERE {column} = $1', case_id
            )
            assert not found, table.__tablename__


async def test_a_connection_holds_no_identity_after_its_transaction(world: World) -> None:
    await world.a_case()
    await world.call(world.oversight.agent(Role.AUDITOR), "GET", "/v1/audit/events")
    pool = world.process.database._pool
    held = [await pool.acquire() for _ in range(len(pool._idle))]
    assert held
    try:
        for lease in held:
            row = await lease.connection.fetchrow(
                "SELECT current_user::text AS role, NULLIF(concat("
                "current_setting('app.organisation_id', true),"
                "current_setting('app.agent_id', true)), '') AS kept,"
                " current_setting('app.sight') AS sight"
            )
            assert row is not None
            assert dict(row) == {"role": "referral_app", "kept": None, "sight": "grants"}
    finally:
        for lease in held:
            pool.release(lease)
