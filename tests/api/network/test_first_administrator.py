"""An installation's first administrator acts alone, recorded, until a second one signs in."""

import secrets
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import psycopg
import pytest

from referral_api.embedded import Embedded
from referral_api.main import create_app
from referral_api.permissions import Role
from referral_api.settings import Settings
from tests.support.audit_log import refused
from tests.support.made_up_records import allow_made_up_words
from tests.support.world import World


@pytest.fixture
async def fresh(server: Embedded, data_dir: Path, migrated_database: str) -> AsyncIterator[World]:
    """An installation of its own, in which no national administrator has signed in yet."""
    url = server.url("referral_owner", migrated_database)
    allow_made_up_words(url)
    settings = Settings(referral_data_dir=data_dir, log_level="INFO", pool_size=2)
    app = create_app(settings, server.url("referral_app", migrated_database))
    async with (
        app.router.lifespan_context(app),
        asyncpg.create_pool(url, min_size=0) as owner,
        World(app, owner) as world,
    ):
        await _forget_sign_ins(owner)
        yield world


async def _forget_sign_ins(owner: asyncpg.Pool) -> None:
    for guard in ("append_only", "unaudited"):
        await owner.execute(f"ALTER TABLE administrator_sign_in DISABLE TRIGGER {guard}")
    await owner.execute("DELETE FROM administrator_sign_in")
    for guard in ("append_only", "unaudited"):
        await owner.execute(f"ALTER TABLE administrator_sign_in ENABLE ALWAYS TRIGGER {guard}")


def _auditor(world: World) -> dict[str, Any]:
    return {
        "organisation_id": str(world.oversight.id), "name": "Fictive", "roles": ["auditor"],
        "subjects": [{"issuer": "https://issuer.example", "subject": secrets.token_hex(8)}],
    }  # fmt: skip


async def _codes(world: World, action: str, about: str) -> list[tuple[UUID, str | None]]:
    events = await world.events(action=action, subject_id=UUID(about))
    return [(event["agent_id"], event["code"]) for event in events]


async def test_the_first_acts_alone_until_a_second_signs_in_and_then_never_again(
    fresh: World,
) -> None:
    first, second = fresh.coordination.agent(Role.ADMINISTRATOR), fresh.second
    alone = await fresh.done(first, "POST", "/v1/agents", _auditor(fresh))
    assert (alone["active"], len(alone["subjects"]), alone["pending_change_id"]) == (True, 1, None)
    assert await _codes(fresh, "agent:create", alone["id"]) == [(first, "sole_administrator")]
    page = await fresh.done(first, "GET", "/v1/pending-changes")
    assert [(row["status"], row["decided_by_agent_id"]) for row in page["items"]] == [
        ("confirmed", None)
    ]
    # An administrator elsewhere is not national, and never acts alone.
    local = fresh.prosecutor.agent(Role.ADMINISTRATOR)
    body = _auditor(fresh) | {
        "organisation_id": str(fresh.prosecutor.id), "roles": ["magistrate"], "subjects": []
    }  # fmt: skip
    assert (await fresh.done(local, "POST", "/v1/agents", body))["active"] is False

    await fresh.done(second, "GET", "/v1/organisations")
    assert await _codes(fresh, "agent:sign_in_first", str(second)) == [(second, None)]
    waits = await fresh.done(first, "POST", "/v1/agents", _auditor(fresh))
    assert (waits["active"], waits["subjects"]) == (False, [])
    assert await _codes(fresh, "agent:create", waits["id"]) == [(first, "awaits_confirmation")]

    # Never again: not even once the second is gone, nor once the row is asked away.
    for guard in ("DELETE FROM administrator_sign_in", "TRUNCATE administrator_sign_in"):
        with pytest.raises(asyncpg.PostgresError):
            await fresh.owner.execute(guard)
    await fresh.arrange(second, "UPDATE agent SET active = false WHERE id = $1", second)
    waits = await fresh.done(first, "POST", "/v1/agents", _auditor(fresh))
    assert waits["active"] is False


def test_the_sql_of_the_operators_page_makes_the_first_administrator_with_its_events(
    server: Embedded, migrated_database: str
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "operators.md").read_text(encoding="utf-8")
    statements = page.partition("```sql")[2].partition("```")[0]
    url = server.url("referral_owner", migrated_database)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(statements.encode())
        told = owner.execute("SELECT action, code, id FROM audit_event ORDER BY action").fetchall()
        seats = owner.execute(
            "SELECT s.subject, a.roles, o.type FROM agent a JOIN organisation o"
            " ON o.id = a.organisation_id JOIN agent_subject s ON s.agent_id = a.id"
        ).fetchall()
    # An event's id begins with its time, as those that the service writes do.
    assert all(abs((row[2].int >> 80) / 1000 - time.time()) < 60 for row in told)
    assert [row[:2] for row in told] == [
        ("agent:create", "installation"), ("organisation:create", "installation"),
    ]  # fmt: skip
    assert seats == [("their sub at that issuer", ["administrator"], "coordination")]


async def test_a_first_administrator_keeps_the_last_seat(fresh: World) -> None:
    first, second = fresh.coordination.agent(Role.ADMINISTRATOR), fresh.second
    # The second was entered by mistake and has never signed in: it may go.
    path = f"/v1/agents/{second}"
    await fresh.done(first, "PATCH", path, {"active": False}, version=1)
    await refused(
        fresh, 409, "last-administrator", first, "PATCH", f"/v1/agents/{first}",
        {"active": False}, version=1,
    )  # fmt: skip
    path = f"/v1/organisations/{fresh.coordination.id}"
    await refused(
        fresh, 409, "last-administrator", first, "PATCH", path, {"active": False}, version=1
    )


async def test_a_second_account_that_the_first_has_just_made_does_not_confirm_for_it(
    fresh: World,
) -> None:
    first = fresh.coordination.agent(Role.ADMINISTRATOR)
    body = _auditor(fresh) | {
        "organisation_id": str(fresh.coordination.id), "roles": ["administrator"], "subjects": []
    }  # fmt: skip
    made = UUID((await fresh.done(first, "POST", "/v1/agents", body))["id"])
    await fresh.done(made, "GET", "/v1/organisations")
    waits = await fresh.done(
        first, "POST", "/v1/agents", _auditor(fresh) | {
            "organisation_id": str(fresh.shelter.id), "roles": ["case_worker"]
        },
    )  # fmt: skip
    shelter = fresh.shelter.agent(Role.ADMINISTRATOR)
    await fresh.arrange(shelter, "UPDATE agent SET active = false WHERE id = $1", shelter)
    path = f"/v1/pending-changes/{waits['pending_change_id']}/confirm"
    await refused(fresh, 409, "second-person-needed", made, "POST", path, version=1)
    await fresh.done(fresh.second, "POST", path, version=1)
