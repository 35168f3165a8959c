"""Relations: who belongs together; sight of one person never gives sight of the other."""

from typing import Any

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

WORKER, SUPERVISOR, INTAKE = Role.CASE_WORKER, Role.SUPERVISOR, Role.INTAKE_OFFICER


async def _mother_and_child(
    world: World,
) -> tuple[TestOrganisation, dict[str, Any], dict[str, Any], dict[str, Any]]:
    ngo = await world.make_organisation("ngo")
    mother, child = await world.a_case(ngo), await world.a_case(ngo, age_band="6_11")
    body = {"other_case_id": child["id"], "kind": "child"}
    path = f"/v1/cases/{mother['id']}/relations"
    return ngo, mother, child, await world.done(ngo.agent(WORKER), "POST", path, body)


async def test_whoever_sees_both_files_sees_the_relation_from_either_side(world: World) -> None:
    ngo, mother, child, made = await _mother_and_child(world)
    assert (made["kind"], made["other_case_code"]) == ("child", child["code"])
    page = await world.done(ngo.agent(WORKER), "GET", f"/v1/cases/{child['id']}/relations")
    (seen,) = page["items"]
    assert (seen["kind"], seen["case_id"], seen["other_case_id"], seen["other_case_code"]) == (
        "parent", child["id"], mother["id"], mother["code"],
    )  # fmt: skip
    (event,) = await world.events(action="case_relation:record", subject_id=made["id"])
    assert str(event["case_id"]) == mother["id"]


async def test_who_answers_for_one_learns_the_relation_and_not_of_whom(world: World) -> None:
    ngo, mother, child, made = await _mother_and_child(world)
    host = await world.make_organisation("ngo")
    supervisor = host.agent(SUPERVISOR)
    ngo_case = f"/v1/cases/{child['id']}"
    offer = await world.an_offer(child["id"], kind="protection", to=host, by=ngo)
    await world.move(supervisor, "handoffs", offer, "accept")
    page = await world.done(supervisor, "GET", f"{ngo_case}/relations")
    (seen,) = page["items"]
    assert (seen["kind"], seen["other_case_id"], seen["other_case_code"]) == ("parent", None, None)
    assert mother["id"] not in str(page)
    assert mother["code"] not in str(page)
    one = await world.done(supervisor, "GET", f"{ngo_case}/relations/{made['id']}")
    assert one == seen
    await refused(world, 404, "not-found", supervisor, "GET", f"/v1/cases/{mother['id']}")
    path = f"/v1/cases/{mother['id']}/relations"
    await refused(world, 404, "not-found", supervisor, "GET", f"{path}/{made['id']}")


async def test_a_provider_of_one_person_sees_no_relation(world: World) -> None:
    ngo, mother, child, made = await _mother_and_child(world)
    shelter, officer = world.shelter, ngo.agent(Role.FIRST_RESPONDER)
    row = await world.a_referral(child["id"], by=ngo)
    row = await world.move(officer, "referrals", row, "send")
    await world.move(shelter.agent(INTAKE), "referrals", row, "accept", {})
    path = f"/v1/cases/{child['id']}/relations"
    page = await world.done(shelter.agent(INTAKE), "GET", path)
    assert page["items"] == []
    await refused(world, 404, "not-found", shelter.agent(INTAKE), "GET", f"{path}/{made['id']}")
    assert mother["id"] not in str(page)


async def test_nobody_relates_a_file_out_of_sight_or_a_person_to_itself(world: World) -> None:
    ngo, mother, child, made = await _mother_and_child(world)
    path, agent = f"/v1/cases/{mother['id']}/relations", ngo.agent(WORKER)
    hidden = await world.a_case(await world.make_organisation("ngo"))
    body = {"other_case_id": hidden["id"], "kind": "sibling"}
    for other in (hidden["id"], mother["id"]):
        answer = await world.call(agent, "POST", path, body | {"other_case_id": other})
        (error,) = answer.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/other_case_id", "invalid_value")
    body = {"other_case_id": mother["id"], "kind": "sibling"}
    answer = await world.call(agent, "POST", f"/v1/cases/{child['id']}/relations", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")
    path = f"{path}/{made['id']}/mark-error"
    done = await world.done(ngo.agent(SUPERVISOR), "POST", path, version=1)
    assert done["status"] == "entered_in_error"
    (event,) = await world.events(action="case_relation:mark_error", subject_id=made["id"])
    assert event["agent_id"] == ngo.agent(SUPERVISOR)
    other = await world.a_case(ngo)
    wrong = f"/v1/cases/{other['id']}/relations/{made['id']}"
    await refused(world, 404, "not-found", agent, "GET", wrong)
