"""Incidents: cases hang on them, and seeing one opens none; and contacts without a file."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.api.casework.test_races import ROUNDS, move, one_won, together
from tests.support.facts import EPISODE
from tests.support.figures import decide
from tests.support.tips import NARRATIVE, a_contact, an_incident, coordinator, report
from tests.support.world import TestOrganisation, World

_INCIDENTS = "/v1/incidents"


async def _recorded(
    world: World, by: TestOrganisation | None = None, **fields: Any
) -> dict[str, Any]:
    agent = (by or world.police).agent(Role.SUPERVISOR)
    return await world.done(agent, "POST", _INCIDENTS, an_incident(**fields))


async def _linked(world: World, incident: dict[str, Any], *cases: dict[str, Any]) -> dict[str, Any]:
    return await world.done(
        world.police.agent(Role.SUPERVISOR), "POST", f"{_INCIDENTS}/{incident['id']}/cases",
        {"case_ids": [case["id"] for case in cases]}, version=incident["version"],
    )  # fmt: skip


async def _given_to(world: World, case: dict[str, Any], to: TestOrganisation) -> None:
    offer = await world.an_offer(case["id"], kind="protection", to=to)
    await world.move(to.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


async def test_seeing_an_incident_shows_no_case_to_who_does_not_answer_for_it(
    world: World,
) -> None:
    recorder = await world.make_organisation("gendarmerie")
    incident = await _recorded(world, recorder)
    case, foreign = await world.a_case(), await world.a_case(world.ngo)
    path = f"{_INCIDENTS}/{incident['id']}"
    officer = world.police.agent(Role.SUPERVISOR)
    assert (await world.call(officer, "GET", path)).status_code == 404
    # Who recorded it links cases of its own; another unit's hang on it through that unit.
    own = await world.a_case(recorder)
    chief = recorder.agent(Role.SUPERVISOR)
    body = {"case_ids": [own["id"], foreign["id"]]}
    refused = await world.call(chief, "POST", f"{path}/cases", body, version=1)
    assert refused.status_code == 422
    await world.done(chief, "POST", f"{path}/cases", {"case_ids": [own["id"]]}, version=1)
    await _take_over(world, recorder, own)
    seen = await world.done(chief, "GET", path)
    assert (seen["cases_linked"], seen["narrative"]) == (1, NARRATIVE)
    ngo = world.ngo.agent(Role.CASE_WORKER)
    assert (await world.done(ngo, "GET", path))["narrative"] == NARRATIVE
    listed = await world.done(coordinator(world), "GET", f"{path}/cases")
    assert [row["case_id"] for row in listed["items"]] == [own["id"]]
    assert case["id"] not in str(seen)


async def _take_over(world: World, sender: TestOrganisation, case: dict[str, Any]) -> None:
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo, by=sender)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


async def test_whoever_recorded_an_incident_reads_none_of_its_cases_for_that_reason(
    world: World,
) -> None:
    recorder = await world.make_organisation("ngo")
    incident, case = await _recorded(world, recorder), await world.a_case(recorder)
    chief, path = recorder.agent(Role.SUPERVISOR), f"{_INCIDENTS}/{incident['id']}"
    await world.done(chief, "POST", f"{path}/cases", {"case_ids": [case["id"]]}, version=1)
    await _take_over(world, recorder, case)
    seen = await world.done(chief, "GET", path)
    assert (seen["cases_linked"], seen["forms"]) == (None, [])
    listed = await world.done(chief, "GET", f"{path}/cases")
    assert listed["items"] == []
    assert case["id"] not in str(seen) + str(listed)


async def test_many_cases_are_linked_at_once_or_none_and_each_has_its_event(world: World) -> None:
    incident, cases = await _recorded(world), [await world.a_case() for _ in range(3)]
    linked = await _linked(world, incident, *cases)
    assert linked["version"] == 2
    for case in cases:
        (event,) = await world.events(action="incident:link_case", case_id=UUID(case["id"]))
        assert str(event["subject_id"]) == incident["id"]
    other = await _recorded(world)
    path, fresh = f"{_INCIDENTS}/{other['id']}/cases", await world.a_case()
    body = {"case_ids": [fresh["id"], cases[0]["id"]]}
    officer = world.police.agent(Role.SUPERVISOR)
    assert (await world.call(officer, "POST", path, body, version=1)).status_code == 409
    assert not await world.owner.fetchval(
        "SELECT count(*) FROM incident_case WHERE case_id = $1", UUID(fresh["id"])
    )
    twice = {"case_ids": [fresh["id"], fresh["id"]]}
    assert (await world.call(officer, "POST", path, twice, version=1)).status_code == 422


async def test_a_case_that_was_taken_off_hangs_on_another_and_is_found_by_it(world: World) -> None:
    first, second, case = await _recorded(world), await _recorded(world), await world.a_case()
    await _linked(world, first, case)
    officer, body = world.police.agent(Role.SUPERVISOR), {"case_ids": [case["id"]]}
    path = f"{_INCIDENTS}/{first['id']}/unlink-cases"
    await world.done(officer, "POST", path, body, version=2)
    assert (await world.call(officer, "POST", path, body, version=3)).status_code == 409
    await _linked(world, second, case)
    found = await world.done(officer, "GET", f"{_INCIDENTS}?case_id={case['id']}")
    assert [row["id"] for row in found["items"]] == [second["id"]]


async def test_what_is_sealed_opens_by_who_reads_it(world: World) -> None:
    incident, case = await _recorded(world), await world.a_case()
    await _linked(world, incident, case)
    path = f"{_INCIDENTS}/{incident['id']}"
    officer = world.police.agent(Role.SUPERVISOR)
    seen = await world.done(officer, "GET", path)
    assert (seen["official_involved"], seen["operation_name"]) == ("yes", "Opération Repère")
    await _given_to(world, case, world.ngo)
    protects = await world.done(world.ngo.agent(Role.CASE_WORKER), "GET", path)
    assert (protects["official_involved"], protects["narrative"]) == (None, NARRATIVE)
    coordinates = await world.done(coordinator(world), "GET", path)
    sealed = ("official_involved", "operation_name", "narrative")
    assert {coordinates[name] for name in sealed} == {None}
    assert (coordinates["place"]["locality"], coordinates["cases_linked"]) == (None, 1)
    row = await world.owner.fetchrow(
        "SELECT i::text AS said, c::text AS counted FROM incident i"
        " JOIN counted_incident c ON c.row_id = i.id WHERE i.id = $1", UUID(incident["id"]),
    )  # fmt: skip
    assert row is not None
    for marker in ("Repère", NARRATIVE):
        assert marker not in row["said"] + row["counted"]


async def test_the_forms_of_an_incident_are_those_of_the_cases_that_the_reader_sees(
    world: World,
) -> None:
    incident, case = await _recorded(world), await world.a_case()
    await _linked(world, incident, case)
    await decide(world, world.police, case, "begin_screening", "presume")
    seen = await world.done(
        world.police.agent(Role.SUPERVISOR), "GET", f"{_INCIDENTS}/{incident['id']}"
    )
    assert seen["forms"]
    flow = await world.done(coordinator(world), "GET", f"{_INCIDENTS}/{incident['id']}")
    assert (flow["acts"], flow["means"], flow["forms"]) == ([], [], [])


async def test_two_persons_merge_incidents_of_two_organisations_and_the_cases_move(
    world: World,
) -> None:
    gendarmes = await world.make_organisation("gendarmerie")
    one, other, case = await _recorded(world), await _recorded(world, gendarmes), None
    case = await world.a_case()
    one = await _linked(world, one, case)
    path, body = f"{_INCIDENTS}/{one['id']}/merge", {"into_id": other["id"]}
    mine = await world.call(world.police.agent(Role.SUPERVISOR), "POST", path, body, version=2)
    assert mine.status_code == 404
    alone = await world.call(coordinator(world), "POST", path, body, version=2)
    assert alone.json()["code"] == "second-person-needed"
    one = await world.move(coordinator(world), "incidents", one, "propose-merge", body)
    again = await world.call(coordinator(world), "POST", path, body, version=3)
    assert again.json()["code"] == "second-person-needed"
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    merged = await world.move(second, "incidents", one, "merge", body)
    assert (merged["status"], merged["merged_into_id"]) == ("merged", other["id"])
    assert merged["code"] == one["code"]
    listed = await world.done(coordinator(world), "GET", f"{_INCIDENTS}/{other['id']}/cases")
    assert [row["case_id"] for row in listed["items"]] == [case["id"]]
    (event,) = await world.events(action="incident:merge", case_id=UUID(case["id"]))
    assert event["agent_id"] == second
    late = await world.call(
        gendarmes.agent(Role.SUPERVISOR), "POST", f"{_INCIDENTS}/{other['id']}/merge",
        {"into_id": other["id"]}, version=1,
    )  # fmt: skip
    assert late.status_code == 422


async def test_what_names_an_incident_that_was_merged_is_led_on_to_the_one_that_stands(
    world: World,
) -> None:
    one, other, last = [await _recorded(world, reported_on="2026-03") for _ in range(3)]
    chief, case = world.police.agent(Role.SUPERVISOR), await world.a_case()
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    to = {"organisation_id": str(world.police.id)}
    tip = await world.move(coordinator(world), "tips", tip, "assign", to)
    tip = await world.move(chief, "tips", tip, "link", {"incident_id": one["id"]})
    officer, path = world.police.agent(Role.INVESTIGATOR), f"/v1/cases/{case['id']}/exploitations"
    named = EPISODE | {"incident_id": one["id"]}
    episode = await world.done(officer, "POST", path, named)
    for first, second in ((one, other), (other, last)):
        await world.move(chief, "incidents", first, "merge", {"into_id": second["id"]})
    for address in (f"/v1/tips/{tip['id']}", f"{path}/{episode['id']}"):
        assert (await world.done(officer, "GET", address))["incident_id"] == last["id"]
    listed = (await world.done(officer, "GET", path))["items"]
    tips = (await world.done(officer, "GET", "/v1/tips"))["items"]
    assert listed[0]["incident_id"] == last["id"]
    assert {row["incident_id"] for row in tips if row["id"] == tip["id"]} == {last["id"]}
    # What was read is sent again, and it is one incident whichever name it has.
    correct = f"{path}/{episode['id']}/correct"
    for incident, version in ((last, 1), (one, 2)):
        body = EPISODE | {"incident_id": incident["id"]}
        fixed = await world.done(officer, "POST", correct, body, version=version)
        assert fixed["incident_id"] == last["id"]
    tip = await world.move(chief, "tips", tip, "link", {"incident_id": last["id"]})
    tip = await world.move(chief, "tips", tip, "link", {"incident_id": one["id"]})
    assert tip["incident_id"] == last["id"]
    events = await world.events(action="tip:link", subject_id=UUID(tip["id"]), outcome="allowed")
    assert [event["agent_id"] for event in events] == [chief] * 3


async def test_one_organisation_merges_its_own_incidents(world: World) -> None:
    one, other = await _recorded(world), await _recorded(world)
    chief = world.police.agent(Role.SUPERVISOR)
    await world.move(chief, "incidents", one, "merge", {"into_id": other["id"]})
    third = await _recorded(world)
    path, body = f"{_INCIDENTS}/{third['id']}/merge", {"into_id": one["id"]}
    assert (await world.call(chief, "POST", path, body, version=1)).status_code == 409


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_incidents_are_not_merged_into_each_other(world: World, attempt: int) -> None:
    pair = [await _recorded(world) for _ in range(2)]
    chief = world.police.agent(Role.SUPERVISOR)
    calls = [
        move(world, chief, "incidents", one, "merge", {"into_id": other["id"]})
        for one, other in (pair, reversed(pair))
    ]
    one_won(await together(*(calls if attempt % 2 else reversed(calls))))
    seen = [await world.done(chief, "GET", f"{_INCIDENTS}/{one['id']}") for one in pair]
    assert sorted(one["status"] for one in seen) == ["merged", "open"]


async def test_a_correction_leaves_what_only_the_inquiry_reads_unless_it_is_told(
    world: World,
) -> None:
    incident, case = await _recorded(world), await world.a_case()
    incident = await _linked(world, incident, case)
    body = an_incident(movement_scope="cross_border")
    del body["official_involved"]
    chief = world.police.agent(Role.SUPERVISOR)
    row = await world.move(chief, "incidents", incident, "correct", body)
    assert row["movement_scope"] == "cross_border"
    seen = await world.done(chief, "GET", f"{_INCIDENTS}/{incident['id']}")
    assert seen["official_involved"] == "yes"
    for event, status in (("close", "closed"), ("reopen", "open")):
        row = await world.move(chief, "incidents", row, event)
        assert row["status"] == status


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"detected_on": "2999-01"}, "/detected_on"),
        ({"began_on": "2026-02", "ended_on": "2026-01"}, "/ended_on"),
        ({"place": {"country": "ML", "division_code": "ML-1"}}, "/place/division_code"),
        ({"detected_by_organisation_id": "01985d2c-7c00-7a11-8b01-3f6c2e9d4a01"},
         "/detected_by_organisation_id"),
    ],
    ids=["ahead", "backwards", "division", "nobody"],
)  # fmt: skip
async def test_an_incident_that_contradicts_itself_is_refused(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    agent = world.police.agent(Role.SUPERVISOR)
    refused = await world.call(agent, "POST", _INCIDENTS, an_incident(**fields))
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_a_contact_holds_no_name_and_no_word_and_is_its_organisations_own(
    world: World,
) -> None:
    worker, path = world.ngo.agent(Role.CASE_WORKER), "/v1/contacts"
    for name in ("name", "note", "phone"):
        refused = await world.call(worker, "POST", path, a_contact(**{name: "Repère"}))
        assert refused.status_code == 422
    made = await world.done(worker, "POST", path, a_contact(smuggled=True))
    assert made["smuggled"]
    police = world.police.agent(Role.SUPERVISOR)
    assert (await world.call(police, "GET", f"{path}/{made['id']}")).status_code == 404
    assert (await world.done(coordinator(world), "GET", f"{path}/{made['id']}")) == made
    wrong = await world.move(coordinator(world), "contacts", made, "mark-error")
    assert wrong["status"] == "entered_in_error"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"offered": []}, "/answer"), ({"answer": "nothing_offered"}, "/answer"),
        ({"met_on": "2999-01-01"}, "/met_on"),
    ],
    ids=["nothing", "something", "ahead"],
)  # fmt: skip
async def test_a_contact_that_contradicts_itself_is_refused(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    agent = world.ngo.agent(Role.CASE_WORKER)
    refused = await world.call(agent, "POST", "/v1/contacts", a_contact(**fields))
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
