"""Nobody and nothing is left without an administrator."""

import asyncio
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import World

GO = [{"active": False}, {"roles": ["case_worker"]}]


@pytest.mark.parametrize("change", GO, ids=["deactivated", "without the role"])
async def test_the_last_administrator_goes_only_by_a_national_one(
    world: World, change: dict[str, object]
) -> None:
    organisation = await world.make_organisation("shelter")
    first = organisation.agent(Role.ADMINISTRATOR)
    second = await world.make_agent(organisation, Role.ADMINISTRATOR)
    await world.done(second, "PATCH", f"/v1/agents/{first}", change, version=1)
    path = f"/v1/agents/{second}"
    await refused(
        world, 409, "last-administrator", second, "PATCH", path, {"active": False}, version=1
    )
    national = world.coordination.agent(Role.ADMINISTRATOR)
    gone = await world.done(national, "PATCH", path, change, version=1)
    assert await recorded(world, "agent:update", gone) == [national]
    # The coordination acts for an organisation that has none.
    body = {"organisation_id": str(organisation.id), "name": "Relève", "roles": ["case_worker"]}
    assert (await world.done(national, "POST", "/v1/agents", body))["active"] is True


async def test_an_administrator_without_anybody_else_may_go(world: World) -> None:
    organisation = await world.make_organisation("ngo")
    administrator = organisation.agent(Role.ADMINISTRATOR)
    for role, agent_id in organisation.agents.items():
        if role is not Role.ADMINISTRATOR:
            path = f"/v1/agents/{agent_id}"
            await world.done(administrator, "PATCH", path, {"active": False}, version=1)
    path = f"/v1/agents/{administrator}"
    await world.done(administrator, "PATCH", path, {"active": False}, version=1)


async def test_two_administrators_who_deactivate_each_other_at_once_do_not_both_go(
    world: World,
) -> None:
    for _ in range(5):
        organisation = await world.make_organisation("ngo")
        first = organisation.agent(Role.ADMINISTRATOR)
        second = await world.make_agent(organisation, Role.ADMINISTRATOR)
        for by in (first, second):
            await world.done(by, "GET", "/v1/agents")  # a caller who is known is not looked up
        answers = await asyncio.gather(*(
            world.call(by, "PATCH", f"/v1/agents/{of}", {"active": False}, version=1)
            for by, of in ((first, second), (second, first))
        ))  # fmt: skip
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "last-administrator"}


async def test_two_national_administrators_stay_or_one_could_never_be_given_a_second(
    world: World,
) -> None:
    national = world.coordination.agent(Role.ADMINISTRATOR)
    rows = await world.owner.fetch(
        "SELECT a.id, a.version FROM agent a JOIN organisation o ON o.id = a.organisation_id"
        " WHERE o.type = 'coordination' AND o.active AND a.active"
        " AND 'administrator' = ANY (a.roles) AND a.id <> ALL ($1)",
        [national, world.second],
    )
    for row in rows:
        path = f"/v1/agents/{row['id']}"
        await world.done(national, "PATCH", path, {"active": False}, version=row["version"])
    for change in GO:
        await refused(
            world, 409, "last-administrator", national, "PATCH", f"/v1/agents/{world.second}",
            change, version=1,
        )  # fmt: skip
    path = f"/v1/organisations/{world.coordination.id}"
    version = (await world.done(national, "GET", path))["version"]
    off = await world.done(national, "PATCH", path, {"active": False}, version=version)
    confirm = f"/v1/pending-changes/{off['pending_change_id']}/confirm"
    await refused(world, 409, "last-administrator", world.second, "POST", confirm, version=1)
    withdraw = f"/v1/pending-changes/{off['pending_change_id']}/withdraw"
    await world.done(national, "POST", withdraw, version=1)


async def test_nobody_changes_its_own_roles_or_names(world: World) -> None:
    agent: UUID = world.coordination.agent(Role.ADMINISTRATOR)
    path = f"/v1/agents/{agent}"
    changes: list[dict[str, list[str]]] = [
        {"roles": ["administrator", "coordinator"]}, {"subjects": []}
    ]  # fmt: skip
    for change in changes:
        await refused(world, 409, "second-person-needed", agent, "PATCH", path, change, version=1)
