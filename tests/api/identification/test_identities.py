"""Identities: sealed, read under a grant of that section, and every read recorded."""

from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World

BODY = {"family_name": "Exemplaire", "phones": ["+223 00 00 00 00"], "birth_date": "1999-12-31"}


def officer(world: World) -> Any:
    return world.police.agent(Role.FIRST_RESPONDER)


async def test_an_identity_is_sealed_and_opens_to_its_custodian(world: World) -> None:
    case = await world.a_case()
    path = f"/v1/cases/{case['id']}/identity"
    await refused(world, 404, "not-found", officer(world), "GET", path)
    result = await world.done(officer(world), "PUT", path, BODY, version=0)
    assert result["version"] == 1
    stored = await world.owner.fetchval("SELECT sealed FROM person WHERE case_id = $1", case["id"])
    assert not any(text in bytes(stored) for text in (b"Exemplaire", b"223", b"1999"))
    read = await world.done(officer(world), "GET", path)
    assert read["identity"] == result["identity"]
    assert read["identity"]["birth_date"] == "1999-12-31"
    for action in ("identity:record", "identity:read"):
        (event,) = await world.events(action=action, subject_id=case["id"], outcome="allowed")
        assert (event["agent_id"], event["section"]) == (officer(world), "identity")


async def test_the_first_and_every_later_version_is_named(world: World) -> None:
    case = await world.a_case()
    path = f"/v1/cases/{case['id']}/identity"
    await refused(world, 428, "version-missing", officer(world), "PUT", path, BODY)
    await refused(world, 412, "stale-version", officer(world), "PUT", path, BODY, version=1)
    await world.done(officer(world), "PUT", path, BODY, version=0)
    await refused(world, 412, "stale-version", officer(world), "PUT", path, BODY, version=0)
    result = await world.done(officer(world), "PUT", path, BODY | {"phones": []}, version=1)
    assert (result["version"], result["identity"]["phones"]) == (2, [])


async def test_a_receiver_whose_referral_shares_no_identity_does_not_read_it(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    path = f"/v1/cases/{case['id']}/identity"
    row = await world.a_referral(case["id"], shared_sections=["protection"])
    row = await world.move(officer(world), "referrals", row, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.move(intake, "referrals", row, "accept", {})
    await world.done(intake, "GET", f"/v1/cases/{case['id']}")
    await refused(world, 403, "forbidden", intake, "GET", path)


async def test_a_receiver_reads_but_never_writes_the_identity(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    path = f"/v1/cases/{case['id']}/identity"
    row = await world.move(officer(world), "referrals", await world.a_referral(case["id"]), "send")
    await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    worker = world.shelter.agent(Role.CASE_WORKER)
    assert (await world.done(worker, "GET", path))["version"] == 1
    await refused(world, 403, "forbidden", worker, "PUT", path, BODY, version=1)


async def test_auditors_coordinators_and_administrators_never_open_an_identity(
    world: World,
) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    path = f"/v1/cases/{case['id']}/identity"
    for role in (Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR):
        for organisation in (world.police, world.coordination, world.oversight):
            await refused(world, 403, "forbidden", organisation.agent(role), "GET", path)
    await refused(world, 401, "invalid-token", None, "GET", path)
