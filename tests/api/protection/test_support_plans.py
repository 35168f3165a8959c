"""Support plans: the person's own, one at a time, with goals, reviews and an end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.children import VIEW
from tests.support.notices import ring_one, stages
from tests.support.plans import (
    AGREED,
    a_draft,
    a_goal,
    ahead,
    assessed,
    drafted,
    goals_of,
    in_force,
    moved,
    revised,
)
from tests.support.stays import accepted
from tests.support.world import TestOrganisation, World

_DAY = timedelta(days=1)


async def _case(world: World, **fields: Any) -> str:
    case_id: str = (await world.a_case(world.ngo, **fields))["id"]
    return case_id


async def _try(
    world: World, plan: dict[str, Any], event: str, body: Any = None, *,
    role: Role = Role.SUPERVISOR, by: TestOrganisation | None = None,
) -> Any:  # fmt: skip
    path = f"/v1/cases/{plan['case_id']}/support-plans/{plan['id']}/{event}"
    agent = (by or world.ngo).agent(role)
    return await world.call(agent, "POST", path, body, version=plan["version"])


async def test_a_plan_goes_its_way_and_each_step_is_recorded(world: World) -> None:
    plan = await drafted(world, world.ngo, await _case(world))
    assert (plan["status"], plan["goals"], plan["activated_at"]) == ("draft", None, None)
    soon = {"review_by": ahead(9)}
    for event, body, status in (
        ("activate", AGREED | soon, "active"), ("suspend", {"review_by": ahead(30)}, "suspended"),
        ("revise", {"review_by": ahead(20), "planned_end_on": ahead(60)}, "suspended"),
        ("resume", soon, "active"), ("end", {"reason": "moved"}, "ended_early"),
    ):  # fmt: skip
        plan = await moved(world, world.ngo, plan, event, body)
        assert plan["status"] == status
    assert (plan["end_reason"], plan["ended_on"]) == ("moved", str(datetime.now(UTC).date()))
    assert (plan["planned_end_on"], plan["agreed_by_person"]) == (ahead(60), "yes")
    acts = [event["action"] for event in await world.events(subject_id=UUID(plan["id"]))]
    assert acts == [
        f"support_plan:{event}"
        for event in ("draft", "activate", "suspend", "revise", "resume", "end_early")
    ]
    again = await _try(world, plan, "resume", soon)
    assert (again.status_code, again.json()["code"]) == (409, "invalid-transition")


@pytest.mark.parametrize("answer", ["no", "unknown", "not_asked"])
async def test_a_plan_is_the_persons_own_and_stays_a_draft_without_a_yes(
    world: World, answer: str
) -> None:
    plan = await drafted(world, world.ngo, await _case(world))
    refused = await _try(world, plan, "activate", {"agreed_by_person": answer} | _soon())
    assert refused.status_code == 409
    plan = await moved(world, world.ngo, plan, "activate", AGREED | _soon())
    refused = await _try(world, plan, "revise", {"agreed_by_person": "no"} | _soon())
    assert refused.status_code == 409


def _soon() -> dict[str, str]:
    return {"review_by": ahead(9)}


async def test_of_a_child_the_own_view_on_file_is_enough_unless_it_says_no(world: World) -> None:
    case_id = await _case(world, age_band="12_14")
    silent = await drafted(world, world.ngo, case_id)
    asked = {"agreed_by_person": "unknown"} | _soon()
    assert (await _try(world, silent, "activate", asked)).status_code == 409
    # What an assessment notes of the talk with her is no view of hers.
    heard = await assessed(world, world.ngo, case_id, person_view="Je veux apprendre")
    body = a_draft(heard["id"])
    agent, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}"
    plan = await world.done(agent, "POST", f"{path}/support-plans", body)
    said = await world.done(agent, "POST", f"{path}/own-views", VIEW)
    lead, mistaken = world.ngo.agent(Role.SUPERVISOR), f"{path}/own-views/{said['id']}/mark-error"
    await world.done(lead, "POST", mistaken, version=1)
    assert (await _try(world, plan, "activate", asked)).status_code == 409
    await world.done(agent, "POST", f"{path}/own-views", VIEW)
    against = {"agreed_by_person": "no"} | _soon()
    assert (await _try(world, plan, "activate", against)).status_code == 409
    active = await moved(world, world.ngo, plan, "activate", asked)
    assert active["status"] == "active"
    assert await recorded(world, "support_plan:activate", active) == [
        world.ngo.agent(Role.SUPERVISOR)
    ]


async def test_a_plan_needs_a_goal_and_one_is_in_force_at_a_time(world: World) -> None:
    case_id = await _case(world)
    empty = await drafted(world, world.ngo, case_id, goals=[])
    refused = await _try(world, empty, "activate", AGREED | _soon())
    assert refused.status_code == 409
    await in_force(world, world.ngo, case_id)
    path = f"/v1/cases/{case_id}/support-plans/{empty['id']}/goals"
    await world.done(world.ngo.agent(Role.CASE_WORKER), "POST", path, a_goal())
    second = await _try(world, empty, "activate", AGREED | _soon())
    assert (second.status_code, second.json()["code"]) == (409, "already-exists")
    page = await world.done(
        world.ngo.agent(Role.CASE_WORKER), "GET", f"/v1/cases/{case_id}/support-plans?status=draft"
    )
    assert [item["id"] for item in page["items"]] == [empty["id"]]


@pytest.mark.parametrize(
    ("event", "days"), [("draft", 11), ("draft", -1), ("activate", 11), ("revise", 31)]
)
async def test_a_review_is_never_far(world: World, event: str, days: int) -> None:
    case_id = await _case(world)
    late = {"review_by": ahead(days)}
    if event == "draft":
        assessment = await assessed(world, world.ngo, case_id)
        refused = await world.call(
            world.ngo.agent(Role.CASE_WORKER), "POST", f"/v1/cases/{case_id}/support-plans",
            a_draft(assessment["id"]) | late,
        )  # fmt: skip
    elif event == "activate":
        plan = await drafted(world, world.ngo, case_id)
        refused = await _try(world, plan, event, AGREED | late)
    else:
        refused = await _try(world, await in_force(world, world.ngo, case_id), event, late)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/review_by"]


async def test_a_plan_rests_on_an_assessment_of_its_own_case(world: World) -> None:
    case_id, other = await _case(world), await _case(world)
    elsewhere = await assessed(world, world.ngo, other)
    agent, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/support-plans"
    for assessment_id in (elsewhere["id"], case_id):
        refused = await world.call(agent, "POST", path, a_draft(assessment_id))
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/assessment_id"
    plan = await in_force(world, world.ngo, case_id)
    wrong = await _try(world, plan, "revise", {"assessment_id": elsewhere["id"]} | _soon())
    assert wrong.status_code == 422
    reading = f"/v1/cases/{other}/support-plans/{plan['id']}"
    assert (await world.call(agent, "GET", reading)).status_code == 404
    named = a_draft((await assessed(world, world.ngo, case_id))["id"])
    named["goals"] = [a_goal(responsible_organisation_id=case_id)]
    refused = await world.call(agent, "POST", path, named)
    assert refused.json()["errors"][0]["pointer"] == "/goals/0/responsible_organisation_id"


async def test_completing_needs_closed_goals_and_plans_follow_ups(world: World) -> None:
    case_id = await _case(world)
    await world.a_consent(
        case_id, world.ngo, by=world.ngo, purposes=["follow_up_contact"], sections=[]
    )
    plan = await in_force(world, world.ngo, case_id, goals=[a_goal(), a_goal(domain="legal")])
    first, second = await goals_of(world, world.ngo, plan)
    done = await revised(world, world.ngo, first, progress="achieved")
    assert done["achieved_on"] == str(datetime.now(UTC).date())
    assert (await _try(world, plan, "complete")).status_code == 409
    await revised(world, world.ngo, second, progress="not_possible")
    plan = await moved(world, world.ngo, plan, "complete")
    assert (plan["status"], plan["end_reason"]) == ("completed", "goals_met")
    page = await world.done(
        world.ngo.agent(Role.CASE_WORKER), "GET", f"/v1/cases/{case_id}/follow-ups?status=due"
    )
    assert {item["point"] for item in page["items"]} == {
        "month_1",
        "month_3",
        "month_6",
        "month_12",
    }
    assert {item["counted_from"] for item in page["items"]} == {plan["ended_on"]}
    late = await _revise(world, world.ngo, second)
    assert (late.status_code, late.json()["code"]) == (409, "invalid-transition")


async def _revise(world: World, by: TestOrganisation, goal: dict[str, Any], **fields: Any) -> Any:
    path = f"/v1/cases/{goal['case_id']}/support-plans/{goal['plan_id']}/goals/{goal['id']}/revise"
    body = {"progress": "under_way"} | fields
    return await world.call(by.agent(Role.CASE_WORKER), "POST", path, body, version=goal["version"])


async def test_a_partner_says_how_far_its_own_goal_is_and_no_more(world: World) -> None:
    case_id, partner = await _case(world), await world.make_organisation("shelter")
    named = a_goal(responsible_organisation_id=str(partner.id), objective="Chez Testova")
    plan = await in_force(world, world.ngo, case_id, goals=[named, a_goal()])
    own, other = await goals_of(world, world.ngo, plan)
    assert own["objective"] == "Chez Testova"
    # To be named opens nothing.
    assert (await _revise(world, partner, own)).status_code == 404
    reading = f"/v1/cases/{case_id}/support-plans/{plan['id']}"
    assert (await world.call(partner.agent(Role.CASE_WORKER), "GET", reading)).status_code == 404
    await accepted(
        world, partner, by=world.ngo, case_id=case_id, bed_asked=False, service_type="food",
        shared_sections=["protection"],
    )  # fmt: skip
    seen, _ = await goals_of(world, partner, plan)
    assert seen["objective"] == "Chez Testova"
    assert (await _revise(world, partner, own)).json()["progress"] == "under_way"
    own["version"] += 1
    assert (await _revise(world, partner, own, objective="Autre")).status_code == 403
    assert (await _revise(world, partner, other)).status_code == 403
    assert (await _try(world, plan, "end", {"reason": "other"}, by=partner)).status_code == 403
    fixed = await _revise(world, world.ngo, own, objective="Autre", due_on=ahead(9))
    assert (fixed.status_code, fixed.json()["due_on"]) == (200, ahead(9))
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", UUID(own["id"])
    )
    assert {row["organisation_id"] for row in told} == {world.ngo.id}


async def test_goals_are_sealed_marked_and_at_most_thirty(world: World) -> None:
    case_id = await _case(world)
    goals = [a_goal(objective="Rejoindre Testova") for _ in range(30)]
    plan = await drafted(world, world.ngo, case_id, goals=goals)
    agent, lead = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{case_id}/support-plans/{plan['id']}/goals"
    assert (await world.call(agent, "POST", path, a_goal())).status_code == 409
    first, *_ = await goals_of(world, world.ngo, plan)
    stored = await world.owner.fetchrow(
        "SELECT * FROM support_goal WHERE id = $1", UUID(first["id"])
    )
    assert "Testova" not in str(stored)
    wrong = await world.done(lead, "POST", f"{path}/{first['id']}/mark-error", version=1)
    assert (wrong["status"], wrong["objective"]) == ("entered_in_error", None)
    assert len(await goals_of(world, world.ngo, plan)) == 29
    added = await world.done(agent, "POST", path, a_goal())
    read = await world.done(agent, "GET", f"{path}/{added['id']}")
    assert read["objective"] == a_goal()["objective"]
    elsewhere = await drafted(world, world.ngo, case_id)
    lost = f"/v1/cases/{case_id}/support-plans/{elsewhere['id']}/goals/{added['id']}"
    assert (await world.call(agent, "GET", lost)).status_code == 404
    for progress, on in (("under_way", ahead(-1)), ("achieved", ahead(2))):
        refused = await _revise(world, world.ngo, added, progress=progress, achieved_on=on)
        assert refused.status_code == 422
    nobody = await _revise(world, world.ngo, added, responsible_organisation_id=case_id)
    assert nobody.json()["errors"][0]["pointer"] == "/responsible_organisation_id"


async def test_a_plan_entered_in_error_takes_its_goals_along(world: World) -> None:
    plan = await in_force(world, world.ngo, await _case(world))
    (goal,) = await goals_of(world, world.ngo, plan)
    assert (await _try(world, plan, "mark-error", role=Role.CASE_WORKER)).status_code == 403
    await moved(world, world.ngo, plan, "mark-error")
    assert await goals_of(world, world.ngo, plan) == []
    acts = [event["action"] for event in await world.events(subject_id=UUID(goal["id"]))]
    assert acts == ["support_goal:add", "support_goal:mark_error"]


async def test_a_handoff_moves_the_plan_with_the_person(world: World) -> None:
    case_id, next_home = await _case(world), await world.make_organisation("ngo")
    plan = await in_force(world, world.ngo, case_id)
    offer = await world.an_offer(case_id, kind="protection", to=next_home, by=world.ngo)
    await world.move(next_home.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    review = {"review_by": ahead(20)}
    assert (await _try(world, plan, "revise", review)).status_code == 404
    plan = await moved(world, next_home, plan, "revise", review)
    (goal,) = await goals_of(world, next_home, plan)
    assert (await revised(world, next_home, goal))["progress"] == "achieved"


@pytest.mark.parametrize(
    ("closure", "reason"),
    [("support_completed", "goals_met"), ("lost_contact", "lost_contact")],
)
async def test_closing_the_case_ends_the_plan(world: World, closure: str, reason: str) -> None:
    case_id = await _case(world)
    plan = await in_force(world, world.ngo, case_id)
    draft = await drafted(world, world.ngo, case_id)
    lead, path = world.ngo.agent(Role.SUPERVISOR), f"/v1/cases/{case_id}"
    version = (await world.done(lead, "GET", path))["version"]
    body = {"reason": closure}
    if closure == "duplicate":
        body["duplicate_of_id"] = await _case(world)
    await world.done(lead, "POST", f"{path}/close", body, version=version)
    for row in (plan, draft):
        events = await world.events(subject_id=UUID(row["id"]))
        assert events[-1]["action"] == "support_plan:end"
        found = await world.owner.fetchrow(
            "SELECT status, end_reason FROM support_plan WHERE id = $1", UUID(row["id"])
        )
        assert found is not None
        assert tuple(found) == ("ended_early", reason)


async def test_nothing_is_planned_for_a_closed_file_or_a_reported_death(world: World) -> None:
    case_id = await _case(world)
    plan = await drafted(world, world.ngo, case_id)
    lead, path = world.ngo.agent(Role.SUPERVISOR), f"/v1/cases/{case_id}"
    case = await world.rewrite("case", {"id": case_id}, death_reported_at=datetime.now(UTC))
    body = a_draft(plan["assessment_id"])
    assert (await world.call(lead, "POST", f"{path}/support-plans", body)).status_code == 409
    await world.rewrite("case", case, death_reported_at=None)
    version = (await world.done(lead, "GET", path))["version"]
    await world.done(lead, "POST", f"{path}/close", {"reason": "detention"}, version=version)
    assert (await world.call(lead, "POST", f"{path}/support-plans", body)).status_code in {403, 409}


async def test_a_review_that_is_due_is_told_to_the_custodian_and_then_to_supervisors(
    world: World,
) -> None:
    plan = await in_force(world, world.ngo, await _case(world))
    kind, about, whole = NoticeKind.PLAN_REVIEW, UUID(plan["id"]), 4 * _DAY
    assert not await ring_one(world, kind, about, world.ngo, whole)
    today = datetime.now(UTC).date()
    for day, stage in ((today, "passed"), (today - _DAY, "supervisor")):
        await world.rewrite("support_plan", plan, review_by=day)
        assert await ring_one(world, kind, about, world.ngo, whole)
        assert (stage, world.ngo.id) in await stages(world, plan["id"])
    path = f"/v1/cases/{plan['case_id']}/support-plans/{plan['id']}"
    seen = await world.done(world.ngo.agent(Role.CASE_WORKER), "GET", path)
    assert seen["is_review_due"] is True
    plan["version"] = seen["version"]
    plan = await moved(world, world.ngo, plan, "revise", _soon())
    assert plan["is_review_due"] is False
    assert not await ring_one(world, kind, about, world.ngo, whole)


async def test_a_service_names_a_goal_of_its_own_case(world: World) -> None:
    case_id, other = await _case(world), await _case(world)
    plan, elsewhere = [await in_force(world, world.ngo, one) for one in (case_id, other)]
    (goal,), (lost,) = [await goals_of(world, world.ngo, one) for one in (plan, elsewhere)]
    body = {
        "service_type": "education", "offered_on": "2026-01-15", "answer_of_person": "accepted",
        "region": "GAO",
    }  # fmt: skip
    agent, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/services-given"
    given = await world.done(agent, "POST", path, body | {"goal_id": goal["id"]})
    assert given["goal_id"] == goal["id"]
    for goal_id in (lost["id"], case_id):
        refused = await world.call(agent, "POST", path, body | {"goal_id": goal_id})
        assert refused.json()["errors"][0]["pointer"] == "/goal_id"
    assert (await world.done(agent, "POST", path, body))["goal_id"] is None
