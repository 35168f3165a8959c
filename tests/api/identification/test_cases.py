"""A case: registered, found, corrected, closed and reopened by its custodian."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from uuid_utils.compat import uuid4, uuid7

from referral_api.domain.identification.cases import codes as case_codes
from referral_api.domain.identification.cases.schemas import CaseRead
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.world import World

BODY = {"sex": "female", "age_band": "25_59", "region": "KAYES", "languages": ["bam"]}


def officer(world: World) -> Any:
    return world.police.agent(Role.FIRST_RESPONDER)


async def test_the_registering_organisation_answers_for_the_case(world: World) -> None:
    case_id = str(uuid7())
    response = await world.call(officer(world), "POST", "/v1/cases", BODY | {"id": case_id})
    result = response.json()
    assert (response.status_code, result["id"], result["version"]) == (201, case_id, 1)
    assert response.headers["location"] == f"/v1/cases/{case_id}"
    assert response.headers["etag"] == '"1"'
    assert (result["status"], result["state"]) == ("reported", "open")
    assert result["protection_custodian_id"] == str(world.police.id)
    assert result["investigation_custodian_id"] == str(world.police.id)
    assert await recorded(world, "case:register", result) == [officer(world)]
    ours = await world.a_case(by=world.ngo)
    assert ours["protection_custodian_id"] == str(world.ngo.id)
    assert ours["investigation_custodian_id"] is None


async def test_an_id_is_taken_once_and_is_a_uuid_of_version_7(world: World) -> None:
    case = await world.a_case()
    stranger = world.stranger.agent(Role.FIRST_RESPONDER)
    taken = BODY | {"id": case["id"]}
    await refused(world, 422, "malformed-input", stranger, "POST", "/v1/cases", taken)
    random = BODY | {"id": str(uuid4())}
    result = await refused(
        world, 422, "malformed-input", officer(world), "POST", "/v1/cases", random
    )
    assert result["errors"][0]["pointer"] == "/id"


def test_each_letter_of_a_code_is_as_likely_as_any_other() -> None:
    letters = bytes(range(256)).translate(case_codes._LETTERS, case_codes._LEFT_OUT)
    assert Counter(letters) == dict.fromkeys(b"23456789ABCDEFGHJKMNPQRSTVWXYZ", 8)
    codes = [case_codes.make_code() for _ in range(1000)]
    assert all(
        re.fullmatch("ML-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}", code) for code in codes
    )
    assert len(set(codes)) == 1000


@pytest.mark.parametrize(
    ("fields", "category", "child"),
    [
        ({"sex": "female", "age_band": "25_59"}, "women", False),
        ({"sex": "female", "age_band": "15_17"}, "girls", True),
        ({"sex": "male", "age_band": "60_plus"}, "men", False),
        ({"sex": "male", "age_band": "under_6"}, "boys", True),
        ({"sex": "male", "age_band": "unknown"}, "boys", True),
        ({"sex": "female", "age_band": "18_24", "age_in_doubt": True}, "girls", True),
        ({"sex": "unknown", "age_band": "18_24"}, None, False),
    ],
)
async def test_women_girls_men_and_boys_are_computed_and_age_in_doubt_is_a_child(
    world: World, fields: dict[str, Any], category: str | None, child: bool
) -> None:
    case = await world.a_case(**fields)
    assert (case["category"], case["treated_as_child"]) == (category, child)


async def test_responses_about_a_case_match_the_schema(world: World) -> None:
    case = await world.a_case(nationality="ML", risk_flags=["trafficker_in_family"])
    agent, path = officer(world), f"/v1/cases/{case['id']}"
    read = await world.done(agent, "GET", path)
    listed = (await world.done(agent, "GET", "/v1/cases"))["items"][0]
    changed = await world.done(agent, "PATCH", path, {"region": "KAYES"}, version=1)
    for result in (case, read, listed, changed):
        described = CaseRead.model_validate(result).model_dump_json()
        assert json.loads(described) == result


async def test_a_stranger_finds_nothing_and_the_coordination_sees_the_flow_only(
    world: World,
) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    path = f"/v1/cases/{case['id']}"
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await refused(world, 404, "not-found", stranger, "GET", path)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert (await world.done(coordinator, "GET", path))["code"] == case["code"]
    await refused(world, 403, "forbidden", coordinator, "GET", f"{path}/identity")
    auditor = world.oversight.agent(Role.AUDITOR)
    await refused(world, 403, "forbidden", auditor, "GET", path)
    assert await recorded(world, "case:read", case) == [coordinator]


async def test_a_change_names_the_version_it_saw(world: World) -> None:
    case = await world.a_case()
    path, body = f"/v1/cases/{case['id']}", {"nationality": "ML", "age_in_doubt": True}
    await refused(world, 428, "version-missing", officer(world), "PATCH", path, body)
    result = await world.done(officer(world), "PATCH", path, body, version=1)
    assert (result["version"], result["nationality"], result["treated_as_child"]) == (2, "ML", True)
    await refused(world, 412, "stale-version", officer(world), "PATCH", path, body, version=1)
    assert await recorded(world, "case:update", case) == [officer(world)]


async def test_a_closed_case_refuses_new_records_until_it_is_reopened(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, world.prosecutor)
    path, supervisor = f"/v1/cases/{case['id']}", world.police.agent(Role.SUPERVISOR)
    reason = {"reason": "support_completed"}
    result = await world.done(supervisor, "POST", f"{path}/close", reason, version=1)
    assert (result["state"], result["closure_reason"]) == ("closed", "support_completed")
    assert result["closed_at"]
    referral = {
        "case_id": case["id"], "receiver_id": str(world.shelter.id), "service_type": "shelter",
        "priority": "urgent",
    }  # fmt: skip
    offer = {
        "case_id": case["id"], "kind": "investigation", "to_id": str(world.prosecutor.id),
        "priority": "urgent", "reason": "jurisdiction", "consent_id": consent["id"],
    }  # fmt: skip
    for resource, body in (("referrals", referral), ("handoffs", offer)):
        problem = await refused(
            world, 409, "invalid-transition", supervisor, "POST", f"/v1/{resource}", body
        )
        assert problem["current_state"] == "closed"
    result = await world.done(supervisor, "POST", f"{path}/reopen", version=2)
    assert (result["state"], result["closure_reason"], result["closed_at"]) == ("open", None, None)
    assert await recorded(world, "case:close", case) == [supervisor]
    assert await recorded(world, "case:reopen", case) == [supervisor]


async def test_a_case_that_is_being_handed_over_is_not_closed(world: World) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"], kind="protection")
    path, supervisor = f"/v1/cases/{case['id']}/close", world.police.agent(Role.SUPERVISOR)
    reason = {"reason": "support_completed"}
    await refused(world, 409, "conflict", supervisor, "POST", path, reason, version=1)
    assert await recorded(world, "case:close", case) == []
    await world.move(supervisor, "handoffs", offer, "withdraw", {"reason": "situation_changed"})
    told = await world.done(supervisor, "POST", path, reason, version=1)
    assert told["state"] == "closed"
    assert await recorded(world, "case:close", case) == [supervisor]
