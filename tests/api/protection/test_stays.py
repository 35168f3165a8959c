"""A stay: expected, arrived, away for a while, departed; and what each of it makes true."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.directory import a_service
from tests.support.stays import (
    accepted,
    ago,
    arrived,
    expected,
    move,
    places,
    present,
    told,
)
from tests.support.world import TestOrganisation, World


async def _host(world: World, number: int = 10) -> TestOrganisation:
    host = await world.make_organisation("shelter")
    await world.set_places(host, number)
    return host


async def _referral(world: World, row: dict[str, Any]) -> dict[str, Any]:
    path = f"/v1/referrals/{row['referral_id'] or row['id']}"
    return await world.done(world.police.agent(Role.SUPERVISOR), "GET", path)


async def _alerts(world: World, kind: str, case_id: str) -> list[asyncpg.Record]:
    return await world.owner.fetch(
        "SELECT * FROM alert WHERE kind = $1 AND case_id = $2", kind, UUID(case_id)
    )


async def test_an_arrival_begins_the_referral_and_a_departure_completes_it_and_frees_the_place(
    world: World,
) -> None:
    host = await _host(world)
    stay = await expected(world, host, expected_at=None)
    assert (stay["status"], stay["is_transfer"]) == ("expected", False)
    assert (await places(world, host))["held"] == 1
    stay = await move(world, host, stay, "arrive", arrived())
    assert (await _referral(world, stay))["status"] == "in_progress"
    assert (await places(world, host))["occupied"] == 1
    left = {
        "happened_at": ago(minutes=5), "reason": "left_by_choice", "wished": "yes",
        "destination_kind": "family", "destination_region": "KAYES",
    }  # fmt: skip
    stay = await move(world, host, stay, "depart", left)
    assert (stay["status"], stay["destination_region"]) == ("departed", "KAYES")
    referral = await _referral(world, stay)
    assert (referral["status"], referral["outcome"]) == ("completed", "person_left")
    assert (await places(world, host))["occupied"] == 0
    # Each act is told to the host and to who is responsible for the person.
    for organisation in (host, world.police):
        for act in ("record", "arrive", "depart"):
            assert stay["id"] in await told(world, organisation, f"stay:{act}")
    assert [event["action"] for event in await world.events(subject_id=UUID(stay["id"]))] == [
        "stay:record", "stay:arrive", "stay:depart",
    ]  # fmt: skip


async def test_expected_beside_present_is_a_transfer_and_the_arrival_ends_the_stay_elsewhere(
    world: World,
) -> None:
    first, second = [await _host(world) for _ in range(2)]
    stay = await present(world, first)
    body = {"transfer_from_id": stay["referral_id"]}
    referral = await accepted(world, second, case_id=stay["case_id"], **body)
    coming = await expected(world, second, referral)
    assert coming["is_transfer"]
    coming = await move(world, second, coming, "arrive", arrived(minutes=30))
    assert (coming["status"], coming["is_transfer"]) == ("present", False)
    officer = world.police.agent(Role.SUPERVISOR)
    former = await world.done(officer, "GET", f"/v1/stays/{stay['id']}")
    assert (former["status"], former["departure_reason"]) == ("departed", "to_other_shelter")
    assert (await _referral(world, stay))["status"] == "completed"
    assert [(await places(world, host))["occupied"] for host in (first, second)] == [0, 1]


async def test_a_person_is_expected_in_one_stay_and_present_in_one(world: World) -> None:
    host, other = [await _host(world) for _ in range(2)]
    referral = await accepted(world, host)
    await expected(world, host, referral)
    again = {"case_id": referral["case_id"], "unit": "bed_women", "referral_id": referral["id"]}
    agent = host.agent(Role.INTAKE_OFFICER)
    refused = await world.call(agent, "POST", "/v1/stays", again)
    assert (refused.status_code, refused.json()["code"]) == (409, "already-exists")
    stranger = await world.call(other.agent(Role.INTAKE_OFFICER), "POST", "/v1/stays", again)
    assert stranger.status_code == 404


async def test_two_hosts_record_the_arrival_at_once_and_the_person_is_present_in_one(
    world: World,
) -> None:
    hosts = [await _host(world) for _ in range(2)]
    case_id = (await world.a_case())["id"]
    referrals = []
    for host in hosts:
        draft = await world.a_referral(case_id, to=host, bed_asked=False)
        sent = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", draft, "send")
        agent = host.agent(Role.INTAKE_OFFICER)
        referrals.append(await world.move(agent, "referrals", sent, "accept", {}))
    calls = [
        world.call(host.agent(Role.INTAKE_OFFICER), "POST", "/v1/stays", {
            "case_id": case_id, "unit": "bed_women", "referral_id": referral["id"],
            "arrival": arrived(minutes=1),
        })
        for host, referral in zip(hosts, referrals, strict=True)
    ]  # fmt: skip
    answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    here = await world.owner.fetchval(
        "SELECT count(*) FROM stay WHERE case_id = $1 AND status IN ('present', 'absent')",
        UUID(case_id),
    )
    assert here == 1


async def test_an_arrival_is_a_fact_whatever_has_ended(world: World) -> None:
    # It states no places.
    host = await world.make_organisation("shelter")
    referral = await accepted(world, host, bed_asked=False)
    stay = await expected(world, host, referral)
    officer = world.police.agent(Role.SUPERVISOR)
    stopped = await world.done(officer, "GET", f"/v1/referrals/{referral['id']}")
    await world.move(officer, "referrals", stopped, "stop", {"reason": "safety"})
    agent = host.agent(Role.INTAKE_OFFICER)
    stay = await world.done(agent, "GET", f"/v1/stays/{stay['id']}")
    assert stay["status"] == "cancelled"
    stay = await move(world, host, stay, "arrive", arrived(minutes=10))
    assert (stay["status"], stay["closed_at"]) == ("present", None)
    assert (await _referral(world, stay))["status"] == "cancelled"
    residents = "SELECT residents FROM duties_of($1)"
    assert await world.owner.fetchval(residents, host.id) == 1


async def test_an_arrival_without_a_place_takes_one_beyond_the_places_and_gives_it_back(
    world: World,
) -> None:
    host = await world.make_organisation("shelter")
    service = await a_service(world, host, {"bed_women": 1})
    first = await present(world, host)
    assert not first["is_beyond"]
    stay = await expected(world, host, await accepted(world, host, bed_asked=False))
    stay = await move(world, host, stay, "arrive", arrived(minutes=30))
    assert stay["is_beyond"]
    assert len(await _alerts(world, "overflow", stay["case_id"])) == 1
    agent, path = host.agent(Role.SUPERVISOR), f"/v1/services/{service['id']}/places"
    (women,) = (await world.done(agent, "GET", path))["units"]
    assert (women["held"], women["occupied"], women["overflow"]) == (0, 2, 1)
    left = {"happened_at": ago(minutes=5), "reason": "left_by_choice"}
    stay = await move(world, host, stay, "depart", left)
    (women,) = (await world.done(agent, "GET", path))["units"]
    assert (women["occupied"], women["overflow"], women["free"]) == (1, 0, 0)
    assert [event["action"] for event in await world.events(subject_id=UUID(stay["id"]))] == [
        "stay:record", "stay:arrive", "stay:depart",
    ]  # fmt: skip


async def test_who_comes_before_the_acceptance_takes_one_place(world: World) -> None:
    """Also of a host that is full with this person."""
    host = await _host(world, 1)
    draft = await world.a_referral(to=host, bed_asked=True)
    sent = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", draft, "send")
    stay = await expected(world, host, sent, arrival=arrived(hours=1))
    assert (await places(world, host))["occupied"] == 1
    taken = await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    assert (taken["status"], taken["bed"]) == ("accepted", "occupied")
    counted = await places(world, host)
    assert (counted["held"], counted["occupied"], counted["free"]) == (0, 1, 0)
    left = {"happened_at": ago(minutes=5), "reason": "left_by_choice"}
    await move(world, host, stay, "depart", left)
    counted = await places(world, host)
    assert (counted["held"], counted["occupied"], counted["free"]) == (0, 0, 1)
    assert (await _referral(world, stay))["outcome"] == "person_left"
    actions = [event["action"] for event in await world.events(subject_id=UUID(sent["id"]))]
    assert actions[-3:] == ["referral:accept", "referral:complete", "referral:read"]


async def test_the_start_of_the_referral_is_the_arrival_of_the_stay(world: World) -> None:
    host = await _host(world)
    referral = await accepted(world, host)
    stay = await expected(world, host, referral)
    agent = host.agent(Role.INTAKE_OFFICER)
    await world.move(agent, "referrals", referral, "start")
    stay = await world.done(agent, "GET", f"/v1/stays/{stay['id']}")
    assert stay["status"] == "present"
    assert stay["arrived_at"] is not None


@pytest.mark.parametrize(
    ("age_band", "hours", "planned", "alerted"),
    [
        ("25_59", 25, "unknown", True), ("25_59", 23, "no", False), ("12_14", 2, "no", True),
        ("25_59", 48, "yes", False),
    ],
)  # fmt: skip
async def test_an_absence_is_told_once_by_time_or_by_reading(
    world: World, age_band: str, hours: float, planned: str, alerted: bool
) -> None:
    host = await _host(world)
    case_id = (await world.a_case(age_band=age_band))["id"]
    referral = await accepted(world, host, case_id=case_id)
    stay = await expected(world, host, referral)
    stay = await move(world, host, stay, "arrive", arrived(hours=60))
    left = {"happened_at": ago(hours=hours), "planned": planned}
    stay = await move(world, host, stay, "note-absence", left)
    assert stay["return_overdue"] is alerted
    path = f"/v1/stays/{stay['id']}"
    await asyncio.gather(
        *(publish_overdue(world.process.database) for _ in range(2)),
        *(world.call(host.agent(Role.INTAKE_OFFICER), "GET", path) for _ in range(2)),
    )
    assert len(await _alerts(world, "absent_from_stay", case_id)) == alerted
    assert (await told(world, world.police, "stay:delay_return")).count(stay["id"]) == alerted
    stay = await world.done(host.agent(Role.INTAKE_OFFICER), "GET", path)
    stay = await move(world, host, stay, "note-return", {"happened_at": ago(minutes=1)})
    assert (stay["status"], stay["return_overdue"]) == ("present", False)
    (absence,) = stay["absences"]
    assert (absence["planned"], absence["returned_at"] is not None) == (planned, True)


async def test_where_the_person_went_is_sealed_and_only_the_responsible_organisation_reads_it(
    world: World,
) -> None:
    host = await _host(world)
    stay = await present(world, host)
    left = {
        "happened_at": ago(minutes=5), "reason": "to_family", "destination_region": "GAO",
        "destination_locality": "Village de Testova",
    }  # fmt: skip
    stay = await move(world, host, stay, "depart", left)
    assert stay["destination_locality"] is None
    path, reading = f"/v1/stays/{stay['id']}", {}
    for name, agent in {
        "host": host.agent(Role.SUPERVISOR), "police": world.police.agent(Role.SUPERVISOR),
        "coordination": world.coordination.agent(Role.COORDINATOR),
    }.items():  # fmt: skip
        reading[name] = (await world.done(agent, "GET", path))["destination_locality"]
    assert reading == {
        "host": None, "police": "Village de Testova", "coordination": None,
    }  # fmt: skip
    sealed = await world.owner.fetchval(
        "SELECT sealed_destination FROM stay WHERE id = $1", UUID(stay["id"])
    )
    assert b"Testova" not in sealed
    hidden = await world.call(world.stranger.agent(Role.SUPERVISOR), "GET", path)
    assert hidden.status_code == 404


async def test_a_death_in_a_stay_is_reported_in_the_file_and_ends_what_was_promised(
    world: World,
) -> None:
    host = await _host(world)
    stay = await present(world, host)
    died = {"happened_at": ago(minutes=5), "reason": "deceased"}
    await move(world, host, stay, "depart", died)
    case = await world.done(
        world.police.agent(Role.SUPERVISOR), "GET", f"/v1/cases/{stay['case_id']}"
    )
    assert case["death_reported_at"] is not None
    assert (await _referral(world, stay))["status"] == "cancelled"
    assert (await places(world, host))["occupied"] == 0


async def test_a_complaint_about_staff_goes_past_the_host(world: World) -> None:
    host = await _host(world)
    stay = await present(world, host)
    agent, officer = host.agent(Role.INTAKE_OFFICER), world.police.agent(Role.SUPERVISOR)
    path = f"/v1/stays/{stay['id']}/incidents"
    happened = {"gravity": "serious", "happened_at": ago(minutes=5), "note": "Un mot de Testova"}
    told_of = await world.done(agent, "POST", path, happened | {"kind": "complaint_about_staff"})
    other = await world.done(agent, "POST", path, happened | {"kind": "self_harm"})
    listed = await world.done(agent, "GET", f"/v1/stay-incidents?stay_id={stay['id']}")
    assert [one["id"] for one in listed["items"]] == [other["id"]]
    reading = f"/v1/stay-incidents/{told_of['id']}"
    assert (await world.call(agent, "GET", reading)).status_code == 404
    assert (await world.done(officer, "GET", reading))["note"] == "Un mot de Testova"
    own = await world.done(agent, "GET", f"/v1/stay-incidents/{other['id']}")
    assert own["note"] == "Un mot de Testova"
    assert len(await _alerts(world, "complaint_about_staff", stay["case_id"])) == 1
    assert told_of["id"] not in await told(world, host, "stay_incident:record")
    assert told_of["id"] in await told(world, world.police, "stay_incident:record")


async def test_a_check_in_on_the_road_that_is_not_well_alerts_the_coordination(
    world: World,
) -> None:
    host = await _host(world)
    stay = await expected(world, host)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/stays/{stay['id']}/check-ins"
    body: dict[str, Any] = {"happened_at": ago(minutes=1), "all_well": True}
    await world.done(officer, "POST", path, body)
    assert await _alerts(world, "not_well_on_the_road", stay["case_id"]) == []
    body |= {"all_well": False}
    made = await world.done(officer, "POST", path, body)
    assert len(await _alerts(world, "not_well_on_the_road", stay["case_id"])) == 1
    seen = await world.done(host.agent(Role.SUPERVISOR), "GET", f"/v1/check-ins/{made['id']}")
    assert (seen["to_id"], seen["all_well"]) == (str(host.id), False)
    agent = world.stranger.agent(Role.SUPERVISOR)
    assert (await world.call(agent, "POST", path, body)).status_code == 404


async def test_stays_follow_the_custody_of_the_person(world: World) -> None:
    host, ngo = await _host(world), await world.make_organisation("ngo")
    stay = await present(world, host)
    offer = await world.an_offer(stay["case_id"], kind="protection", to=ngo)
    await world.move(ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    path = f"/v1/stays/{stay['id']}"
    assert (await world.call(ngo.agent(Role.SUPERVISOR), "GET", path)).status_code == 200
    assert (await world.call(world.police.agent(Role.SUPERVISOR), "GET", path)).status_code == 404
