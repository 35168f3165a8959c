"""How far an administrator reaches: its organisation, or from the coordination the country."""

from typing import Any
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.partner import new_key
from tests.support.scene import add_client
from tests.support.world import TestOrganisation, World


def _agent(organisation: TestOrganisation, *roles: str) -> dict[str, Any]:
    return {"organisation_id": str(organisation.id), "name": "Fictif", "roles": list(roles)}


def _client(organisation: TestOrganisation) -> dict[str, Any]:
    jwks = new_key().public_jwks()
    return {"organisation_id": str(organisation.id), "name": "Système", "jwks": jwks}


async def test_an_administrator_changes_nothing_of_another_organisation(world: World) -> None:
    police, ngo = world.police, world.ngo.agent(Role.ADMINISTRATOR)
    officer, client = police.agent(Role.FIRST_RESPONDER), await add_client(world, police)
    name = {"name": "Autre"}
    for status, code, method, path, body in (
        (403, "forbidden", "POST", "/v1/agents", _agent(police, "supervisor")),
        (403, "forbidden", "POST", "/v1/clients", _client(police)),
        (403, "forbidden", "PATCH", f"/v1/organisations/{police.id}", {"active": False}),
        (404, "not-found", "PATCH", f"/v1/agents/{officer}", name),
        (404, "not-found", "PATCH", f"/v1/clients/{client}", name),
    ):
        kwargs = {"version": 1} if method == "PATCH" else {}
        await refused(world, status, code, ngo, method, path, body, **kwargs)
    organisation = {"name": f"Nouvelle {uuid7()}", "type": "coordination", "htcds_type": "NGO"}
    await refused(world, 403, "forbidden", ngo, "POST", "/v1/organisations", organisation)


async def test_an_agent_or_client_beyond_reach_answers_as_one_that_does_not_exist(
    world: World,
) -> None:
    ngo = world.ngo.agent(Role.ADMINISTRATOR)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    client = await add_client(world, world.police)
    for kind, found in (("agents", officer), ("clients", client)):
        answers = [
            await refused(world, 404, "not-found", ngo, "GET", f"/v1/{kind}/{row_id}")
            for row_id in (found, uuid7())
        ]
        told = [{**answer, "request_id": None, "instance": None} for answer in answers]
        assert told[0] == told[1]


@pytest.mark.parametrize("kind", ["agents", "clients", "pending-changes"])
async def test_lists_show_the_own_organisation_and_to_the_coordination_all(
    world: World, kind: str
) -> None:
    organisation = await world.make_organisation("ngo")
    own, national = (
        organisation.agent(Role.ADMINISTRATOR),
        world.coordination.agent(Role.ADMINISTRATOR),
    )
    for seat, by in ((organisation, own), (world.police, world.police.agent(Role.ADMINISTRATOR))):
        await world.done(by, "POST", "/v1/clients", _client(seat))
    listed = await world.done(own, "GET", f"/v1/{kind}?limit=100")
    assert {row["organisation_id"] for row in listed["items"]} == {str(organisation.id)}
    beyond = f"/v1/{kind}?organisation_id={world.police.id}"
    await refused(world, 403, "forbidden", own, "GET", beyond)
    assert (await world.done(national, "GET", beyond))["items"]
    everybody = await world.done(national, "GET", f"/v1/{kind}?limit=100")
    assert len({row["organisation_id"] for row in everybody["items"]}) > 1


async def test_an_administrator_manages_its_own_organisation(world: World) -> None:
    organisation = await world.make_organisation("shelter")
    own = organisation.agent(Role.ADMINISTRATOR)
    created = await world.done(own, "POST", "/v1/agents", _agent(organisation, "case_worker"))
    assert (created["active"], created["pending_change_id"]) == (True, None)
    path = f"/v1/agents/{created['id']}"
    changed = await world.done(own, "PATCH", path, {"roles": ["supervisor"]}, version=1)
    assert (changed["roles"], changed["pending_change_id"]) == (["supervisor"], None)
    assert await recorded(world, "agent:update", created) == [own]
    corrected = {"regions": ["KAYES"]}
    path = f"/v1/organisations/{organisation.id}"
    assert (await world.done(own, "PATCH", path, corrected, version=1))["regions"] == ["KAYES"]


async def test_an_administrator_of_a_coordination_that_lost_the_role_is_not_national(
    world: World,
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    organisation = {"name": f"Nouvelle {uuid7()}", "type": "ngo", "htcds_type": "NGO"}
    await refused(world, 403, "forbidden", coordinator, "POST", "/v1/organisations", organisation)


async def test_a_role_is_entered_at_its_home_only(world: World) -> None:
    national: UUID = world.coordination.agent(Role.ADMINISTRATOR)
    for role, away, home in (
        ("magistrate", world.police, world.prosecutor),
        ("investigator", world.ngo, world.police),
        ("identification_authority", world.shelter, world.police),
        ("coordinator", world.oversight, world.coordination),
    ):
        answer = await refused(
            world, 422, "malformed-input", national, "POST", "/v1/agents", _agent(away, role)
        )
        assert answer["errors"][0]["pointer"] == "/roles"
        await world.done(national, "POST", "/v1/agents", _agent(home, role))
