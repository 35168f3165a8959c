"""Measures that reach a child's family: her own word, the checks of the family, a determination."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.children import CHECK, GUARDIAN, STEP, TRACING, VIEW
from tests.support.facts import EPISODE
from tests.support.measures import a_measure, act, papers_of_child, path_of, propose
from tests.support.plans import assessed
from tests.support.world import TestOrganisation, World

_TODAY = {"happened_on": str(datetime.now(UTC).date())}


async def _child(world: World, house: TestOrganisation) -> str:
    case_id: str = (await world.a_case(house, age_band="12_14"))["id"]
    return case_id


async def _say(world: World, agent: UUID, case_id: str, **said: Any) -> None:
    await world.done(agent, "POST", f"/v1/cases/{case_id}/own-views", VIEW | said)


async def _refused(
    world: World, code: str, agent: UUID, measure: dict[str, Any], event: str, body: Any
) -> dict[str, Any]:
    path = f"{path_of(measure['case_id'])}/{measure['id']}/{event}"
    return await refused(world, 409, code, agent, "POST", path, body, version=measure["version"])


@pytest.mark.parametrize(
    ("kind", "fields", "topic", "decision"),
    [
        ("family_reunification", {"family_check": "no_concern"}, "family_contact",
         "family_reunification"),
        ("child_placement", {"care_arrangement": "kinship"}, "family_contact", "kinship_care"),
        ("child_placement", {"care_arrangement": "foster_family"}, None, "foster_care"),
        ("voluntary_return", {}, "return", "return_abroad"),
    ],
)  # fmt: skip
async def test_the_word_of_a_child_stops_the_family_and_the_return_and_no_place_of_safety(
    world: World, kind: str, fields: dict[str, Any], topic: str | None, decision: str
) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    papers = await papers_of_child(world, house, case_id, decision)
    asked = await propose(world, house, case_id, kind, **fields, **papers)
    for one in ("family_contact", "return"):
        await _say(world, worker, case_id, topic=one, assent="refused")
    if topic is not None:
        await _refused(world, "conflict", lead, asked, "grant", {})
        await _say(world, worker, case_id, topic=topic, assent="given")
    granted = await act(world, lead, asked, "grant", {})
    if kind == "voluntary_return":
        granted = await act(world, world.coordination.agent(Role.COORDINATOR), granted, "grant", {})
    assert granted["status"] == "granted"
    if topic is not None:
        # She may change her mind as long as it has not begun.
        await _say(world, worker, case_id, topic=topic, assent="refused")
        await _refused(world, "conflict", worker, granted, "start", _TODAY)
        await _say(world, worker, case_id, topic=topic, assent="undecided")
    started = await act(world, worker, granted, "start", _TODAY)
    assert await recorded(world, "measure:start", started) == [worker]


async def test_a_determination_that_was_never_made_grounds_nothing(world: World) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    papers = await papers_of_child(world, house, case_id, "kinship_care")
    asked = await propose(world, house, case_id, "child_placement", **papers)
    lead, path = house.agent(Role.SUPERVISOR), f"/v1/cases/{case_id}/best-interests-determinations"
    recorder = await world.owner.fetchval(
        "SELECT recorded_by_agent_id FROM best_interests_determination WHERE id = $1",
        UUID(papers["bid_id"]),
    )
    await world.done(recorder, "POST", f"{path}/{papers['bid_id']}/mark-error", version=1)
    body = await _refused(world, "measure-ungrounded", lead, asked, "grant", {})
    assert body["unmet"] == ["best_interests_determination"]


async def test_a_guardian_is_appointed_by_what_is_known_of_the_guardian(world: World) -> None:
    own = world.prosecutor
    case_id = await _child(world, own)
    lead, magistrate = own.agent(Role.SUPERVISOR), own.agent(Role.MAGISTRATE)
    path = f"/v1/cases/{case_id}/guardians"
    doubted = GUARDIAN | {"family_check": "concern"}
    guardian = await world.done(lead, "POST", path, doubted)
    asked = await propose(world, own, case_id, "guardian_appointment", guardian_id=guardian["id"])
    body = await _refused(world, "measure-ungrounded", magistrate, asked, "grant", {})
    assert body["unmet"] == ["no_known_concern"]
    await world.done(lead, "POST", f"{path}/{guardian['id']}/correct", GUARDIAN, version=1)
    granted = await act(world, magistrate, asked, "grant", {})
    assert await recorded(world, "measure:grant", granted) == [magistrate]
    # Nobody is appointed of whom there is no record in this file.
    elsewhere = a_measure("guardian_appointment", guardian_id=guardian["id"])
    other = path_of(await _child(world, own))
    problem = await refused(
        world, 422, "malformed-input", own.agent(Role.CASE_WORKER), "POST", other, elsewhere
    )
    assert [error["pointer"] for error in problem["errors"]] == ["/guardian_id"]


async def test_a_family_is_reunited_by_a_tracing_a_check_a_measure_and_is_visited_after(
    world: World,
) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    contact: dict[str, Any] = {"purposes": ["follow_up_contact"], "sections": []}
    await world.a_consent(case_id, house, by=house, **contact)
    path = f"/v1/cases/{case_id}/tracings"
    tracing = await world.done(worker, "POST", path, TRACING | {"family_check": "not_done"})

    async def trace(event: str, body: Any = None, status: int = 200) -> None:
        one = f"{path}/{tracing['id']}"
        version = (await world.done(worker, "GET", one))["version"]
        response = await world.call(lead, "POST", f"{one}/{event}", body, version=version)
        assert response.status_code == status, response.text

    papers = await papers_of_child(world, house, case_id, "family_reunification")
    asked = await propose(
        world, house, case_id, "family_reunification", tracing_id=tracing["id"],
        family_check="no_concern", **papers,
    )  # fmt: skip
    body = await _refused(world, "measure-ungrounded", lead, asked, "grant", {})
    assert body["unmet"] == ["safe_family"]
    await trace("check", CHECK)
    await trace("record-action", STEP)
    await trace("verify", {"verified_by": ["documents"]})
    await trace("reunify", status=409)
    granted = await act(world, lead, asked, "grant", {})
    assert await recorded(world, "measure:grant", granted) == [lead]
    started = await act(world, worker, granted, "start", _TODAY)
    await trace("reunify")
    assert await recorded(world, "tracing:reunify", tracing) == [lead]
    due = await world.done(worker, "GET", f"/v1/cases/{case_id}/follow-ups")
    assert {one["counted_from"] for one in due["items"]} == {started["started_on"]}
    assert {one["point"] for one in due["items"]} == {"month_1", "month_3", "month_6", "month_12"}


async def test_an_adult_too_is_not_reunited_by_the_measure_of_another_tracing(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    lead, worker = world.ngo.agent(Role.SUPERVISOR), world.ngo.agent(Role.CASE_WORKER)
    path, found = f"/v1/cases/{case_id}/tracings", []
    for _ in range(2):
        row = await world.done(worker, "POST", path, TRACING | {"family_check": "no_concern"})
        for event, body in (("record-action", STEP), ("verify", {"verified_by": ["documents"]})):
            one = f"{path}/{row['id']}/{event}"
            row = await world.done(lead, "POST", one, body, version=row["version"])
        found.append(row)
    consent = await world.a_consent(case_id, world.ngo, by=world.ngo)
    risk = await assessed(world, world.ngo, case_id)
    asked = await propose(
        world, world.ngo, case_id, "family_reunification", tracing_id=found[0]["id"],
        consent_id=consent["id"], risk_assessment_id=risk["id"],
    )  # fmt: skip
    await act(world, lead, asked, "grant", {})
    for row, status in zip(found, (200, 409), strict=True):
        one = f"{path}/{row['id']}/reunify"
        response = await world.call(lead, "POST", one, version=row["version"])
        assert response.status_code == status


async def _start_refused(world: World, worker: UUID, measure: dict[str, Any], unmet: str) -> None:
    body = await _refused(world, "measure-ungrounded", worker, measure, "start", _TODAY)
    assert body["unmet"] == [unmet]


async def test_a_family_that_turns_out_to_be_involved_gets_no_child_that_was_granted_to_it(
    world: World,
) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    path = f"/v1/cases/{case_id}/tracings"
    row = await world.done(worker, "POST", path, TRACING | {"family_check": "no_concern"})
    papers = await papers_of_child(world, house, case_id, "family_reunification")
    asked = await propose(
        world, house, case_id, "family_reunification", tracing_id=row["id"], **papers
    )
    granted = await act(world, lead, asked, "grant", {})
    for check in ("involved", "no_concern"):
        found = CHECK | {"family_check": check}
        one = f"{path}/{row['id']}/check"
        row = await world.done(lead, "POST", one, found, version=row["version"])
        if check == "involved":
            await _start_refused(world, worker, granted, "safe_family")
    started = await act(world, worker, granted, "start", _TODAY)
    assert await recorded(world, "measure:start", started) == [worker]


@pytest.mark.parametrize(
    ("kind", "decision"),
    [("child_placement", "kinship_care"), ("voluntary_return", "return_abroad")],
)
async def test_a_determination_that_does_not_stand_any_more_takes_no_child_away(
    world: World, kind: str, decision: str
) -> None:
    house, helper = [await world.make_organisation("child_protection") for _ in range(2)]
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), helper.agent(Role.CASE_WORKER)
    papers = await papers_of_child(world, house, case_id, decision)
    asked = await propose(
        world, house, case_id, kind, executor_organisation_id=str(helper.id), **papers
    )
    granted = await act(world, lead, asked, "grant", {})
    if kind == "voluntary_return":
        granted = await act(world, world.coordination.agent(Role.COORDINATOR), granted, "grant", {})
    bid = {"id": papers["bid_id"], "case_id": case_id}
    await world.rewrite("best_interests_determination", bid, status="entered_in_error")
    # Who carries it out sees no file, and is asked all the same.
    await _start_refused(world, worker, granted, "best_interests_determination")
    await world.rewrite("best_interests_determination", bid, status="recorded")
    started = await act(world, worker, granted, "start", _TODAY)
    assert await recorded(world, "measure:start", started) == [worker]


async def _names_the_family(world: World, agent: UUID, case_id: str, **fields: Any) -> str:
    path = f"/v1/cases/{case_id}/exploitations"
    return str((await world.done(agent, "POST", path, EPISODE | fields))["id"])


@pytest.mark.parametrize(
    "named", [{"exploiter_relations": ["parent"]}, {"recruiter_relations": ["other_relative"]}]
)
async def test_a_family_that_an_episode_names_is_met_with_a_second_person_alone(
    world: World, named: dict[str, Any]
) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    path = f"/v1/cases/{case_id}/tracings"
    row = await world.done(worker, "POST", path, TRACING | {"family_check": "no_concern"})
    assert row["may_contact"] is True
    one = f"{path}/{row['id']}"
    seen = await world.done(worker, "POST", f"{one}/record-action", STEP, version=1)
    papers = await papers_of_child(world, house, case_id, "family_reunification")
    fields = papers | {"family_check": "no_concern"}
    bare = await propose(world, house, case_id, "family_reunification", **fields)
    asked = await propose(
        world, house, case_id, "family_reunification", tracing_id=row["id"], **fields
    )
    # Of a stranger, and of what was recorded by mistake, nothing follows.
    wrong = await _names_the_family(world, worker, case_id, **named)
    wrong_at = f"/v1/cases/{case_id}/exploitations/{wrong}/mark-error"
    assert (await world.done(worker, "GET", one))["may_contact"] is False
    await world.done(lead, "POST", wrong_at, version=1)
    await _names_the_family(world, worker, case_id)
    assert (await world.done(worker, "GET", one))["may_contact"] is True
    refusal = await world.call(lead, "POST", f"{one}/confirm", version=seen["version"])
    assert refusal.status_code == 409
    await _names_the_family(world, worker, case_id, **named)
    listed = (await world.done(worker, "GET", path))["items"]
    assert [item["may_contact"] for item in listed] == [False]
    shown = {"verified_by": ["documents"]}
    refusal = await world.call(lead, "POST", f"{one}/verify", shown, version=seen["version"])
    assert refusal.status_code == 409
    for measure in (bare, asked):
        body = await _refused(world, "measure-ungrounded", lead, measure, "grant", {})
        assert body["unmet"] == ["safe_family"]
    confirmed = await world.done(lead, "POST", f"{one}/confirm", version=seen["version"])
    assert confirmed["may_contact"] is True
    assert await recorded(world, "tracing:confirm", row) == [lead]
    await _refused(world, "measure-ungrounded", lead, bare, "grant", {})
    await act(world, lead, asked, "grant", {})
    seen = await world.done(worker, "POST", f"{one}/verify", shown, version=confirmed["version"])
    # A new check takes a new confirmation.
    seen = await world.done(worker, "POST", f"{one}/check", CHECK, version=seen["version"])
    assert (seen["status"], seen["may_contact"]) == ("in_progress", False)


async def test_a_child_is_placed_with_a_family_that_an_episode_names_by_two_persons(
    world: World,
) -> None:
    house = await world.make_organisation("child_protection")
    case_id = await _child(world, house)
    lead, worker = house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    papers = await papers_of_child(world, house, case_id, "kinship_care")
    await _names_the_family(world, worker, case_id, exploiter_relations=["sibling"])
    path = f"/v1/cases/{case_id}/tracings"
    row = await world.done(worker, "POST", path, TRACING | {"family_check": "no_concern"})
    traced = {"tracing_id": row["id"]}
    asked = await propose(world, house, case_id, "child_placement", **papers, **traced)
    urgent = {"urgent": True, "carer_check": "not_done"}
    late = await propose(world, house, case_id, "child_placement", **papers, **urgent)
    for measure in (asked, late):
        body = await _refused(world, "measure-ungrounded", lead, measure, "grant", {})
        assert body["unmet"] == ["safe_carer"]
    await world.done(lead, "POST", f"{path}/{row['id']}/confirm", version=1)
    granted = await act(world, lead, asked, "grant", {})
    assert await recorded(world, "measure:grant", granted) == [lead]
    # Elsewhere nothing of it is asked.
    away = await propose(
        world, house, case_id, "child_placement", care_arrangement="foster_family", **papers
    )
    assert (await act(world, lead, away, "grant", {}))["status"] == "granted"
