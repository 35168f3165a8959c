"""Contributions: given, corrected by a new version, withdrawn; by whom, and told to whom."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from referral_api.permissions import Role
from tests.support.contributions import a_quarter, an_open_call, lines
from tests.support.world import World

_PATH = "/v1/contributions"


async def _acts(world: World, row: dict[str, Any]) -> list[tuple[str, str | None]]:
    events = await world.events(subject_id=UUID(row["id"]), outcome="allowed")
    return [(event["action"], event["code"]) for event in events]


async def _refused(world: World, request_id: str) -> tuple[str, str]:
    (event,) = await world.events(request_id=request_id)
    assert event["outcome"] == "refused"
    return event["action"], event["code"]


def _places(problem: dict[str, Any]) -> set[tuple[str, str]]:
    return {(error["pointer"], error["code"]) for error in problem["errors"]}


async def test_a_structure_gives_its_totals_and_reads_them_again(world: World) -> None:
    home = await world.make_organisation("ngo")
    supervisor = home.agent(Role.SUPERVISOR)
    response = await world.call(supervisor, "POST", _PATH, a_quarter())
    made = response.json()
    assert response.headers["location"] == f"{_PATH}/{made['id']}"
    assert (made["organisation_id"], made["lines"]) == (str(home.id), lines())
    assert (made["channel"], made["version"], made["status"]) == ("api", 1, "current")
    assert made["recorded_by_agent_id"] == str(supervisor)
    assert await world.done(supervisor, "GET", f"{_PATH}/{made['id']}") == made
    assert await _acts(world, made) == [("contribution:create", None), ("contribution:read", None)]


async def test_an_empty_cell_is_not_a_zero(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    assert made["lines"][0]["men"] == 0
    assert made["lines"][0]["boys"] is None


@pytest.mark.parametrize("role", [Role.FIRST_RESPONDER, Role.ADMINISTRATOR])
async def test_a_role_that_gives_no_numbers_is_refused(world: World, role: Role) -> None:
    home = await world.make_organisation("ngo")
    response = await world.call(home.agent(role), "POST", _PATH, a_quarter())
    assert response.status_code == 403
    refused = await _refused(world, response.headers["x-request-id"])
    assert refused == ("contribution:create", "forbidden")


async def test_no_structure_gives_or_sees_the_numbers_of_another(world: World) -> None:
    home, other = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    supervisor, stranger = home.agent(Role.SUPERVISOR), other.agent(Role.SUPERVISOR)
    body = a_quarter(organisation_id=str(home.id), said_by="head", said_at=_now())
    response = await world.call(stranger, "POST", _PATH, body)
    assert response.status_code == 403
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    for method, path, sent in (
        ("GET", "", None), ("GET", "/versions", None),
        ("POST", "/correct", {"lines": lines()}), ("POST", "/withdraw", {"reason": "other"}),
    ):  # fmt: skip
        response = await world.call(
            stranger, method, f"{_PATH}/{made['id']}{path}", sent, version=1
        )
        assert response.status_code == 404, path
        assert (await _refused(world, response.headers["x-request-id"]))[1] == "not-found"
    page = await world.done(stranger, "GET", _PATH)
    assert page["items"] == []


async def test_an_auditor_reads_no_contribution(world: World) -> None:
    auditor = world.oversight.agent(Role.AUDITOR)
    assert (await world.call(auditor, "GET", _PATH)).status_code == 403


async def test_the_coordination_reads_all_and_finds_those_of_one_structure(world: World) -> None:
    home = await world.make_organisation("ngo")
    made = await world.done(home.agent(Role.SUPERVISOR), "POST", _PATH, a_quarter())
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert await world.done(coordinator, "GET", f"{_PATH}/{made['id']}") == made
    page = await world.done(coordinator, "GET", f"{_PATH}?organisation_id={home.id}")
    assert page["items"] == [made]


def _now() -> str:
    return datetime.now(UTC).isoformat()


async def test_the_coordination_types_in_what_a_structure_said_by_telephone(world: World) -> None:
    home = await world.make_organisation("ngo")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    told = {"organisation_id": str(home.id), "said_by": "focal_point", "said_at": _now()}
    made = await world.done(coordinator, "POST", _PATH, a_quarter(**told))
    assert (made["channel"], made["said_by"]) == ("telephone", "focal_point")
    assert made["organisation_id"] == str(home.id)
    assert made["recorded_by_organisation_id"] == str(world.coordination.id)
    assert made["recorded_by_agent_id"] == str(coordinator)
    assert await world.done(home.agent(Role.SUPERVISOR), "GET", f"{_PATH}/{made['id']}") == made
    (event,) = await world.events(action="contribution:create", subject_id=UUID(made["id"]))
    assert (event["organisation_id"], event["agent_id"]) == (world.coordination.id, coordinator)


async def test_by_telephone_the_function_and_the_time_are_required_and_never_a_name(
    world: World,
) -> None:
    home = await world.make_organisation("ngo")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = a_quarter(organisation_id=str(home.id))
    response = await world.call(coordinator, "POST", _PATH, body)
    assert _places(response.json()) == {("/said_by", "missing"), ("/said_at", "missing")}
    named = body | {"said_by": "Awa Exemple", "said_at": _now()}
    response = await world.call(coordinator, "POST", _PATH, named)
    assert _places(response.json()) == {("/said_by", "invalid_value")}
    assert "Awa" not in response.text
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    response = await world.call(
        coordinator, "POST", _PATH, body | {"said_by": "head", "said_at": later}
    )
    assert _places(response.json()) == {("/said_at", "out_of_range")}


async def test_a_structure_speaks_for_itself(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    body = a_quarter(said_by="head", said_at=_now())
    response = await world.call(supervisor, "POST", _PATH, body)
    assert _places(response.json()) == {
        ("/said_by", "invalid_value"),
        ("/said_at", "invalid_value"),
    }


async def test_the_coordination_names_only_a_structure_that_exists(world: World) -> None:
    body = a_quarter(organisation_id=str(uuid4()), said_by="head", said_at=_now())
    response = await world.call(world.coordination.agent(Role.COORDINATOR), "POST", _PATH, body)
    assert _places(response.json()) == {("/organisation_id", "invalid_value")}


async def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(world: World) -> None:
    home = await world.make_organisation("ngo")
    supervisor = home.agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    new = [lines()[0] | {"women": 13, "total": 47}]
    corrected = await world.move(supervisor, "contributions", made, "correct", {"lines": new})
    assert (corrected["version"], corrected["lines"]) == (2, new)
    assert corrected["recorded_at"] == made["recorded_at"] < corrected["revised_at"]
    page = await world.done(supervisor, "GET", f"{_PATH}/{made['id']}/versions")
    assert [(item["number"], item["lines"]) for item in page["items"]] == [(2, new), (1, lines())]
    assert [act for act, _ in await _acts(world, made)] == [
        "contribution:create", "contribution:correct", "contribution:list_versions"
    ]  # fmt: skip


async def test_the_coordination_corrects_what_it_is_told_and_says_by_whom(world: World) -> None:
    home = await world.make_organisation("ngo")
    made = await world.done(home.agent(Role.SUPERVISOR), "POST", _PATH, a_quarter())
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path, body = f"{_PATH}/{made['id']}/correct", {"lines": lines()}
    response = await world.call(coordinator, "POST", path, body, version=1)
    assert _places(response.json()) == {("/said_by", "missing"), ("/said_at", "missing")}
    told = body | {"said_by": "deputy", "said_at": _now()}
    corrected = await world.done(coordinator, "POST", path, told, version=1)
    assert (corrected["channel"], corrected["version"]) == ("telephone", 2)
    page = await world.done(coordinator, "GET", f"{_PATH}/{made['id']}/versions")
    assert [item["channel"] for item in page["items"]] == ["telephone", "api"]


async def test_a_correction_of_an_older_version_is_refused(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    await world.move(supervisor, "contributions", made, "correct", {"lines": lines()})
    response = await world.call(
        supervisor, "POST", f"{_PATH}/{made['id']}/correct", {"lines": lines()}, version=1
    )
    assert response.status_code == 412
    refused = await _refused(world, response.headers["x-request-id"])
    assert refused == ("contribution:correct", "stale-version")


async def test_one_contribution_is_current_for_each_period(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    body = a_quarter()
    made = await world.done(supervisor, "POST", _PATH, body)
    response = await world.call(supervisor, "POST", _PATH, body)
    assert (response.status_code, response.json()["code"]) == (409, "already-exists")
    assert (await _refused(world, response.headers["x-request-id"]))[1] == "already-exists"
    await world.move(supervisor, "contributions", made, "withdraw", {"reason": "counted_twice"})
    again = await world.done(supervisor, "POST", _PATH, body)
    assert again["id"] != made["id"]


async def test_of_two_at_once_one_is_current(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    body = a_quarter()
    both = await asyncio.gather(*(world.call(supervisor, "POST", _PATH, body) for _ in range(2)))
    assert sorted(response.status_code for response in both) == [201, 409]
    page = await world.done(supervisor, "GET", f"{_PATH}?status=current")
    assert len(page["items"]) == 1


async def test_a_replay_with_the_same_key_gives_nothing_twice(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    body = a_quarter()
    first = await world.call(supervisor, "POST", _PATH, body, key="the-same")
    again = await world.call(supervisor, "POST", _PATH, body, key="the-same")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    acts = await _acts(world, first.json())
    assert acts == [("contribution:create", None), ("contribution:create", "replayed")]


async def test_a_withdrawn_contribution_stays_readable_and_changes_no_more(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    body = {"reason": "wrong_period"}
    gone = await world.move(supervisor, "contributions", made, "withdraw", body)
    assert (gone["status"], gone["withdraw_reason"]) == ("withdrawn", "wrong_period")
    assert gone["closed_at"] is not None
    assert await world.done(supervisor, "GET", f"{_PATH}/{made['id']}") == gone
    assert ("contribution:withdraw", "wrong_period") in await _acts(world, made)
    for verb, sent in (("correct", {"lines": lines()}), ("withdraw", body)):
        path = f"{_PATH}/{made['id']}/{verb}"
        response = await world.call(supervisor, "POST", path, sent, version=2)
        assert (response.status_code, response.json()["code"]) == (409, "invalid-transition")
    page = await world.done(supervisor, "GET", f"{_PATH}/{made['id']}/versions")
    assert [item["number"] for item in page["items"]] == [1]


async def test_nothing_is_deleted(world: World) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    made = await world.done(supervisor, "POST", _PATH, a_quarter())
    response = await world.call(supervisor, "DELETE", f"{_PATH}/{made['id']}")
    assert response.status_code == 405


_LINE = lines()[0]
_NEXT_YEAR = datetime.now(UTC).year + 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"lines": []}, {("/lines", "too_short")}),
        ({"lines": [_LINE | {"women": -1}]}, {("/lines/0/women", "out_of_range")}),
        ({"lines": [_LINE | {"women": "12"}]}, {("/lines/0/women", "wrong_type")}),
        ({"lines": [_LINE | {"women": 1.5}]}, {("/lines/0/women", "wrong_type")}),
        ({"lines": [_LINE | {"total": 47}]}, {("/lines/0/total", "contradicts_cells")}),
        ({"lines": [_LINE, _LINE]}, {("/lines/1/unit", "invalid_value")}),
        ({"lines": [{"pillar": "plan", "unit": "other"}]}, {("/lines/0/women", "missing")}),
        ({"lines": [_LINE | {"name": 1}]}, {("/lines/0", "unknown_field")}),
        ({"lines": [_LINE | {"pillar": "x"}]}, {("/lines/0/pillar", "invalid_value")}),
        ({"year": None}, {("/year", "missing")}),
        ({"quarter": 5}, {("/quarter", "out_of_range")}),
        ({"year": _NEXT_YEAR}, {("/quarter", "out_of_range")}),
        (
            {"contribution_request_id": str(uuid4())},
            {("/year", "invalid_value"), ("/quarter", "invalid_value")},
        ),
        (
            {"contribution_request_id": str(uuid4()), "year": None, "quarter": None},
            {("/contribution_request_id", "invalid_value")},
        ),
    ],
)
async def test_what_contradicts_itself_is_refused_place_by_place(
    world: World, fields: dict[str, Any], wrong: set[tuple[str, str]]
) -> None:
    supervisor = (await world.make_organisation("ngo")).agent(Role.SUPERVISOR)
    response = await world.call(supervisor, "POST", _PATH, a_quarter() | fields)
    assert response.status_code == 422
    assert _places(response.json()) == wrong
    refused = await _refused(world, response.headers["x-request-id"])
    assert refused == ("contribution:create", "malformed-input")


async def test_the_list_is_narrowed_to_a_request(world: World) -> None:
    home = await world.make_organisation("ngo")
    supervisor = home.agent(Role.SUPERVISOR)
    request = await an_open_call(world, home)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    made = await world.done(supervisor, "POST", _PATH, body)
    await world.done(supervisor, "POST", _PATH, a_quarter())
    page = await world.done(supervisor, "GET", f"{_PATH}?contribution_request_id={request['id']}")
    assert page["items"] == [made]
