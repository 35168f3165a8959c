"""What the database itself holds of contributions, against faulty code and injected SQL."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from referral_api.tables import OWN_AND_COORDINATION
from tests.support.contributions import a_quarter, an_open_call, lines
from tests.support.directory import NEED
from tests.support.sessions import as_app
from tests.support.world import TestOrganisation, World

UNAUDITED, APPEND_ONLY, NOT_CALLED = "NR001", "NR002", "NR003"
PRIVILEGE, REFERRED, KEPT = "42501", "23503", "23505"
_EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, subject, subject_id,"
    " salt) VALUES ($1, 'contribution:create', 'allowed', $2, '{}', 'contribution', $3, '')"
)
_OTHERS = [lines()[0] | {"women": 13, "total": 47}]
# As a route writes it, but for its event: what is left of it is listed by other tests.
_NEW = (
    "INSERT INTO contribution (id, organisation_id, contribution_request_id, year, quarter, status,"
    " lines, channel, recorded_by_organisation_id, version)"
    f" VALUES ($1, $2, $3, $4, $5, 'current', '{json.dumps(lines())}', 'api', $6, 1)"
)


@dataclass
class Given:
    """A request that calls ``home``, with its contribution."""

    home: TestOrganisation
    request_id: UUID
    contribution_id: UUID


@pytest.fixture
async def given(world: World) -> Given:
    home = await world.make_organisation("ngo")
    request = await an_open_call(world, home)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    made = await world.done(home.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body)
    need = NEED | {"region": "TAOUDENIT"}
    await world.done(home.agent(Role.CASE_WORKER), "POST", "/v1/placements/search", need)
    return Given(home, UUID(request["id"]), UUID(made["id"]))


async def _try(connection: Any, *statements: tuple[Any, ...]) -> str | None:
    """Run these in one transaction; return the SQLSTATE of its refusal."""
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(*statement)
    except asyncpg.PostgresError as refused:
        return str(refused.sqlstate)
    return None


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("table", [str(table.__tablename__) for table in OWN_AND_COORDINATION])
async def test_no_table_is_emptied_and_no_row_deleted_without_an_event(
    world: World, table: str
) -> None:
    async with world.owner.acquire() as connection:
        assert await _try(connection, (f"TRUNCATE {table} CASCADE",)) == APPEND_ONLY
        refused = await _try(connection, (f"DELETE FROM {table}",))
    assert refused in {UNAUDITED, APPEND_ONLY, REFERRED}


async def test_no_contribution_is_given_or_changed_without_an_event(
    world: World, server: Embedded, given: Given
) -> None:
    new = (_NEW, uuid7(), given.home.id, None, 2020, 1, given.home.id)
    supervisor = given.home.agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", "/v1/contributions", a_quarter())
    of_a_quarter = UUID(made["id"])  # which no other table follows
    withdraw = (
        "UPDATE contribution SET status = 'withdrawn', withdraw_reason = 'other' WHERE id = $1"
    )
    told = f"lines = '{json.dumps(_OTHERS)}', version = version + 1"
    change = (f"UPDATE contribution SET {told} WHERE id = $1", given.contribution_id)
    async with as_app(server, given.home) as connection:
        assert await _try(connection, new) == UNAUDITED
        assert await _try(connection, (withdraw, of_a_quarter)) == UNAUDITED
        assert await _try(connection, change) == UNAUDITED
        event = (_EVENT, uuid7(), given.home.id, given.contribution_id)
        assert await _try(connection, event, change) is None


async def test_another_organisation_sees_and_writes_no_row(
    world: World, server: Embedded, given: Given
) -> None:
    async with as_app(server, world.stranger) as connection:
        for table, column, row_id in (
            ("contribution", "id", given.contribution_id),
            ("contribution_version", "contribution_id", given.contribution_id),
            ("contribution_request", "id", given.request_id),
            ("contribution_call", "contribution_request_id", given.request_id),
        ):
            assert not await connection.fetch(
                f"SELECT 1 FROM {table} WHERE {column} = $1", row_id
            ), table
        new_id = uuid7()
        assert await _try(
            connection, (_EVENT, uuid7(), world.stranger.id, new_id),
            (_NEW, new_id, given.home.id, None, 2020, 1, world.stranger.id),
        ) == PRIVILEGE  # fmt: skip


async def test_a_structure_that_was_called_writes_no_request_and_no_call(
    server: Embedded, given: Given
) -> None:
    async with as_app(server, given.home) as connection:
        seen = await connection.fetch("SELECT organisation_id FROM contribution_call")
        assert [row["organisation_id"] for row in seen] == [given.home.id]
        freeze = "UPDATE contribution_request SET status = 'frozen' WHERE id = $1"
        assert await connection.execute(freeze, given.request_id) == "UPDATE 0"
        call = "INSERT INTO contribution_call (contribution_request_id, organisation_id)"
        for sql in (
            f"{call} VALUES ('{given.request_id}', '{uuid7()}')",
            "UPDATE contribution_call SET answered_at = now()",
            "INSERT INTO contribution_version SELECT * FROM contribution_version",
            "UPDATE contribution_version SET lines = '[]'",
            "DELETE FROM contribution",
        ):
            assert await _try(connection, (sql,)) == PRIVILEGE, sql


async def test_the_database_itself_refuses_an_answer_that_no_open_call_asks_for(
    world: World, server: Embedded, given: Given
) -> None:
    other = await world.make_organisation("ngo")
    new_id = uuid7()
    async with as_app(server, other) as connection:
        refused = await _try(
            connection, (_EVENT, uuid7(), other.id, new_id),
            (_NEW, new_id, other.id, given.request_id, None, None, other.id),
        )  # fmt: skip
    assert refused == NOT_CALLED


async def test_the_versions_and_the_answer_are_kept_whatever_the_code_writes(
    world: World, server: Embedded, given: Given
) -> None:
    change = f"UPDATE contribution SET lines = '{json.dumps(_OTHERS)}'"
    one = "WHERE id = $1"
    async with as_app(server, given.home) as connection:
        event = (_EVENT, uuid7(), given.home.id, given.contribution_id)
        hidden = await _try(connection, event, (f"{change} {one}", given.contribution_id))
        assert hidden == KEPT
        new = (f"{change}, version = version + 1 {one}", given.contribution_id)
        assert await _try(connection, event, new) is None
    kept = await world.owner.fetch(
        "SELECT version, lines FROM contribution_version WHERE contribution_id = $1"
        " ORDER BY version",
        given.contribution_id,
    )
    assert [row["version"] for row in kept] == [1, 2]
    assert json.loads(kept[1]["lines"]) == _OTHERS
    taken = await world.owner.fetchval(
        "SELECT contribution_version FROM contribution_call WHERE contribution_request_id = $1",
        given.request_id,
    )
    assert taken == 2


@pytest.mark.parametrize(
    "change",
    [
        "organisation_id = recorded_by_organisation_id", "year = 2021", "recorded_at = now()",
    ],
)  # fmt: skip
async def test_whose_it_is_and_its_period_never_change(
    world: World, given: Given, change: str
) -> None:
    sql = f"UPDATE contribution SET {change} WHERE id = $1"
    async with world.owner.acquire() as connection:
        assert await _try(connection, (sql, given.contribution_id)) == APPEND_ONLY
