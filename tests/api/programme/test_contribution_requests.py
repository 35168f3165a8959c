"""Requests for contributions: whom they call, who has answered, and what freezing takes."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from referral_api.domain.programme.contribution_requests.calls import answer_state
from referral_api.permissions import Role
from tests.support.contributions import a_request, an_open_call, answers, lines
from tests.support.world import TestOrganisation, World

_PATH = "/v1/contribution-requests"


def _coordinator(world: World) -> UUID:
    return world.coordination.agent(Role.COORDINATOR)


async def _give(world: World, by: TestOrganisation, request: dict[str, Any]) -> dict[str, Any]:
    body = {"contribution_request_id": request["id"], "lines": lines()}
    return await world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body)


async def _step(
    world: World, request: dict[str, Any], verb: str, body: Any = None
) -> dict[str, Any]:
    return await world.move(_coordinator(world), "contribution-requests", request, verb, body)


async def _refused(world: World, response: Any) -> tuple[str, str]:
    (event,) = await world.events(request_id=response.headers["x-request-id"])
    assert event["outcome"] == "refused"
    return event["action"], event["code"]


async def test_a_request_is_recorded_as_a_draft_with_its_documents(world: World) -> None:
    body = a_request()
    made = await world.done(_coordinator(world), "POST", _PATH, body)
    assert {name: made[name] for name in body} == body
    assert (made["status"], made["version"], made["cut_id"]) == ("draft", 1, None)
    assert await world.done(_coordinator(world), "GET", f"{_PATH}/{made['id']}") == made
    events = await world.events(subject_id=UUID(made["id"]))
    assert [event["action"] for event in events] == [
        "contribution_request:create", "contribution_request:read"
    ]  # fmt: skip


async def test_a_year_has_several_requests_and_a_reference_one(world: World) -> None:
    first, second = a_request(), a_request()
    for body in (first, second):
        await world.done(_coordinator(world), "POST", _PATH, body)
    response = await world.call(_coordinator(world), "POST", _PATH, first)
    assert (response.status_code, response.json()["code"]) == (409, "already-exists")
    assert await _refused(world, response) == ("contribution_request:create", "already-exists")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"received_on": "2099-01-01", "due_on": "2099-01-02"}, "/received_on"),
        ({"due_on": "2020-01-01"}, "/due_on"),
        ({"period_to": "2020-01-01"}, "/period_to"),
    ],
)
async def test_days_that_contradict_each_other_are_refused(
    world: World, fields: dict[str, Any], place: str
) -> None:
    response = await world.call(_coordinator(world), "POST", _PATH, a_request(**fields))
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {
            "pointer": place,
            "code": "out_of_range",
            "message": response.json()["errors"][0]["message"],
        }
    ]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_nobody_but_the_coordination_records_one(world: World, role: Role) -> None:
    response = await world.call(world.ngo.agent(role), "POST", _PATH, a_request())
    assert response.status_code == 403
    assert await _refused(world, response) == ("contribution_request:create", "forbidden")


async def test_a_draft_is_seen_by_the_coordination_alone_and_a_call_by_those_it_names(
    world: World,
) -> None:
    called, other = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    made = await world.done(_coordinator(world), "POST", _PATH, a_request())
    path, supervisor = f"{_PATH}/{made['id']}", called.agent(Role.SUPERVISOR)
    assert (await world.call(supervisor, "GET", path)).status_code == 404
    opened = await _step(world, made, "open", {"organisation_ids": [str(called.id)]})
    assert opened["status"] == "open"
    assert await world.done(supervisor, "GET", path) == opened
    assert (await world.call(other.agent(Role.SUPERVISOR), "GET", path)).status_code == 404
    assert (await world.done(other.agent(Role.SUPERVISOR), "GET", _PATH))["items"] == []
    assert (await world.call(world.oversight.agent(Role.AUDITOR), "GET", path)).status_code == 403


async def test_a_call_to_all_names_every_active_structure_but_coordination_and_oversight(
    world: World,
) -> None:
    inactive = await world.make_organisation("ngo")
    sql = "UPDATE organisation SET active = false WHERE id = $1"
    await world.arrange(inactive.id, sql, inactive.id)
    made = await world.done(_coordinator(world), "POST", _PATH, a_request())
    opened = await _step(world, made, "open", {})
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM contribution_call WHERE contribution_request_id = $1",
        UUID(opened["id"]),
    )
    expected = await world.owner.fetch(
        "SELECT id FROM organisation WHERE active AND type NOT IN ('coordination', 'oversight')"
    )
    assert {row["organisation_id"] for row in rows} == {row["id"] for row in expected}
    assert inactive.id not in {row["organisation_id"] for row in rows}


async def test_a_call_names_only_active_organisations(world: World) -> None:
    made = await world.done(_coordinator(world), "POST", _PATH, a_request())
    body = {"organisation_ids": [str(uuid4())]}
    path = f"{_PATH}/{made['id']}/open"
    response = await world.call(_coordinator(world), "POST", path, body, version=1)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/organisation_ids"


async def test_more_are_called_and_nobody_twice(world: World) -> None:
    first, second = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    request = await an_open_call(world, first)
    body = {"organisation_ids": [str(first.id), str(second.id)]}
    more = await _step(world, request, "call", body)
    assert more["opened_at"] == request["opened_at"]
    assert (await answers(world, request)).keys() == {str(first.id), str(second.id)}


async def test_what_is_due_is_listed_for_the_structure_until_it_has_answered(world: World) -> None:
    home = await world.make_organisation("ngo")
    supervisor = home.agent(Role.SUPERVISOR)
    request = await an_open_call(world, home)
    waiting = f"{_PATH}?waiting=true"
    assert (await world.done(supervisor, "GET", waiting))["items"] == [request]
    due = (
        "SELECT 1 FROM contribution_call WHERE contribution_request_id = $1 AND answered_at IS NULL"
    )
    assert await world.owner.fetchval(due, UUID(request["id"])) == 1
    given = await _give(world, home, request)
    assert (await world.done(supervisor, "GET", waiting))["items"] == []
    assert await world.owner.fetchval(due, UUID(request["id"])) is None
    others = await world.done(supervisor, "GET", f"{_PATH}?waiting=false")
    assert [item["id"] for item in others["items"]] == [request["id"]]
    await world.move(supervisor, "contributions", given, "withdraw", {"reason": "other"})
    assert (await world.done(supervisor, "GET", waiting))["items"] == [request]


async def test_answers_say_which_version_and_when(world: World) -> None:
    home, silent = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    request = await an_open_call(world, home, silent)
    given = await _give(world, home, request)
    given = await world.move(
        home.agent(Role.SUPERVISOR), "contributions", given, "correct", {"lines": lines()}
    )
    told = await answers(world, request)
    answered, waiting = told[str(home.id)], told[str(silent.id)]
    assert answered["state"] == "answered"
    assert (answered["contribution_id"], answered["contribution_version"]) == (given["id"], 2)
    assert answered["answered_at"] == given["recorded_at"]
    assert (waiting["state"], waiting["contribution_id"]) == ("waiting", None)
    path = f"{_PATH}/{request['id']}/answers"
    response = await world.call(home.agent(Role.SUPERVISOR), "GET", path)
    assert response.status_code == 403
    events = await world.events(action="contribution_request:list_answers", outcome="allowed")
    assert UUID(request["id"]) in {event["subject_id"] for event in events}


async def test_an_answer_after_the_day_is_late_and_none_is_silence(world: World) -> None:
    late, silent = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    days = {"received_on": str(yesterday), "due_on": str(yesterday)}
    request = await an_open_call(world, late, silent, **days)
    await _give(world, late, request)
    told = await answers(world, request)
    assert (told[str(late.id)]["state"], told[str(silent.id)]["state"]) == ("late", "silent")


def test_the_day_on_which_an_answer_is_due_belongs_to_the_structure_to_its_end() -> None:
    end = datetime(2026, 5, 17, 23, 59, 59, tzinfo=UTC)
    after = end + timedelta(seconds=1)
    due = end.date()
    assert answer_state(due, end, after, is_open=True) == "answered"
    assert answer_state(due, after, after, is_open=True) == "late"
    assert answer_state(due, None, end, is_open=True) == "waiting"
    assert answer_state(due, None, after, is_open=True) == "silent"
    assert answer_state(due, None, end, is_open=False) == "silent"


async def test_a_request_takes_one_answer_of_each_and_only_of_those_it_calls(world: World) -> None:
    home, other = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    request = await an_open_call(world, home)
    await _give(world, home, request)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    response = await world.call(home.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body)
    assert (response.status_code, response.json()["code"]) == (409, "already-exists")
    response = await world.call(other.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body)
    assert response.status_code == 422
    now = datetime.now(UTC).isoformat()
    told = {"organisation_id": str(other.id), "said_by": "head", "said_at": now}
    response = await world.call(_coordinator(world), "POST", "/v1/contributions", body | told)
    assert (response.status_code, response.json()["code"]) == (409, "not-called")
    assert await _refused(world, response) == ("contribution:create", "not-called")


async def test_once_frozen_nothing_is_taken_in_and_a_correction_changes_no_answer(
    world: World,
) -> None:
    home, silent = await world.make_organisation("ngo"), await world.make_organisation("ngo")
    request = await an_open_call(world, home, silent)
    given = await _give(world, home, request)
    frozen = await _step(world, request, "freeze")
    assert (frozen["status"], frozen["frozen_at"] is not None) == ("frozen", True)
    cut = await world.done(_coordinator(world), "GET", f"/v1/cuts/{frozen['cut_id']}")
    assert cut["label"] == request["reference"]
    (event,) = await world.events(subject_id=UUID(cut["id"]), action="cut:take")
    assert event["agent_id"] == _coordinator(world)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    response = await world.call(silent.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body)
    assert (response.status_code, response.json()["code"]) == (409, "call-not-open")
    assert await _refused(world, response) == ("contribution:create", "call-not-open")
    before = await answers(world, request)
    assert before[str(silent.id)]["state"] == "silent"
    supervisor = home.agent(Role.SUPERVISOR)
    new = await world.move(supervisor, "contributions", given, "correct", {"lines": lines()})
    assert new["version"] == 2
    await world.move(supervisor, "contributions", new, "withdraw", {"reason": "counted_twice"})
    assert await answers(world, request) == before
    assert before[str(home.id)]["contribution_version"] == 1
    events = await world.events(subject_id=UUID(request["id"]), outcome="allowed")
    assert "contribution_request:freeze" in {event["action"] for event in events}


@pytest.mark.parametrize("verb", ["freeze", "open", "call"])
async def test_freezing_is_final(world: World, verb: str) -> None:
    request = await an_open_call(world, await world.make_organisation("ngo"))
    frozen = await _step(world, request, "freeze")
    response = await world.call(
        _coordinator(world), "POST", f"{_PATH}/{request['id']}/{verb}",
        None if verb == "freeze" else {}, version=frozen["version"],
    )  # fmt: skip
    assert (response.status_code, response.json()["code"]) == (409, "invalid-transition")
    assert await _refused(world, response) == (f"contribution_request:{verb}", "invalid-transition")
    response = await world.call(
        _coordinator(world), "PATCH", f"{_PATH}/{request['id']}", {}, version=frozen["version"]
    )
    assert response.status_code == 409


async def test_an_answer_and_a_freezing_at_once_leave_the_answer_in_or_out(world: World) -> None:
    home = await world.make_organisation("ngo")
    request = await an_open_call(world, home)
    body = {"contribution_request_id": request["id"], "lines": lines()}
    given, frozen = await asyncio.gather(
        world.call(home.agent(Role.SUPERVISOR), "POST", "/v1/contributions", body),
        world.call(
            _coordinator(world), "POST", f"{_PATH}/{request['id']}/freeze",
            version=request["version"],
        ),
    )  # fmt: skip
    assert frozen.status_code == 200
    assert given.status_code in {201, 409}
    state = (await answers(world, request))[str(home.id)]["state"]
    assert state == ("answered" if given.status_code == 201 else "silent")


async def test_of_two_freezings_at_once_one_is_made(world: World) -> None:
    request = await an_open_call(world, await world.make_organisation("ngo"))
    path = f"{_PATH}/{request['id']}/freeze"
    both = await asyncio.gather(
        *(world.call(_coordinator(world), "POST", path, version=2) for _ in range(2))
    )
    assert sorted(response.status_code for response in both) == [200, 409]


async def test_the_day_is_moved_and_a_document_added_before_the_freezing(world: World) -> None:
    made = await world.done(_coordinator(world), "POST", _PATH, a_request())
    later = str(datetime.now(UTC).date() + timedelta(days=9))
    documents = [{"title": "Résolution", "dated": None, "sha256": None}]
    changed = await world.done(
        _coordinator(world), "PATCH", f"{_PATH}/{made['id']}",
        {"due_on": later, "documents": documents}, version=1,
    )  # fmt: skip
    assert (changed["due_on"], changed["documents"], changed["version"]) == (later, documents, 2)
    assert changed["title"] == made["title"]
    response = await world.call(
        _coordinator(world), "PATCH", f"{_PATH}/{made['id']}", {"due_on": "2020-01-01"}, version=2
    )
    assert response.status_code == 422


async def test_a_frozen_request_is_answered_and_then_ends(world: World) -> None:
    request = await an_open_call(world, await world.make_organisation("ngo"))
    frozen = await _step(world, request, "freeze")
    answered = await _step(world, frozen, "answer")
    assert (answered["status"], answered["closed_at"] is not None) == ("answered", True)
    path = f"{_PATH}/{request['id']}/withdraw"
    response = await world.call(
        _coordinator(world), "POST", path, {"reason": "other"}, version=answered["version"]
    )
    assert response.status_code == 409


async def test_a_withdrawn_request_takes_no_answer_says_why_and_frees_its_reference(
    world: World,
) -> None:
    home = await world.make_organisation("ngo")
    body = a_request()
    request = await an_open_call(world, home, **body)
    gone = await _step(world, request, "withdraw", {"reason": "replaced"})
    assert (gone["status"], gone["withdraw_reason"]) == ("withdrawn", "replaced")
    sent = {"contribution_request_id": request["id"], "lines": lines()}
    response = await world.call(home.agent(Role.SUPERVISOR), "POST", "/v1/contributions", sent)
    assert (response.status_code, response.json()["code"]) == (409, "call-not-open")
    (event,) = await world.events(
        action="contribution_request:withdraw", subject_id=UUID(request["id"])
    )
    assert event["code"] == "replaced"
    await world.done(_coordinator(world), "POST", _PATH, body)


async def test_a_replay_records_no_second_request(world: World) -> None:
    body = a_request()
    first = await world.call(_coordinator(world), "POST", _PATH, body, key="one-letter")
    again = await world.call(_coordinator(world), "POST", _PATH, body, key="one-letter")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
