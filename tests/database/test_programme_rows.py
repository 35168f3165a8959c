"""What PostgreSQL holds of the entries of the programme, whatever the service does."""

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from tests.support.programme import KINDS, Kind, an_entry
from tests.support.sessions import as_app
from tests.support.world import World

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
_EVENT = (
    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, subject, subject_id,"
    " salt) VALUES ($1, $2, 'allowed', $3, '{}', $4, $5, '')"
)
_COPY = """INSERT INTO {table} SELECT made.* FROM {table} AS t, jsonb_populate_record(t,
    jsonb_build_object('id', gen_random_uuid(), 'organisation_id', $2::text)) AS made
    WHERE t.id = $1"""


@every_kind
async def test_another_organisation_sees_changes_and_adds_no_row(
    world: World, server: Embedded, kind: Kind
) -> None:
    made = await an_entry(world, kind)
    home = world.ngo if kind.own else world.coordination
    count = f"SELECT count(*) FROM {kind.subject} WHERE id = $1"
    async with as_app(server, home) as connection:
        assert await connection.fetchval(count, made["id"]) == 1
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await connection.execute(
                _COPY.format(table=kind.subject), made["id"], str(world.stranger.id)
            )
    async with as_app(server, world.stranger) as connection:
        assert await connection.fetchval(count, made["id"]) == 0
        change = f"UPDATE {kind.subject} SET version = 9 WHERE id = $1"
        assert await connection.execute(change, made["id"]) == "UPDATE 0"


@every_kind
async def test_no_change_goes_without_its_event_and_nothing_is_deleted(
    world: World, server: Embedded, kind: Kind
) -> None:
    made = await an_entry(world, kind)
    home = world.ngo if kind.own else world.coordination
    change = f"UPDATE {kind.subject} SET version = 2 WHERE id = $1"
    async with as_app(server, home) as connection:
        with pytest.raises(asyncpg.PostgresError) as refusal:
            await connection.execute(change, made["id"])
        assert refusal.value.sqlstate == "NR001"
        for sql in (
            f"DELETE FROM {kind.subject} WHERE id = $1",
            f"UPDATE {kind.subject} SET organisation_id = organisation_id WHERE id = $1",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(sql, made["id"])
        async with connection.transaction():
            await connection.execute(
                _EVENT, uuid7(), f"{kind.subject}:correct", home.id, kind.subject, made["id"]
            )
            assert await connection.execute(change, made["id"]) == "UPDATE 1"


@pytest.mark.parametrize(
    ("subject", "change"),
    [
        ("prevention_activity", """reached = '{"elves": 1}'"""),
        ("prevention_activity", """reached = '{"women": -1}'"""),
        ("prevention_activity", """reached = '{"women": "many"}'"""),
        ("prevention_activity", """professions = '[{"profession": "elf", "number": 1}]'"""),
        ("staff_count", """staff = '[{"staff": 1}]'"""),
        ("legal_text", "bill_on = '2999-01-01'"),
        ("partner_contribution", "amount_cfa = NULL"),
        ("partner_contribution", "status = 'withdrawn'"),
    ],
)
async def test_what_no_list_has_or_what_contradicts_itself_is_in_no_row(
    world: World, subject: str, change: str
) -> None:
    made = await an_entry(world, KINDS[subject])
    with pytest.raises(asyncpg.CheckViolationError):
        await world.arrange(made["id"], f"UPDATE {subject} SET {change} WHERE id = $1", made["id"])
