"""Agents: named humans with roles, managed by administrators, refused soon after deactivation."""

import secrets
from typing import Any

from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import World

ISSUER = "https://issuer.example"


def body(world: World, **fields: Any) -> dict[str, Any]:
    return {
        "organisation_id": str(world.ngo.id), "name": "Agente Fictive", "roles": ["case_worker"],
        "subjects": [{"issuer": ISSUER, "subject": secrets.token_hex(8)}],
    } | fields  # fmt: skip


async def test_an_administrator_adds_an_agent_and_changes_its_roles(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    result = await world.done(administrator, "POST", "/v1/agents", body(world, subjects=[]))
    path = f"/v1/agents/{result['id']}"
    assert await world.done(administrator, "GET", path) == result
    change = {"roles": ["supervisor", "case_worker"], "subjects": []}
    changed = await world.done(administrator, "PATCH", path, change, version=1)
    assert (changed["roles"], changed["subjects"], changed["version"]) == (
        ["case_worker", "supervisor"], [], 2,
    )  # fmt: skip
    await refused(world, 412, "stale-version", administrator, "PATCH", path, change, version=1)
    for action in ("agent:create", "agent:read", "agent:update"):
        assert await recorded(world, action, result) == [administrator]


async def test_an_outside_account_belongs_to_one_agent(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    first = body(world)
    await world.confirmed(await world.done(administrator, "POST", "/v1/agents", first))
    again = body(world, subjects=first["subjects"])
    await refused(world, 409, "already-exists", administrator, "POST", "/v1/agents", again)
    nowhere = body(world, organisation_id=str(uuid7()))
    result = await refused(
        world, 422, "malformed-input", administrator, "POST", "/v1/agents", nowhere
    )
    assert result["errors"][0]["pointer"] == "/organisation_id"


async def test_only_an_administrator_manages_or_reads_agents(world: World) -> None:
    agent_id = world.ngo.agent(Role.CASE_WORKER)
    for role in set(Role) - {Role.ADMINISTRATOR, Role.PARTNER_SYSTEM}:
        agent = world.ngo.agent(role)
        await refused(world, 403, "forbidden", agent, "POST", "/v1/agents", body(world))
        await refused(world, 403, "forbidden", agent, "GET", "/v1/agents")
        await refused(world, 403, "forbidden", agent, "GET", f"/v1/agents/{agent_id}")


async def test_a_disabled_agent_is_refused_once_it_is_looked_up_again(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    agent_id = await world.make_agent(world.ngo, Role.CASE_WORKER)
    await world.done(agent_id, "GET", "/v1/cases")
    path = f"/v1/agents/{agent_id}"
    await world.done(administrator, "PATCH", path, {"active": False}, version=1)
    world.process.actor_resolver._known.clear()
    response = await world.call(agent_id, "GET", "/v1/cases")
    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["agent_id"]) == (
        "token:authenticate", "refused", None,
    )  # fmt: skip


async def test_new_roles_apply_once_the_agent_is_looked_up_again(world: World) -> None:
    agent_id = await world.make_agent(world.oversight, Role.CASE_WORKER)
    await refused(world, 403, "forbidden", agent_id, "GET", "/v1/audit/events")
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    change = {"roles": ["auditor"]}
    path = f"/v1/agents/{agent_id}"
    await world.confirmed(await world.done(administrator, "PATCH", path, change, version=1))
    world.process.actor_resolver._known.clear()
    await world.done(agent_id, "GET", "/v1/audit/events")
    await refused(world, 403, "forbidden", agent_id, "GET", "/v1/cases")


async def test_a_role_that_sees_beyond_one_organisation_is_held_in_its_own_type_only(
    world: World,
) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    body = {"organisation_id": str(world.ngo.id), "name": "Synthetic agent", "roles": ["auditor"]}
    answer = await refused(world, 422, "malformed-input", administrator, "POST", "/v1/agents", body)
    assert answer["errors"][0]["pointer"] == "/roles"
    planted = await world.make_agent(world.ngo, Role.AUDITOR, Role.COORDINATOR)
    await refused(world, 403, "forbidden", planted, "GET", "/v1/audit/events")
    await refused(world, 403, "forbidden", planted, "GET", "/v1/cases")
