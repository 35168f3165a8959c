"""Relations: who belongs together; sight of one person never gives sight of the other."""

from typing import Any

from uuid_utils.compat import uuid7

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


async def _group(
    world: World, size: int
) -> tuple[TestOrganisation, dict[str, Any], list[dict[str, Any]]]:
    ngo = await world.make_organisation("ngo")
    return ngo, await world.a_case(ngo), [await world.a_case(ngo) for _ in range(size)]


async def test_a_group_found_together_is_related_at_once_with_an_event_for_each_pair(
    world: World,
) -> None:
    ngo, one, others = await _group(world, 3)
    path, agent = f"/v1/cases/{one['id']}/relations", ngo.agent(WORKER)
    body, key = {"other_case_ids": [other["id"] for other in others]}, str(uuid7())
    answer = await world.call(agent, "POST", f"{path}/batch", body, key=key)
    told = answer.json()
    assert (answer.status_code, told["done"], told["refused"]) == (200, 3, 0)
    rows = [item["result"] for item in told["items"]]
    assert [(row["other_case_id"], row["other_case_code"], row["kind"]) for row in rows] == [
        (other["id"], other["code"], "found_together") for other in others
    ]
    for row in rows:
        (event,) = await world.events(action="case_relation:record", subject_id=row["id"])
        assert (str(event["case_id"]), event["agent_id"]) == (one["id"], agent)
    again = await world.call(agent, "POST", f"{path}/batch", body, key=key)
    assert again.json() == told
    # Whoever answers for one of them now sees that one alone, and no other from it.
    host = await world.make_organisation("ngo")
    offer = await world.an_offer(others[0]["id"], kind="protection", to=host, by=ngo)
    await world.move(host.agent(SUPERVISOR), "handoffs", offer, "accept")
    place = f"/v1/cases/{others[0]['id']}/relations"
    page = await world.done(host.agent(SUPERVISOR), "GET", place)
    (seen,) = page["items"]
    assert (seen["kind"], seen["other_case_id"]) == ("found_together", None)
    for hidden in (one, *others[1:]):
        assert hidden["id"] not in str(page)
        await refused(
            world, 404, "not-found", host.agent(SUPERVISOR), "GET", f"/v1/cases/{hidden['id']}"
        )


async def test_of_a_group_all_are_related_or_none(world: World) -> None:
    ngo, one, (first, second) = await _group(world, 2)
    path, agent = f"/v1/cases/{one['id']}/relations", ngo.agent(WORKER)
    hidden = await world.a_case(await world.make_organisation("ngo"))
    for wrong in (hidden["id"], one["id"], first["id"], str(uuid7())):
        body = {"other_case_ids": [first["id"], wrong]}
        answer = await world.call(agent, "POST", f"{path}/batch", body)
        (error,) = answer.json()["errors"]
        assert (answer.status_code, error["pointer"]) == (422, "/other_case_ids/1")
        assert wrong not in answer.text
    pair = {"other_case_id": second["id"], "kind": "sibling"}
    await world.done(agent, "POST", path, pair)
    body = {"other_case_ids": [first["id"], second["id"]]}
    await refused(world, 409, "already-exists", agent, "POST", f"{path}/batch", body)
    (left,) = (await world.done(agent, "GET", path))["items"]
    assert left["kind"] == "sibling"
    stranger = world.stranger.agent(WORKER)
    await refused(world, 404, "not-found", stranger, "POST", f"{path}/batch", body)


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
