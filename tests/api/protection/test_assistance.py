"""Services given, follow-ups and means: who writes and reads them, what they set in motion."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.stays import accepted, ago, move, present, told
from tests.support.world import TestOrganisation, World

_TODAY = datetime.now(UTC).date()
SERVICE: dict[str, Any] = {
    "service_type": "psychosocial_support", "offered_on": "2026-01-15",
    "answer_of_person": "accepted", "began_on": "2026-01-16", "region": "BAMAKO",
}  # fmt: skip


async def _served(
    world: World, by: TestOrganisation, case_id: str, **fields: Any
) -> dict[str, Any]:
    path = f"/v1/cases/{case_id}/services-given"
    return await world.done(by.agent(Role.CASE_WORKER), "POST", path, SERVICE | fields)


async def test_a_service_stands_in_the_section_of_its_type_and_outlasts_the_referral(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    draft = await world.a_referral(to=host)
    officer, agent = world.police.agent(Role.SUPERVISOR), host.agent(Role.INTAKE_OFFICER)
    referral = await world.move(officer, "referrals", draft, "send")
    for event, body in (("accept", {}), ("complete", {"outcome": "service_provided"})):
        referral = await world.move(agent, "referrals", referral, event, body)
    case_id, of = referral["case_id"], {"referral_id": referral["id"]}
    helped = await _served(world, host, case_id, **of, note="Un mot de Testova")
    treated = await _served(world, host, case_id, **of, service_type="medical_care")
    assert (helped["section"], treated["section"]) == ("protection", "health")
    path = f"/v1/cases/{case_id}/services-given"
    own = await world.done(agent, "GET", path)
    assert {one["id"] for one in own["items"]} == {helped["id"], treated["id"]}
    # The police answer for the person, and never read health.
    seen = await world.done(officer, "GET", path)
    assert [one["id"] for one in seen["items"]] == [helped["id"]]
    assert (await world.call(officer, "GET", f"{path}/{treated['id']}")).status_code == 404
    reading = f"{path}/{helped['id']}"
    assert (await world.done(officer, "GET", reading))["note"] == "Un mot de Testova"
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert (await world.done(coordinator, "GET", reading))["note"] is None
    assert helped["id"] in await told(world, world.police, "service_given:record")
    assert treated["id"] not in await told(world, world.police, "service_given:record")
    correction = {name: SERVICE[name] for name in SERVICE if name != "service_type"}
    fixed = await world.done(
        agent, "POST", f"{reading}/correct", correction | {"sessions": 3}, version=1
    )
    assert (fixed["sessions"], fixed["version"]) == (3, 2)
    refused = await world.call(officer, "POST", f"{reading}/correct", correction, version=2)
    assert refused.status_code == 403
    lead = host.agent(Role.SUPERVISOR)
    gone = await world.done(lead, "POST", f"{path}/{treated['id']}/mark-error", version=1)
    assert gone["status"] == "entered_in_error"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"offered_on": "2999-01-01", "began_on": None}, "/offered_on"),
        ({"began_on": "2026-01-14"}, "/began_on"), ({"ended_on": "2026-01-15"}, "/ended_on"),
        ({"answer_of_person": "declined"}, "/began_on"), ({"region": "UNKNOWN"}, "/region"),
    ],
)  # fmt: skip
async def test_a_service_is_given_in_the_order_of_days_and_only_where_it_was_wished_for(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    agent = world.ngo.agent(Role.CASE_WORKER)
    path = f"/v1/cases/{case_id}/services-given"
    refused = await world.call(agent, "POST", path, SERVICE | fields)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_help_at_court_stands_in_the_part_in_the_proceedings_which_no_shelter_holds(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    court = await _served(world, world.ngo, case_id, service_type="court_assistance")
    assert court["section"] == "participation"
    host = await world.make_organisation("shelter")
    referral = await accepted(world, host, by=world.ngo, case_id=case_id, bed_asked=False)
    path = f"/v1/cases/{case_id}/services-given"
    body = SERVICE | {"service_type": "court_assistance", "referral_id": referral["id"]}
    refused = await world.call(host.agent(Role.CASE_WORKER), "POST", path, body)
    assert refused.status_code == 403
    seen = await world.done(host.agent(Role.CASE_WORKER), "GET", path)
    assert seen["items"] == []
    custodian = await world.done(world.ngo.agent(Role.CASE_WORKER), "GET", path)
    assert [one["id"] for one in custodian["items"]] == [court["id"]]


async def _with_contact(world: World, **fields: Any) -> tuple[str, dict[str, Any]]:
    case_id = (await world.a_case(world.ngo, **fields))["id"]
    contact = await world.a_consent(
        case_id, world.ngo, by=world.ngo, purposes=["follow_up_contact"], sections=[]
    )
    return case_id, contact


async def test_a_departure_plans_follow_ups_to_which_the_person_agrees_and_a_withdrawal_ends_them(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 5)
    case_id, contact = await _with_contact(world)
    stay = await present(world, host, by=world.ngo, case_id=case_id)
    await move(world, host, stay, "depart", {"happened_at": ago(minutes=1), "reason": "to_family"})
    worker, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/follow-ups"
    due = (await world.done(worker, "GET", f"{path}?status=due"))["items"]
    assert {one["point"] for one in due} == {"month_1", "month_3", "month_6", "month_12"}
    assert all(one["due_on"] > str(_TODAY) for one in due)
    await world.move(worker, "consents", contact, "withdraw")
    ended = (await world.done(worker, "GET", path))["items"]
    assert {one["status"] for one in ended} == {"not_wanted"}
    plan = {"point": "month_1", "counted_from": "2026-01-15"}
    refused = await world.call(worker, "POST", path, plan)
    assert refused.json()["code"] == "consent-missing"


async def test_nobody_is_followed_up_without_having_agreed(world: World) -> None:
    host = await world.make_organisation("shelter")
    await world.set_places(host, 5)
    stay = await present(world, host)
    await move(world, host, stay, "depart", {"happened_at": ago(minutes=1), "reason": "to_family"})
    officer = world.police.agent(Role.SUPERVISOR)
    planned = await world.done(officer, "GET", f"/v1/cases/{stay['case_id']}/follow-ups")
    assert planned["items"] == []


async def test_a_follow_up_tells_how_the_person_is_and_alerts_of_a_new_exploitation(
    world: World,
) -> None:
    case_id, _ = await _with_contact(world)
    worker, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/follow-ups"
    plan = {"point": "month_1", "counted_from": "2026-01-15"}
    row = await world.done(worker, "POST", path, plan)
    assert (row["due_on"], row["is_overdue"]) == ("2026-02-15", True)
    again = await world.call(worker, "POST", path, plan)
    assert (again.status_code, again.json()["code"]) == (409, "already-exists")
    said = {
        "done_on": str(_TODAY), "result": "reached", "income": "none", "living": "family",
        "new_exploitation": "yes", "own_words": "Les mots de Testova",
    }  # fmt: skip
    of = f"{path}/{row['id']}"
    done = await world.done(worker, "POST", f"{of}/record", said, version=1)
    assert (done["status"], done["income"], done["own_words"]) == ("done", "none", None)
    assert (await world.done(worker, "GET", of))["own_words"] == "Les mots de Testova"
    alerts = await world.owner.fetch("SELECT kind FROM alert WHERE about_id = $1", UUID(row["id"]))
    assert [alert["kind"] for alert in alerts] == ["new_exploitation"]


async def test_who_wants_no_more_contact_is_not_followed_up_any_more(world: World) -> None:
    case_id, _ = await _with_contact(world)
    worker, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/follow-ups"
    rows = [
        await world.done(worker, "POST", path, {"point": point, "counted_from": "2026-01-15"})
        for point in ("month_1", "month_3")
    ]
    body = {"done_on": str(_TODAY), "result": "not_wanted"}
    await world.done(worker, "POST", f"{path}/{rows[0]['id']}/record", body, version=1)
    listed = (await world.done(worker, "GET", path))["items"]
    assert {one["id"]: one["status"] for one in listed} == {
        rows[0]["id"]: "done", rows[1]["id"]: "not_wanted",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "act"),
    [("services-given", "correct"), ("follow-ups", "record"), ("means", "withdraw")],
)
async def test_a_record_is_read_and_changed_under_its_own_case_alone(
    world: World, kind: str, act: str
) -> None:
    case_id, _ = await _with_contact(world)
    other = (await world.a_case(world.ngo))["id"]
    bodies: dict[str, dict[str, Any]] = {
        "services-given": SERVICE,
        "follow-ups": {"point": "month_1", "counted_from": "2026-01-15"},
        "means": {"asked_of_id": str(world.shelter.id), "kind": "food", "asked": 1000},
    }
    changes: dict[str, dict[str, Any] | None] = {
        "correct": {name: SERVICE[name] for name in SERVICE if name != "service_type"},
        "record": {"done_on": str(_TODAY), "result": "not_wanted"}, "withdraw": None,
    }  # fmt: skip
    worker = world.ngo.agent(Role.CASE_WORKER)
    row = await world.done(worker, "POST", f"/v1/cases/{case_id}/{kind}", bodies[kind])
    elsewhere = f"/v1/cases/{other}/{kind}/{row['id']}"
    await refused(world, 404, "not-found", worker, "GET", elsewhere)
    change = f"{elsewhere}/{act}"
    await refused(world, 404, "not-found", worker, "POST", change, changes[act], version=1)
    own = f"/v1/cases/{case_id}/{kind}/{row['id']}"
    assert (await world.done(worker, "GET", own))["version"] == 1


async def test_means_are_asked_granted_in_part_and_paid_to_what_was_granted_at_most(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    payer = await world.make_organisation("social_service")
    asker, decider = world.ngo.agent(Role.CASE_WORKER), payer.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{case_id}/means"
    ask = {"asked_of_id": str(payer.id), "kind": "hospital_bill", "asked": 80000}
    row = await world.done(asker, "POST", path, ask)
    of = f"{path}/{row['id']}"
    too_much = await world.call(decider, "POST", f"{of}/grant", {"granted": 80001}, version=1)
    assert too_much.status_code == 422
    row = await world.done(decider, "POST", f"{of}/grant", {"granted": 50000}, version=1)
    paid = {"amount": 30000, "paid_on": str(_TODAY)}
    row = await world.done(decider, "POST", f"{of}/pay", paid, version=2)
    assert (row["status"], row["paid"], row["uncovered"]) == ("paid", 30000, 50000)
    over = await world.call(decider, "POST", f"{of}/pay", paid, version=3)
    assert over.status_code == 409
    row = await world.done(decider, "POST", f"{of}/pay", paid | {"amount": 20000}, version=3)
    assert row["uncovered"] == 30000
    assert (await world.call(asker, "POST", f"{of}/pay", paid, version=4)).status_code == 403
    stranger = world.stranger.agent(Role.SUPERVISOR)
    assert (await world.call(stranger, "GET", of)).status_code == 404
    for organisation in (world.ngo, payer):
        assert row["id"] in await told(world, organisation, "means:pay")
    tomorrow = str(_TODAY + timedelta(days=2))
    late = await world.call(decider, "POST", f"{of}/pay", paid | {"paid_on": tomorrow}, version=4)
    assert late.status_code == 422
