"""What an event may say, and which event vouches for a change, whoever speaks to the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.scene import add_client
from tests.support.world import TestOrganisation, World

_CHANGE = "UPDATE \"case\" SET region = 'KAYES' WHERE id = $1"


@asynccontextmanager
async def as_app(
    server: Embedded, organisation: TestOrganisation, agent_id: UUID | None
) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(server.url("referral_app"))
    try:
        await _be(connection, organisation, agent_id)
        yield connection
    finally:
        await connection.close()


async def _be(connection: Any, organisation: TestOrganisation, agent_id: UUID | None) -> None:
    await connection.execute(
        "SELECT set_config('app.organisation_id', $1, false),"
        " set_config('app.agent_id', $2, false)",
        str(organisation.id), str(agent_id or ""),
    )  # fmt: skip


async def _say(connection: Any, case_id: UUID | None = None, **fields: Any) -> None:
    """Record an event of these columns."""
    fields = {"action": "case:update", "outcome": "allowed", "roles": []} | fields
    values = {"id": uuid7(), "case_id": case_id, "salt": b""} | fields
    places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    await connection.execute(
        f"INSERT INTO audit_event ({', '.join(values)}) VALUES ({places})", *values.values()
    )


async def _refused(connection: Any, **fields: Any) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await _say(connection, **fields)


async def _uncommitted(connection: Any) -> None:
    """Commit a change that no event vouches for, which must fail."""
    with pytest.raises(asyncpg.PostgresError) as caught:
        await connection.execute("COMMIT")
    assert caught.value.sqlstate == "NR001"


async def test_an_event_uses_a_word_of_the_vocabulary_even_the_owners(
    world: World, server: Embedded
) -> None:
    agent = world.police.agent(Role.SUPERVISOR)
    known: dict[str, Any] = {"organisation_id": world.police.id, "agent_id": agent}
    async with as_app(server, world.police, agent) as connection:
        await _say(connection, **known)
        await _refused(connection, action="case:steal", **known)
        system: dict[str, Any] = {"organisation_id": world.police.id, "token_id": "system"}
        await _say(connection, **system)
        await _refused(connection, action="case:steal", **system)
        await _say(connection, outcome="refused")  # of an unknown caller
        await _refused(connection, action="case:steal", outcome="refused")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("INSERT INTO audit_vocabulary VALUES ('case:steal')")
    await _refused(world.owner, action="case:steal", **known)
    async with as_app(server, world.oversight, None) as connection:
        await connection.execute("SET ROLE referral_auditor")
        await _say(connection, action="audit:search", organisation_id=world.oversight.id)
        await _refused(connection, action="case:steal", organisation_id=world.oversight.id)


async def test_an_event_names_its_caller_and_an_agent_and_a_system_of_its_organisation(
    world: World, server: Embedded
) -> None:
    agent, other = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)
    own, foreign = await add_client(world, world.police), await add_client(world, world.ngo)
    here = {"organisation_id": world.police.id}
    async with as_app(server, world.police, agent) as connection:
        await _say(connection, agent_id=agent, client_id=own, **here)
        await _say(connection, token_id="system", **here)  # a deadline that the caller found
        await _refused(connection, **here)
        await _refused(connection, token_id="system", roles=["supervisor"], **here)
        await _refused(connection, agent_id=agent, client_id=foreign, **here)
        await _refused(connection, agent_id=agent, organisation_id=world.ngo.id)
    for claimed in (other, None):
        async with as_app(server, world.police, claimed) as connection:
            await _refused(connection, agent_id=other, **here)
    async with as_app(server, world.police, None) as connection:
        await _say(connection, client_id=own, **here)
        await _say(connection, agent_id=agent, client_id=own, **here)  # a token for an agent


async def test_an_unknown_caller_is_recorded_with_what_was_refused_and_nothing_else(
    world: World, server: Embedded
) -> None:
    async with as_app(server, world.police, None) as connection:
        await _say(connection, outcome="refused")
        await _refused(connection)


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "refused"},
        {"outcome": "failed"},
        {"outcome": "refused", "organisation_id": None, "agent_id": None},
    ],
)
async def test_an_event_of_a_refusal_vouches_for_no_change(
    world: World, server: Embedded, fields: dict[str, Any]
) -> None:
    case_id = UUID((await world.a_case())["id"])
    agent = world.police.agent(Role.SUPERVISOR)
    said = {"organisation_id": world.police.id, "agent_id": agent} | fields
    async with as_app(server, world.police, agent) as connection:
        await connection.execute("BEGIN")
        await _say(connection, case_id, **said)
        await connection.execute(_CHANGE, case_id)
        await _uncommitted(connection)


async def test_an_event_of_one_organisation_vouches_for_no_change_of_another(
    world: World, server: Embedded
) -> None:
    case_id = UUID((await world.a_case())["id"])
    agent = world.ngo.agent(Role.SUPERVISOR)
    async with as_app(server, world.ngo, agent) as connection:
        await connection.execute("BEGIN")
        await _say(connection, case_id, organisation_id=world.ngo.id, agent_id=agent)
        await _be(connection, world.police, world.police.agent(Role.SUPERVISOR))
        await connection.execute(_CHANGE, case_id)
        await _uncommitted(connection)


_ADD = "id, organisation_id, case_id, basis, basis_id, reads, writes"
_CHANGES = {
    "the case": _CHANGE,
    "a grant": (
        "WITH gone AS (DELETE FROM access_grant WHERE case_id = $1 RETURNING *) INSERT INTO"
        f" access_grant ({_ADD}) SELECT gen_random_uuid(), {_ADD.partition(', ')[2]} FROM gone"
    ),
    "an identity": "DELETE FROM person WHERE case_id = $1",
}


@pytest.mark.parametrize("change", _CHANGES)
@pytest.mark.parametrize(
    "old", [{"recorded_at": "2026-01-01"}, {"organisation_id": None}, {"outcome": "refused"}, {}]
)
async def test_only_an_allowed_event_of_this_very_moment_vouches_even_for_the_owner(
    world: World, change: str, old: dict[str, Any]
) -> None:
    # After a restore PostgreSQL counts its transactions anew: an old event has this one's number.
    case_id = UUID((await world.a_case())["id"])
    await world.an_identity(str(case_id))
    fields = {"organisation_id": world.police.id} | old
    async with world.owner.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        if "recorded_at" in old:
            fields["recorded_at"] = await connection.fetchval("SELECT now() - interval '1 day'")
        await _say(connection, case_id, **fields)
        failure = None
        try:
            await connection.execute(_CHANGES[change], case_id)
            await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except asyncpg.PostgresError as error:
            failure = error.sqlstate
        await transaction.rollback()
    assert failure == ("NR001" if old else None)
