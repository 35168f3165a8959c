"""A family of nine: referred in one act, accepted together, children with their mother."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.directory import a_service
from tests.support.stays import places
from tests.support.world import TestOrganisation, World


async def _family(
    world: World, *receivers: TestOrganisation, may_part: bool = False, children: int = 2,
    others: int = 1,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:  # fmt: skip
    """Return the body of a family: a mother, her children, and other adults who may part."""
    members: list[dict[str, Any]] = []
    for number in range(1 + children + others):
        child = 0 < number <= children
        case_id = (await world.a_case(age_band="6_11" if child else "25_59"))["id"]
        consent = await world.a_consent(case_id, *receivers)
        tie = "mother" if number == 0 else "child" if child else "other_adult"
        members.append(
            {
                "case_id": case_id, "consent_id": consent["id"], "tie": tie,
                "may_part": may_part or tie == "other_adult",
                "mother_case_id": members[0]["case_id"] if child else None,
            }
        )  # fmt: skip
    body = {
        "receiver_id": str(receivers[0].id), "service_type": "shelter", "priority": "urgent",
        "bed_asked": True, "shared_sections": ["identity", "protection"], "members": members,
    }  # fmt: skip
    return body, members


async def _sent(world: World, body: dict[str, Any]) -> dict[str, Any]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.done(officer, "POST", "/v1/referral-groups", body)


async def _reply(
    world: World, receiver: TestOrganisation, group: dict[str, Any], body: dict[str, Any]
) -> Any:
    path = f"/v1/referral-groups/{group['id']}/accept"
    agent = receiver.agent(Role.INTAKE_OFFICER)
    return await world.call(agent, "POST", path, body, version=group["version"])


async def test_a_family_of_nine_is_referred_and_accepted_in_one_act_and_nobody_without_a_place(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 8)
    body, members = await _family(world, host, children=6, others=2)
    group = await _sent(world, body)
    assert (group["status"], len(group["members"])) == ("sent", 9)
    full = await _reply(world, host, group, {})
    assert (full.status_code, full.json()["code"]) == (409, "no-capacity")
    assert (await places(world, host))["held"] == 0
    await world.set_places(host, 9)
    taken = (await _reply(world, host, group, {})).json()
    assert taken["status"] == "accepted"
    assert {one["status"] for one in taken["members"]} == {"accepted"}
    assert (await places(world, host))["held"] == 9
    events = await world.events(action="referral_group:accept", organisation_id=host.id)
    assert {str(one) for one in events[-1]["case_ids"]} == {one["case_id"] for one in members}


async def test_who_may_not_be_left_out_is_not_and_no_child_is_parted_without_a_reason(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 20)
    body, (mother, first, second, aunt) = await _family(world, host)
    group = await _sent(world, body)
    only = {"case_ids": [mother["case_id"], first["case_id"]], "refusal": "no_capacity"}
    assert (await _reply(world, host, group, only)).status_code == 409
    alone = {"case_ids": [aunt["case_id"]], "refusal": "no_capacity"}
    assert (await _reply(world, host, group, alone)).status_code == 409
    together = {"case_ids": [one["case_id"] for one in (mother, first, second)]}
    assert (await _reply(world, host, group, together)).status_code == 422
    parted = await _reply(world, host, group, together | {"refusal": "no_capacity"})
    assert parted.json()["status"] == "partly_accepted"
    states = {one["case_id"]: one["status"] for one in parted.json()["members"]}
    assert states[aunt["case_id"]] == "rejected"

    body, (mother, first, second, _) = await _family(world, host, may_part=True)
    group = await _sent(world, body)
    only = {"case_ids": [mother["case_id"], first["case_id"]], "refusal": "no_capacity"}
    without = await _reply(world, host, group, only)
    assert without.status_code == 409
    assert "mother" in without.json()["detail"] or "mère" in without.json()["detail"]
    why = {"partings": [{"case_id": second["case_id"], "reason": "hospital"}]}
    assert (await _reply(world, host, group, only | why)).status_code == 200
    wrong = {"partings": [{"case_id": mother["case_id"], "reason": "hospital"}]}
    body, _ = await _family(world, host, may_part=True)
    group = await _sent(world, body)
    assert (await _reply(world, host, group, wrong)).status_code == 422


@pytest.mark.parametrize("fault", ["consent", "mother", "twice"])
async def test_all_are_referred_or_none(world: World, fault: str) -> None:
    host = await world.make_organisation("shelter")
    body, members = await _family(world, host)
    if fault == "consent":
        members[2]["consent_id"] = members[1]["consent_id"]
    elif fault == "mother":
        members[1]["mother_case_id"] = members[3]["case_id"]
    else:
        members[1]["case_id"] = members[2]["case_id"]
    officer = world.police.agent(Role.FIRST_RESPONDER)
    refused = await world.call(officer, "POST", "/v1/referral-groups", body)
    assert refused.status_code == (409 if fault == "consent" else 422), refused.text
    for member in members:
        listed = await world.done(officer, "GET", f"/v1/referrals?case_id={member['case_id']}")
        assert listed["items"] == []


async def test_a_group_sleeps_in_the_family_room_first_and_one_person_alone_does_not(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    house = await a_service(world, host, {"family_room": 2, "bed_women": 1})
    body, _ = await _family(world, host, children=1, others=0)
    taken = await _reply(world, host, await _sent(world, body), {})
    assert taken.status_code == 200, taken.text
    alone = await world.a_referral(to=host, bed_asked=True)
    alone = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", alone, "send")
    await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", alone, "accept", {})
    path = f"/v1/services/{house['id']}/places"
    units = (await world.done(host.agent(Role.INTAKE_OFFICER), "GET", path))["units"]
    assert {one["unit"]: one["held"] for one in units} == {"family_room": 2, "bed_women": 1}


async def test_both_sides_list_their_groups_and_nobody_else_does_page_by_page(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    sender = await world.make_organisation("police")
    await world.set_places(host, 20)
    made = []
    for _ in range(3):
        body, _ = await _family(world, host, children=1)
        made.append((await _sent(world, body))["id"])
    path = "/v1/referral-groups?limit=2"
    for organisation in (host, world.police):
        agent = organisation.agent(Role.CASE_WORKER)
        first = await world.done(agent, "GET", path)
        rest = await world.done(agent, "GET", f"{path}&cursor={first['next_cursor']}")
        listed = [one["id"] for one in (*first["items"], *rest["items"])]
        assert listed[:3] == made[::-1]
        assert {len(one["members"]) for one in first["items"]} == {3}
        events = await world.events(action="referral_group:list", organisation_id=organisation.id)
        # The first of the two pages: an organisation that others share may have listed before.
        assert len(events[-2]["case_ids"]) == 6
    others = await world.done(sender.agent(Role.CASE_WORKER), "GET", path)
    assert others["items"] == []


async def test_the_custody_of_a_group_is_offered_in_one_act_and_taken_over_in_one(
    world: World,
) -> None:
    body, members = await _family(world, world.ngo)
    body |= {"bed_asked": False}
    group = await _sent(world, body)
    group = (await _reply(world, world.ngo, group, {})).json()
    offer = {"to_id": str(world.ngo.id), "priority": "urgent", "reason": "protective_shelter"}
    path = f"/v1/referral-groups/{group['id']}"
    supervisor = world.police.agent(Role.SUPERVISOR)
    group = await world.done(
        supervisor, "POST", f"{path}/hand-over", offer, version=group["version"]
    )
    assert all(one["handoff_id"] for one in group["members"])
    receiver = world.ngo.agent(Role.SUPERVISOR)
    stranger = world.stranger.agent(Role.SUPERVISOR)
    hidden = await world.call(stranger, "POST", f"{path}/take-over", version=group["version"])
    assert hidden.status_code == 404
    await world.done(receiver, "POST", f"{path}/take-over", version=group["version"])
    for member in members:
        case = await world.done(receiver, "GET", f"/v1/cases/{member['case_id']}")
        assert case["protection_custodian_id"] == str(world.ngo.id)


async def test_whoever_is_offered_the_custody_alone_takes_a_group_over_and_sees_no_referral_before(
    world: World,
) -> None:
    shelter = await world.make_organisation("shelter")
    body, members = await _family(world, shelter, world.ngo)
    group = await _sent(world, body)
    offer = {"to_id": str(world.ngo.id), "priority": "urgent", "reason": "protective_shelter"}
    path = f"/v1/referral-groups/{group['id']}"
    supervisor, other = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)
    assert (await world.call(other, "GET", path)).status_code == 404
    await world.done(supervisor, "POST", f"{path}/hand-over", offer, version=group["version"])
    offered = await world.done(other, "GET", path)
    assert {one["case_id"] for one in offered["members"]} == {one["case_id"] for one in members}
    assert offered["receiver_id"] is None
    assert not any(one["referral_id"] or one["tie"] for one in offered["members"])
    assert (await recorded(world, "referral_group:read", offered))[-1] == other
    intake = shelter.agent(Role.SUPERVISOR)
    refused = await world.call(intake, "POST", f"{path}/take-over", version=group["version"])
    assert refused.status_code == 409, refused.text
    taken = await world.done(other, "POST", f"{path}/take-over", version=offered["version"])
    assert all(one["referral_id"] for one in taken["members"])
    for member in members:
        case = await world.done(other, "GET", f"/v1/cases/{member['case_id']}")
        assert case["protection_custodian_id"] == str(world.ngo.id)


async def test_a_completed_referral_names_the_one_that_it_led_to(world: World) -> None:
    host, other = [await world.make_organisation("shelter") for _ in range(2)]
    case_id = (await world.a_case())["id"]
    officer, agent = world.police.agent(Role.SUPERVISOR), host.agent(Role.INTAKE_OFFICER)
    first = await world.a_referral(case_id, to=host)
    first = await world.move(officer, "referrals", first, "send")
    first = await world.move(agent, "referrals", first, "accept", {})
    onward = await world.a_referral(case_id, to=other)
    elsewhere = await world.a_referral(to=other)
    path = f"/v1/referrals/{first['id']}/complete"
    for outcome, to_id, status in (
        ("service_provided", onward["id"], 422), ("referred_onward", elsewhere["id"], 404),
        ("referred_onward", first["id"], 404), ("referred_onward", onward["id"], 200),
    ):  # fmt: skip
        body = {"outcome": outcome, "onward_referral_id": to_id}
        answer = await world.call(agent, "POST", path, body, version=first["version"])
        assert answer.status_code == status, answer.text
    done = await world.done(officer, "GET", f"/v1/referrals/{first['id']}")
    assert done["onward_referral_id"] == onward["id"]
