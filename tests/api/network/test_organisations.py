"""Organisations: managed by administrators, found by everyone, deactivated but never deleted."""

import secrets
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import World


def body(**fields: Any) -> dict[str, Any]:
    return {
        "name": f"Organisation {secrets.token_hex(6)}", "type": "shelter", "htcds_type": "NGO",
        "regions": ["SIKASSO"], "languages": ["bam"],
    } | fields  # fmt: skip


async def test_an_administrator_adds_an_organisation_and_corrects_it(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    result = await world.done(administrator, "POST", "/v1/organisations", body())
    path = f"/v1/organisations/{result['id']}"
    assert (result["version"], result["active"], result["regions"]) == (1, True, ["SIKASSO"])
    await refused(
        world, 428, "version-missing", administrator, "PATCH", path, {"regions": ["KAYES"]}
    )
    changed = await world.done(
        administrator, "PATCH", path, {"regions": ["KAYES"], "active": False}, version=1
    )
    assert (changed["regions"], changed["active"], changed["version"]) == (["KAYES"], False, 2)
    assert (changed["name"], changed["languages"]) == (result["name"], ["bam"])
    stale = {"active": True}
    await refused(world, 412, "stale-version", administrator, "PATCH", path, stale, version=1)
    for action in ("organisation:create", "organisation:update"):
        assert await recorded(world, action, result) == [administrator]


async def test_an_organisation_is_called_back_on_its_duty_telephone(world: World) -> None:
    home = await world.make_organisation("ngo")
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    own = home.agent(Role.ADMINISTRATOR)
    made = await world.done(
        administrator, "POST", "/v1/organisations", body(duty_telephone="+223 20 22 33 44")
    )
    assert made["duty_telephone"] == "+22320223344"
    row = await world.done(own, "GET", f"/v1/organisations/{home.id}")
    assert row["duty_telephone"] is None
    path = f"/v1/organisations/{row['id']}"
    told = {"duty_telephone": "+223 76 00 00 01"}
    changed = await world.done(own, "PATCH", path, told, version=row["version"])
    assert (changed["duty_telephone"], changed["pending_change_id"]) == ("+22376000001", None)
    assert (await recorded(world, "organisation:update", row))[-1] == own
    for wrong in ("20223344", "+0223202233", "+22320", "+223202233441234567", "+223-2022", "+"):
        problem = await refused(
            world, 422, "malformed-input", own, "PATCH", path, {"duty_telephone": wrong},
            version=changed["version"],
        )  # fmt: skip
        assert [error["pointer"] for error in problem["errors"]] == ["/duty_telephone"]


async def test_a_name_and_an_id_are_taken_once(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    first = body(id=str(uuid7()))
    await world.done(administrator, "POST", "/v1/organisations", first)
    for again in (body(name=first["name"]), body(id=first["id"])):
        await refused(
            world, 409, "already-exists", administrator, "POST", "/v1/organisations", again
        )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTNER_SYSTEM, Role.COMMUNITY_REPORTER}))
async def test_every_role_finds_organisations_and_only_administrators_manage_them(
    world: World, role: Role
) -> None:
    homes = {
        Role.AUDITOR: world.oversight, Role.COORDINATOR: world.coordination,
        Role.INVESTIGATOR: world.police, Role.MAGISTRATE: world.prosecutor,
        Role.IDENTIFICATION_AUTHORITY: world.police,
    }  # fmt: skip
    agent = homes.get(role, world.ngo).agent(role)
    path = f"/v1/organisations/{world.shelter.id}"
    assert (await world.done(agent, "GET", path))["type"] == "shelter"
    if role is not Role.ADMINISTRATOR:
        await refused(world, 403, "forbidden", agent, "POST", "/v1/organisations", body())
        await refused(world, 403, "forbidden", agent, "PATCH", path, {"active": False}, version=1)


async def test_the_list_is_filtered_by_type_region_and_activity(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    wanted = await world.done(
        administrator, "POST", "/v1/organisations", body(type="legal_aid", regions=["KIDAL"])
    )
    for query, found in (
        ("type=legal_aid&region=KIDAL", True), ("type=legal_aid&region=GAO", False),
        ("type=court&region=KIDAL", False), ("region=KIDAL&active=true", True),
        ("region=KIDAL&active=false", False),
    ):  # fmt: skip
        result = await world.done(administrator, "GET", f"/v1/organisations?{query}&limit=100")
        assert (wanted["id"] in [item["id"] for item in result["items"]]) is found, query
    await refused(world, 404, "not-found", administrator, "GET", f"/v1/organisations/{uuid7()}")
