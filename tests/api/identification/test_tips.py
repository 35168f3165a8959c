"""Tips: who may report, who follows up, and how little the reporter learns."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from referral_api.database.database import system_actor
from referral_api.database.statements import Statement
from referral_api.domain.identification.tips.sources import erase_sources
from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.tips import NARRATIVE, a_tip, an_incident, coordinator, report
from tests.support.world import TestOrganisation, World

_TIPS = "/v1/tips"
_CONTACT = {"name": "Repère Nom", "phone": "+22399999999", "safe_to_call": "no"}
_VAGUE = {"reason": "too_vague"}


async def _assigned(
    world: World, to: TestOrganisation, by: UUID | None = None, **fields: Any
) -> dict[str, Any]:
    tip = await report(world, by or world.ngo.agent(Role.CASE_WORKER), **fields)
    body = {"organisation_id": str(to.id)}
    return await world.move(coordinator(world), "tips", tip, "assign", body)


async def _events(world: World, tip: dict[str, Any]) -> list[str]:
    return [event["action"] for event in await world.events(subject_id=UUID(tip["id"]))]


async def test_a_community_reporter_sends_a_tip_and_learns_only_the_feedback(world: World) -> None:
    committee = await world.make_organisation("watch_committee")
    reporter = committee.agent(Role.COMMUNITY_REPORTER)
    tip = await _assigned(world, world.police, reporter, immediate_danger="yes")
    assert (tip["status"], tip["urgency"]) == ("assigned", "emergency")
    seen = await world.done(reporter, "GET", f"{_TIPS}/{tip['id']}")
    assert seen["reporter_feedback"] == "being_looked_at"
    assert seen["narrative"] == NARRATIVE
    hidden = ("status", "assigned_organisation_id", "act_by", "overdue", "child_protection_id")
    assert {seen[name] for name in hidden} == {None}
    assert str(world.police.id) not in str(seen)
    assert (seen["recorded_by_agent_id"], tip["recorded_by_agent_id"]) == (str(reporter), None)
    listed = await world.done(reporter, "GET", f"{_TIPS}?status=assigned")
    assert listed["items"] == []
    assert (await world.done(reporter, "GET", _TIPS))["items"][0]["id"] == tip["id"]


async def test_a_community_reporter_does_nothing_else(world: World) -> None:
    committee = await world.make_organisation("watch_committee")
    reporter = committee.agent(Role.COMMUNITY_REPORTER)
    for path in ("cases", "incidents", "contacts", "services", "organisations", "notices"):
        assert (await world.call(reporter, "GET", f"/v1/{path}")).status_code == 403
    tip = await _assigned(world, world.police)
    assert (await world.call(reporter, "GET", f"{_TIPS}/{tip['id']}")).status_code == 404


async def test_the_role_of_a_community_reporter_is_held_in_a_watch_committee_alone(
    world: World,
) -> None:
    reporter = world.ngo.agent(Role.COMMUNITY_REPORTER)
    assert (await world.call(reporter, "POST", _TIPS, a_tip())).status_code == 403


async def test_the_reporter_hears_of_the_feedback_in_its_own_name_and_of_no_other_act(
    world: World,
) -> None:
    reporter = await world.make_organisation("ngo")
    tip = await _assigned(world, world.police, reporter.agent(Role.CASE_WORKER))
    case = await world.a_case()
    body = {"case_ids": [case["id"]]}
    await world.move(world.police.agent(Role.FIRST_RESPONDER), "tips", tip, "link", body)
    told = await world.owner.fetch(
        "SELECT action, by_organisation_id FROM outgoing_event WHERE organisation_id = $1"
        " AND subject_id = $2 ORDER BY event_id", reporter.id, UUID(tip["id"]),
    )  # fmt: skip
    assert [row["action"] for row in told] == ["tip:give_feedback"] * 2
    assert {row["by_organisation_id"] for row in told} == {reporter.id}
    seen = await world.done(reporter.agent(Role.CASE_WORKER), "GET", f"{_TIPS}/{tip['id']}")
    assert seen["reporter_feedback"] == "acted_on"
    assert (seen["case_ids"], seen["incident_id"]) == ([], None)
    assert case["id"] not in str(seen)


async def test_an_anonymous_tip_holds_nothing_of_its_source(world: World) -> None:
    agent = world.ngo.agent(Role.CASE_WORKER)
    for name, value in (("source_contact", _CONTACT), ("source_relation", "witness")):
        refused = await world.call(agent, "POST", _TIPS, a_tip(anonymous=True, **{name: value}))
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == [f"/{name}"]
        assert "Repère" not in refused.text
    tip = await report(world, agent, anonymous=True)
    assert not await world.owner.fetchval(
        "SELECT count(*) FROM tip_source WHERE tip_id = $1", UUID(tip["id"])
    )


async def test_only_the_assignee_opens_the_source_and_each_opening_is_recorded(
    world: World,
) -> None:
    reporter = world.ngo.agent(Role.CASE_WORKER)
    tip = await _assigned(world, world.police, reporter, source_contact=_CONTACT)
    path = f"{_TIPS}/{tip['id']}/source"
    for agent in (reporter, coordinator(world)):
        assert (await world.call(agent, "GET", path)).status_code == 403
    opened = await world.done(world.police.agent(Role.FIRST_RESPONDER), "GET", path)
    assert opened == {**_CONTACT, "instructions": None}
    (event,) = await world.events(
        subject_id=UUID(tip["id"]), action="tip:open_source", outcome="allowed"
    )
    assert event["organisation_id"] == world.police.id


async def test_the_database_shows_the_source_to_the_assignee_alone(world: World) -> None:
    tip = await _assigned(world, world.police, source_contact=_CONTACT)
    count = Statement(text(f"SELECT count(*) AS n FROM tip_source WHERE tip_id = '{tip['id']}'"))
    seen = {}
    for name in ("police", "ngo", "coordination"):
        actor = system_actor(getattr(world, name).id)
        scope: Any = "flow" if name == "coordination" else "grants"
        async with world.process.database.transaction(actor, scope) as transaction:
            seen[name] = (await transaction.row(count))["n"]
    assert seen == {"police": 1, "ngo": 0, "coordination": 0}


async def test_nothing_that_is_sealed_stands_in_the_database_in_the_clear(world: World) -> None:
    tip = await _assigned(
        world, world.police, source_contact=_CONTACT, approach_risks="Repère des chiens"
    )
    rows = await world.owner.fetch(
        "SELECT t::text || COALESCE(s::text, '') AS said FROM tip t"
        " LEFT JOIN tip_source s ON s.tip_id = t.id WHERE t.id = $1", UUID(tip["id"]),
    )  # fmt: skip
    images = await world.owner.fetch(
        "SELECT c::text AS said FROM counted_tip c WHERE row_id = $1", UUID(tip["id"])
    )
    for row in (*rows, *images):
        for marker in ("Repère", NARRATIVE, "99999999"):
            assert marker not in row["said"]
            assert marker.encode().hex() not in row["said"]
    assert images


async def test_the_source_is_erased_with_its_key_some_time_after_the_end(world: World) -> None:
    tip = await _assigned(world, world.police, source_contact=_CONTACT)
    chief = world.police.agent(Role.SUPERVISOR)
    database = world.process.database
    await erase_sources(database, timedelta(0))
    kept = "SELECT count(*) FROM tip_source WHERE tip_id = $1"
    assert await world.owner.fetchval(kept, UUID(tip["id"])) == 1
    await world.move(chief, "tips", tip, "dismiss", _VAGUE)
    await erase_sources(database, timedelta(days=90))
    assert await world.owner.fetchval(kept, UUID(tip["id"])) == 1
    await erase_sources(database, timedelta(0))
    assert await world.owner.fetchval(kept, UUID(tip["id"])) == 0
    assert "tip:erase_source" in await _events(world, tip)
    path = f"{_TIPS}/{tip['id']}"
    assert (await world.call(chief, "GET", f"{path}/source")).status_code == 404
    assert (await world.done(chief, "GET", path))["narrative"] == NARRATIVE


async def test_child_protection_is_told_with_the_assignee_and_reads_what_it_reads(
    world: World,
) -> None:
    desk = await world.make_organisation("child_protection")
    tip = await report(
        world, world.ngo.agent(Role.CASE_WORKER), children_seen="yes", immediate_danger="yes"
    )
    body = {"organisation_id": str(world.police.id), "child_protection_id": str(desk.id)}
    tip = await world.move(coordinator(world), "tips", tip, "assign", body)
    assert tip["child_protection_id"] == str(desk.id)
    seen = await world.done(desk.agent(Role.CASE_WORKER), "GET", f"{_TIPS}/{tip['id']}")
    assert (seen["status"], seen["narrative"]) == ("assigned", NARRATIVE)
    told = await world.owner.fetch(
        "SELECT action FROM outgoing_event WHERE organisation_id = $1", desk.id
    )
    assert [row["action"] for row in told] == ["tip:assign"]
    source = await world.call(desk.agent(Role.CASE_WORKER), "GET", f"{_TIPS}/{tip['id']}/source")
    assert source.status_code == 403


@pytest.mark.parametrize("seen", ["yes", "unknown", "not_asked"])
async def test_the_police_get_a_tip_about_children_on_immediate_danger_only(
    world: World, seen: str
) -> None:
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER), children_seen=seen)
    path, body = f"{_TIPS}/{tip['id']}/assign", {"organisation_id": str(world.police.id)}
    refused = await world.call(coordinator(world), "POST", path, body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    desk = await world.make_organisation("child_protection")
    body = {"organisation_id": str(desk.id)}
    tip = await world.done(coordinator(world), "POST", path, body, version=1)
    assert tip["child_protection_id"] is None


async def test_a_child_protection_of_the_region_is_found_where_none_is_named(world: World) -> None:
    desk = await world.make_organisation("child_protection")
    await world.arrange(
        desk.id, "UPDATE organisation SET regions = '{KAYES,KITA}' WHERE id = $1", desk.id
    )
    tip = await _assigned(world, world.police, children_seen="unknown", immediate_danger="yes")
    found = await world.owner.fetchrow(
        "SELECT type, regions FROM organisation WHERE id = $1", UUID(tip["child_protection_id"])
    )
    assert found is not None
    assert (found["type"], "KAYES" in found["regions"]) == ("child_protection", True)


async def test_a_tip_is_assigned_to_an_allowed_type_that_covers_the_region(world: World) -> None:
    far = await world.make_organisation("gendarmerie")
    await world.arrange(far.id, "UPDATE organisation SET regions = '{GAO}' WHERE id = $1", far.id)
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    path = f"{_TIPS}/{tip['id']}/assign"
    for organisation in (far, world.ngo, world.shelter):
        body = {"organisation_id": str(organisation.id)}
        refused = await world.call(coordinator(world), "POST", path, body, version=1)
        (error,) = refused.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/organisation_id", "invalid_value")


async def test_nobody_dismisses_a_tip_alone_that_may_concern_children(world: World) -> None:
    desk = await world.make_organisation("child_protection")
    tip = await _assigned(world, desk, children_seen="unknown")
    path = f"{_TIPS}/{tip['id']}/dismiss"
    first, second = desk.agent(Role.CASE_WORKER), desk.agent(Role.SUPERVISOR)
    alone = await world.call(first, "POST", path, _VAGUE, version=2)
    assert (alone.status_code, alone.json()["code"]) == (409, "second-person-needed")
    proposed = await world.move(first, "tips", tip, "propose-dismissal", _VAGUE)
    again = await world.call(first, "POST", path, _VAGUE, version=3)
    assert again.json()["code"] == "second-person-needed"
    done = await world.move(second, "tips", proposed, "dismiss", _VAGUE)
    assert (done["status"], done["reporter_feedback"]) == ("dismissed", "not_possible")
    allowed = await world.events(subject_id=UUID(tip["id"]), outcome="allowed")
    assert [event["action"] for event in allowed][-3:] == [
        "tip:propose_dismissal", "tip:dismiss", "tip:give_feedback",
    ]  # fmt: skip


async def test_both_reporters_of_a_duplicate_learn_the_same(world: World) -> None:
    chief = world.police.agent(Role.SUPERVISOR)
    other = await world.make_organisation("ngo")
    first = await _assigned(world, world.police)
    second = await _assigned(world, world.police, other.agent(Role.CASE_WORKER))
    body = {"duplicate_of_id": first["id"]}
    second = await world.move(chief, "tips", second, "mark-duplicate", body)
    assert (second["status"], second["reporter_feedback"]) == ("duplicate", "being_looked_at")
    await world.move(chief, "tips", first, "dismiss", {"reason": "no_sign_found"})
    seen = await world.done(other.agent(Role.CASE_WORKER), "GET", f"{_TIPS}/{second['id']}")
    assert seen["reporter_feedback"] == "no_sign_found"
    third = await _assigned(world, world.police)
    path, body = f"{_TIPS}/{third['id']}/mark-duplicate", {"duplicate_of_id": second["id"]}
    assert (await world.call(chief, "POST", path, body, version=2)).status_code == 409
    body = {"duplicate_of_id": third["id"]}
    assert (await world.call(chief, "POST", path, body, version=2)).status_code == 422


async def test_what_the_assignee_adds_is_hidden_from_the_reporter_and_kept_by_a_former_one(
    world: World,
) -> None:
    reporter, officer = world.ngo.agent(Role.CASE_WORKER), world.police.agent(Role.SUPERVISOR)
    tip = await _assigned(world, world.police, reporter)
    body = {"signs": ["armed_men"], "narrative": "Repère de la patrouille"}
    tip = await world.move(officer, "tips", tip, "add-details", body)
    assert tip["act_by"] is not None
    mine = {"signs": ["injuries"], "immediate_danger": "yes", "narrative": "Repère du témoin"}
    await world.done(reporter, "POST", f"{_TIPS}/{tip['id']}/add-details", mine, version=3)
    seen = await world.done(reporter, "GET", f"{_TIPS}/{tip['id']}")
    assert seen["signs"] == ["no_pay", "injuries"]
    assert (seen["urgency"], seen["immediate_danger"]) == ("emergency", "yes")
    assert [one["narrative"] for one in seen["details"]] == ["Repère du témoin"]
    whole = await world.done(officer, "GET", f"{_TIPS}/{tip['id']}")
    assert [one["narrative"] for one in whole["details"]] == [
        "Repère de la patrouille", "Repère du témoin",
    ]  # fmt: skip
    own = await world.owner.fetchval(
        "SELECT count(*) FROM tip_detail WHERE tip_id = $1 AND organisation_id = $2",
        UUID(tip["id"]), world.police.id,
    )  # fmt: skip
    assert own == 1


async def test_another_agent_of_the_reporter_does_not_add_to_its_tip(world: World) -> None:
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    path = f"{_TIPS}/{tip['id']}/add-details"
    other = world.ngo.agent(Role.FIRST_RESPONDER)
    assert (await world.call(other, "POST", path, {}, version=1)).status_code == 403
    chief = world.ngo.agent(Role.SUPERVISOR)
    assert (await world.call(chief, "POST", path, {}, version=1)).status_code == 200


async def test_a_tip_that_was_moved_or_given_back_is_out_of_sight(world: World) -> None:
    gendarmes = await world.make_organisation("gendarmerie")
    tip = await _assigned(world, world.police)
    body = {"organisation_id": str(gendarmes.id), "reason": "conflict_of_interest"}
    tip = await world.move(coordinator(world), "tips", tip, "reassign", body)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    assert (await world.call(officer, "GET", f"{_TIPS}/{tip['id']}")).status_code == 404
    chief = gendarmes.agent(Role.SUPERVISOR)
    back = await world.move(chief, "tips", tip, "return", {"reason": "out_of_area"})
    assert (back["status"], back["assigned_organisation_id"]) == ("received", None)
    assert (await world.call(chief, "GET", f"{_TIPS}/{tip['id']}")).status_code == 404


async def test_a_tip_is_linked_to_what_its_assignee_sees_and_answers_for(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    tip = await _assigned(world, world.police)
    path, foreign = f"{_TIPS}/{tip['id']}/link", await world.a_case(world.ngo)
    for body, status in (
        ({}, 422),
        ({"case_ids": [foreign["id"]]}, 422),
        ({"incident_id": tip["id"]}, 404),
    ):
        assert (await world.call(officer, "POST", path, body, version=2)).status_code == status
    cases = [(await world.a_case())["id"] for _ in range(2)]
    linked = await world.done(officer, "POST", path, {"case_ids": cases}, version=2)
    assert (linked["status"], linked["case_ids"]) == ("linked", cases)
    events = await world.events(subject_id=UUID(tip["id"]), action="tip:link", outcome="allowed")
    assert {str(event["case_id"]) for event in events if event["case_id"]} == set(cases)


async def test_an_incident_was_reported_when_its_first_tip_was_unless_somebody_has_said(
    world: World,
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for said, number in ((None, 2), ("2026-02", 1)):
        body = an_incident(reported_on=said)
        incident = await world.done(officer, "POST", "/v1/incidents", body)
        tips = [await _assigned(world, world.police) for _ in range(2)]
        for tip in tips:
            link = {"incident_id": incident["id"]}
            await world.move(officer, "tips", tip, "link", link)
        seen = await world.done(officer, "GET", f"/v1/incidents/{incident['id']}")
        assert seen["reported_on"] == (said or tips[0]["recorded_at"][:10])
        # The day is noted once, by whoever linked the tip.
        assert seen["version"] == number
        noted = await recorded(world, "incident:correct", incident)
        assert noted == [officer] * (number - 1)


async def test_a_tip_is_reopened_by_name_where_nobody_had_been_assigned(world: World) -> None:
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    tip = await world.move(coordinator(world), "tips", tip, "dismiss", _VAGUE)
    path = f"{_TIPS}/{tip['id']}/reopen"
    nobody = await world.call(coordinator(world), "POST", path, {}, version=tip["version"])
    assert nobody.status_code == 409
    body = {"organisation_id": str(world.police.id)}
    again = await world.move(coordinator(world), "tips", tip, "reopen", body)
    assert (again["status"], again["reporter_feedback"]) == ("assigned", "being_looked_at")
    assert await world.owner.fetchval(
        "SELECT closed_at IS NULL FROM tip WHERE id = $1", UUID(tip["id"])
    )


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"place": {"country": "ML"}}, "/place/region"),
        ({"place": {"country": "CI", "region": "KAYES"}}, "/place/region"),
        ({"place": {"country": "CI", "division_code": "ML-1"}}, "/place/division_code"),
        ({"place": {"country_known": "unknown"}}, "/place/region"),
        ({"place": {"country": "CI", "country_known": "unknown"}}, "/place/country_known"),
        ({"people_seen": {"girls": 3}}, "/people_seen_precision"),
        ({"observed_from": "2999"}, "/observed_from"),
        ({"observed_from": "2026-02-30"}, "/observed_from"),
        ({"observed_from": "2026-02", "observed_until": "2025"}, "/observed_until"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_tip_that_contradicts_itself_is_refused(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    refused = await world.call(world.ngo.agent(Role.CASE_WORKER), "POST", _TIPS, a_tip(**fields))
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
