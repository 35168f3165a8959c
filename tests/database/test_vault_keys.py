"""The keys of tips: changed by the rotation alone, and destroyed with an event."""

from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.tips import report
from tests.support.world import World

_EVENT = (
    "INSERT INTO audit_event (id, action, outcome, roles, salt)"
    " VALUES ($1, 'installation:rewrap', 'allowed', '{}', '')"
)


@pytest.mark.parametrize(
    ("table", "column"), [("vault_key", "subject_id"), ("tip_source", "tip_id")]
)
async def test_a_key_of_a_tip_is_wrapped_anew_by_a_rotation_and_changed_by_nothing_else(
    world: World, table: str, column: str
) -> None:
    tip = await report(
        world, world.ngo.agent(Role.CASE_WORKER), source_contact={"phone": "+22300000000"}
    )
    again = f"UPDATE {table} SET wrapped_key = wrapped_key WHERE {column} = $1"
    gone = f"DELETE FROM {table} WHERE {column} = $1"
    async with world.owner.acquire() as connection:
        for change in (again, gone):
            with pytest.raises(asyncpg.PostgresError) as refused:
                await connection.execute(change, UUID(tip["id"]))
            assert refused.value.sqlstate == "NR001"
        async with connection.transaction():
            await connection.execute(_EVENT, uuid7())
            await connection.execute(again, UUID(tip["id"]))
