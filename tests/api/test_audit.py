"""The audit log as an auditor searches it, by case, agent, action and time; refusals to others."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from referral_api.audit.search import AuditEventRead
from referral_api.database import pagination
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


async def test_a_request_is_found_by_its_id(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for given in (None, "0b9f2b1c-6f0a-4d55-9d0c-0e6d3f1f3c11"):
        headers = {} if given is None else {"X-Request-ID": given}
        response = await world.call(officer, "GET", "/v1/cases", headers=headers)
        request_id = response.headers["x-request-id"]
        found = await _search(world, request_id=request_id)
        assert [(event["action"], event["request_id"]) for event in found] == [
            ("case:list", request_id)
        ]
        assert await _search(world, request_id=request_id, action="case:list") == found
        assert not await _search(world, request_id=request_id, action="case:read")


async def test_several_actions_are_searched_at_once_the_newest_first(world: World) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "GET", f"/v1/cases/{case['id']}")
    await world.done(officer, "GET", "/v1/cases")
    both = await _search(world, action="case:register,case:read", agent_id=officer)
    assert [event["action"] for event in both[:2]] == ["case:read", "case:register"]
    assert {event["action"] for event in both} == {"case:read", "case:register"}
    assert both == sorted(both, key=lambda event: str(event["id"]), reverse=True)
    again = await _search(world, action="case:read,case:register,case:read", agent_id=officer)
    assert again == both
    of_case = await _search(world, case_id=case["id"], action="case:register,case:list")
    assert [event["action"] for event in of_case] == ["case:list", "case:register"]


async def test_pages_of_several_actions_follow_each_other(world: World) -> None:
    officer = await world.make_agent(world.police, Role.FIRST_RESPONDER)
    case = await world.a_case()
    for _ in range(3):
        await world.done(officer, "GET", f"/v1/cases/{case['id']}")
        await world.done(officer, "GET", "/v1/cases")
    whole = await _search(world, action="case:list,case:read", agent_id=officer)
    assert len(whole) == 6
    pages: list[dict[str, Any]] = []
    following: str | None = ""
    while following is not None:
        path = f"{PATH}?action=case:list,case:read&agent_id={officer}&limit=2"
        path += following and f"&cursor={following}"
        result = await world.done(auditor(world), "GET", path)
        pages += result["items"]
        following = result["next_cursor"]
    assert pages == whole


async def test_a_subject_and_a_section_narrow_a_search(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "GET", f"/v1/cases/{case['id']}/identity")
    of = {"case_id": case["id"], "agent_id": officer}
    await world.done(officer, "GET", f"/v1/consents?case_id={case['id']}")
    for subject, action in (("case", "case:register"), ("consent", "consent:list")):
        by_subject = await _search(world, subject=subject, agent_id=officer)
        assert {event["subject"] for event in by_subject} == {subject}
        assert action in {event["action"] for event in by_subject}
    identities = await _search(world, **of, section="identity")
    assert {event["section"] for event in identities} == {"identity"}
    assert "identity:read" in {event["action"] for event in identities}
    everywhere = await _search(world, section="identity")
    assert identities[0] in everywhere
    assert not await _search(world, **of, section="health")


@pytest.mark.parametrize(
    "asked",
    ["action=case:peek", "action=case:read,case:peek", "action=", "subject=person",
     "section=diary", "request_id=1", "request_id=%00"],
)  # fmt: skip
async def test_an_unknown_word_is_refused_at_its_place(world: World, asked: str) -> None:
    problem = await refused(world, 422, "malformed-input", auditor(world), "GET", f"{PATH}?{asked}")
    place = asked.partition("=")[0]
    assert {error["pointer"] for error in problem["errors"]} == {f"query:{place}"}


@pytest.mark.parametrize("narrow", ["organisation_id={0.id}", "agent_id={1}"])
async def test_a_page_looks_at_one_stretch_and_the_next_one_looks_on(
    world: World, monkeypatch: pytest.MonkeyPatch, narrow: str
) -> None:
    home = await world.make_organisation("police")
    officer = home.agent(Role.FIRST_RESPONDER)
    for _ in range(2):
        await world.a_case(by=home)
        for _ in range(4):
            await world.done(officer, "GET", "/v1/cases")
    query = f"action=case:register&{narrow.format(home, officer)}"
    whole = await world.done(auditor(world), "GET", f"{PATH}?{query}&limit=100")
    assert len(whole["items"]) >= 2
    monkeypatch.setattr(pagination, "STRETCH", 3)
    pages: list[list[str]] = []
    following: str | None = ""
    while following is not None and len(pages) < 12:
        path = f"{PATH}?{query}&limit=2"
        path += following and f"&cursor={following}"
        result = await world.done(auditor(world), "GET", path)
        pages.append([event["id"] for event in result["items"]])
        following = result["next_cursor"]
    assert [] in pages
    found = [event_id for page in pages for event_id in page]
    assert found == [event["id"] for event in whole["items"]][: len(found)]
    assert len(found) == 2
    assert following is None


async def test_an_action_with_the_id_of_a_request_looks_at_no_stretch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    response = await world.call(officer, "GET", "/v1/cases")
    for _ in range(3):
        await world.done(officer, "GET", "/v1/cases")
    monkeypatch.setattr(pagination, "STRETCH", 1)
    asked = f"request_id={response.headers['x-request-id']}&action=case:list"
    result = await world.done(auditor(world), "GET", f"{PATH}?{asked}")
    assert (len(result["items"]), result["next_cursor"]) == (1, None)
