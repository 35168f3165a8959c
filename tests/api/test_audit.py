"""The audit log as an auditor searches it, by case, agent, action and time; refusals to others."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from referral_api.audit.search import AuditEventRead
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World

PATH = "/v1/audit/events"


def auditor(world: World) -> Any:
    return world.oversight.agent(Role.AUDITOR)


async def _search(world: World, **asked: object) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    found: list[dict[str, Any]] = (await world.done(auditor(world), "GET", f"{PATH}?{query}"))[
        "items"
    ]
    return found


async def test_a_search_by_case_finds_its_events_and_the_lists_that_showed_it(
    world: World,
) -> None:
    case, other = await world.a_case(), await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    await world.done(officer, "GET", "/v1/cases")
    await refused(
        world, 404, "not-found", world.stranger.agent(Role.SUPERVISOR), "GET",
        f"/v1/cases/{case['id']}",
    )  # fmt: skip
    found = await _search(world, case_id=case["id"])
    assert [(event["action"], event["outcome"]) for event in found] == [
        ("case:read", "refused"), ("case:list", "allowed"), ("case:read", "allowed"),
        ("case:register", "allowed"),
    ]  # fmt: skip
    assert set(found[1]["case_ids"]) >= {case["id"], other["id"]}
    assert other["id"] not in {event["case_id"] for event in found}


async def test_an_event_matches_the_schema_and_holds_no_data_of_the_person(
    world: World,
) -> None:
    case = await world.a_case(region="KAYES")
    (event,) = await _search(world, case_id=case["id"])
    assert json.loads(AuditEventRead.model_validate(event).model_dump_json()) == event
    assert event.keys() == AuditEventRead.model_fields.keys()
    assert "KAYES" not in json.dumps(event)
    assert case["code"] not in json.dumps(event)


async def test_an_event_names_its_agent_and_organisation_and_an_unknown_caller_not(
    world: World,
) -> None:
    case = await world.a_case()
    organisation = await world.owner.fetchval(
        "SELECT name FROM organisation WHERE id = $1", world.police.id
    )
    by_the_police = {"organisation_id": world.police.id, "action": "case:register"}
    for asked in ({"case_id": case["id"]}, by_the_police):
        event = (await _search(world, **asked))[-1]
        assert (event["agent_name"], event["organisation_name"]) == (
            "Synthetic agent", organisation,
        )  # fmt: skip
    await world.call(None, "GET", "/v1/cases")
    event = (await _search(world, action="token:authenticate"))[0]
    assert (event["agent_name"], event["organisation_name"]) == (None, None)


async def test_each_filter_narrows_and_all_of_them_together_too(world: World) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    registered = (await _search(world, case_id=case["id"]))[-1]
    at = datetime.fromisoformat(registered["recorded_at"])
    after = (at + timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    only = {"case_id": case["id"], "agent_id": officer}
    assert len(await _search(world, **only)) == 2
    for narrower in (
        {"action": "case:register"}, {"until": after}, {"organisation_id": world.police.id,
        "action": "case:register", "outcome": "allowed", "since": registered["recorded_at"]},
    ):  # fmt: skip
        assert await _search(world, **only, **narrower) == [registered], narrower
    for nothing in (
        {"outcome": "refused"}, {"organisation_id": world.shelter.id}, {"action": "case:close"},
        {"until": registered["recorded_at"]},
    ):  # fmt: skip
        assert not await _search(world, **only, **nothing), nothing
    assert registered not in await _search(world, **only, since=after)


async def test_pages_follow_each_other_without_a_gap(world: World) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for _ in range(4):
        await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    # By agent: the searches themselves are events of the case.
    whole = await _search(world, case_id=case["id"], agent_id=officer)
    pages: list[dict[str, Any]] = []
    following: str | None = ""
    while following is not None:
        path = f"{PATH}?case_id={case['id']}&agent_id={officer}&limit=2"
        path += following and f"&cursor={following}"
        result = await world.done(auditor(world), "GET", path)
        pages += result["items"]
        following = result["next_cursor"]
    assert pages == whole
    assert len(whole) == 5


async def test_a_search_is_recorded_under_the_auditor(world: World) -> None:
    case = await world.a_case()
    before = await world.events(action="audit:search", agent_id=auditor(world))
    await _search(world, case_id=case["id"])
    (event,) = (await world.events(action="audit:search", agent_id=auditor(world)))[len(before) :]
    assert (event["outcome"], str(event["case_id"])) == ("allowed", case["id"])


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.PARTNER_SYSTEM}))
async def test_other_roles_cannot_search_and_the_attempt_is_recorded(
    world: World, role: Role
) -> None:
    homes = {Role.COORDINATOR: world.coordination, Role.MAGISTRATE: world.prosecutor}
    home = homes.get(role, world.police)
    agent = home.agent(role)
    await refused(world, 403, "forbidden", agent, "GET", PATH)
    event = (await world.events(action="audit:search", agent_id=agent))[-1]
    assert (event["outcome"], event["code"]) == ("refused", "forbidden")
