"""Places by unit: held, filled, given back; overflow is a supervisor's; counts are for few."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.directory import a_service
from tests.support.world import TestOrganisation, World

GIRL = {"sex": "female", "age_band": "15_17"}


async def sent(world: World, to: TestOrganisation, **person: Any) -> dict[str, Any]:
    case = await world.a_case(**person)
    row = await world.a_referral(case["id"], to=to, bed_asked=True)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


async def units(world: World, service: dict[str, Any], by: UUID) -> dict[str, Any]:
    read = await world.done(by, "GET", f"/v1/services/{service['id']}/places")
    return {unit["unit"]: unit for unit in read["units"]}


async def test_a_girl_has_a_girls_bed_from_the_acceptance_to_the_end(world: World) -> None:
    home = await world.make_organisation("shelter")
    service = await a_service(world, home, {"bed_girls": 1, "bed_women": 1})
    intake = home.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", await sent(world, home, **GIRL), "accept", {})
    girls = (await units(world, service, intake))["bed_girls"]
    assert (girls["held"], girls["occupied"], girls["free"]) == (1, 0, 0)
    assert row["place_id"] == girls["id"]
    row = await world.move(intake, "referrals", row, "start")
    girls = (await units(world, service, intake))["bed_girls"]
    assert (girls["held"], girls["occupied"], girls["status"]) == (0, 1, "no-capacity")
    done = {"outcome": "service_provided"}
    await world.move(intake, "referrals", row, "complete", done)
    found = await units(world, service, intake)
    assert [found[unit]["free"] for unit in ("bed_girls", "bed_women")] == [1, 1]


async def test_a_full_unit_is_refused_with_what_else_is_free(world: World) -> None:
    home = await world.make_organisation("shelter")
    service = await a_service(world, home, {"bed_girls": 0, "bed_women": 2})
    intake, row = home.agent(Role.INTAKE_OFFICER), await sent(world, home, **GIRL)
    problem = await move_refused(world, 409, "no-capacity", intake, "referrals", row, "accept", {})
    assert problem["free_units"] == [{"service_id": service["id"], "unit": "bed_women", "free": 2}]
    named = {"service_id": service["id"], "unit": "bed_women"}
    row = await world.move(intake, "referrals", row, "accept", named)
    assert (await units(world, service, intake))["bed_women"]["held"] == 1


async def test_places_of_no_stated_unit_come_last_and_the_capacity_is_the_sum(
    world: World,
) -> None:
    home = await world.make_organisation("shelter")
    await world.set_places(home, 1)
    service = await a_service(world, home, {"bed_girls": 1, "consultation_slot": 9})
    intake, path = home.agent(Role.INTAKE_OFFICER), f"/v1/organisations/{home.id}/capacity"
    total = await world.done(intake, "GET", path)
    assert (total["places"], total["free"], total["unspecified"]) == (2, 2, 1)
    for held in ("bed_girls", None):
        row = await world.move(intake, "referrals", await sent(world, home, **GIRL), "accept", {})
        girls = (await units(world, service, intake))["bed_girls"]
        assert row["place_id"] == (girls["id"] if held else None)
    total = await world.done(intake, "GET", path)
    assert (total["status"], total["held"], total["free"]) == ("no-capacity", 2, 0)


async def test_a_supervisor_takes_in_one_more_with_a_reason_and_the_coordination_is_told(
    world: World,
) -> None:
    home = await world.make_organisation("shelter")
    service = await a_service(world, home, {"bed_girls": 0})
    row, why = await sent(world, home, **GIRL), {"overflow_reason": "danger"}
    intake, supervisor = home.agent(Role.INTAKE_OFFICER), home.agent(Role.SUPERVISOR)
    await move_refused(world, 403, "forbidden", intake, "referrals", row, "accept", why)
    row = await world.move(supervisor, "referrals", row, "accept", why)
    assert row["overflow_reason"] == "danger"
    girls = (await units(world, service, intake))["bed_girls"]
    assert (girls["held"], girls["overflow"], girls["free"]) == (1, 1, 0)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    alerts = await world.done(coordinator, "GET", f"/v1/alerts?case_id={row['case_id']}")
    assert [(alert["kind"], alert["about_id"]) for alert in alerts["items"]] == [
        ("overflow", row["id"])
    ]
    # The arrival is a fact, and whoever leaves takes the overflow away.
    row = await world.move(intake, "referrals", row, "start")
    await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    girls = (await units(world, service, intake))["bed_girls"]
    assert (girls["occupied"], girls["overflow"]) == (0, 0)
    free = await sent(world, home, **GIRL)
    await world.done(
        intake, "PUT", f"/v1/services/{service['id']}/places/bed_girls", {"places": 1},
        version=girls["version"],
    )  # fmt: skip
    row = await world.move(supervisor, "referrals", free, "accept", why)
    assert row["overflow_reason"] is None


async def test_counts_are_for_the_organisation_and_the_coordination_and_stale_ones_unknown(
    world: World,
) -> None:
    home = await world.make_organisation("shelter")
    service = await a_service(world, home, {"bed_women": 2})
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert (await units(world, service, coordinator))["bed_women"]["free"] == 2
    outsider = world.ngo.agent(Role.CASE_WORKER)
    told = (await units(world, service, outsider))["bed_women"]
    assert told["status"] == "capacity"
    assert {told[name] for name in ("places", "held", "free", "overflow", "version")} == {None}
    long_ago = datetime.now(UTC) - timedelta(days=30)
    await world.arrange(
        UUID(told["id"]), "UPDATE place SET updated_at = $1 WHERE id = $2", long_ago, told["id"]
    )
    assert (await units(world, service, outsider))["bed_women"]["status"] == "unknown"


async def test_only_the_owner_states_places_and_never_fewer_than_are_taken(world: World) -> None:
    home = await world.make_organisation("shelter")
    service = await a_service(world, home, {"bed_women": 1})
    path = f"/v1/services/{service['id']}/places/bed_women"
    other = world.ngo.agent(Role.INTAKE_OFFICER)
    await refused(world, 403, "forbidden", other, "PUT", path, {"places": 2}, version=1)
    intake = home.agent(Role.INTAKE_OFFICER)
    await refused(world, 412, "stale-version", intake, "PUT", path, {"places": 2}, version=7)
    unspecified = f"/v1/services/{service['id']}/places/bed_unspecified"
    await refused(world, 409, "conflict", intake, "PUT", unspecified, {"places": 2}, version=0)
    row = await sent(world, home, sex="female", age_band="25_59")
    await world.move(intake, "referrals", row, "accept", {})
    await refused(world, 409, "no-capacity", intake, "PUT", path, {"places": 0}, version=2)
    changed = await world.done(intake, "PUT", path, {"places": 3}, version=2)
    assert (changed["free"], changed["version"]) == (2, 3)
    assert await recorded(world, "place:update", changed) == [intake] * 2


async def test_of_many_who_accept_at_once_as_many_have_a_bed_as_there_are(world: World) -> None:
    home = await world.make_organisation("shelter")
    await world.set_places(home, 2)
    service = await a_service(world, home, {"bed_girls": 3})
    rows = [await sent(world, home, **GIRL) for _ in range(12)]
    intake = home.agent(Role.INTAKE_OFFICER)
    answers = await asyncio.gather(
        *(
            world.call(intake, "POST", f"/v1/referrals/{row['id']}/accept", {}, version=2)
            for row in rows
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [409] * 7
    total = await world.done(intake, "GET", f"/v1/organisations/{home.id}/capacity")
    assert (total["held"], total["free"], total["overflow"]) == (5, 0, 0)
    assert (await units(world, service, intake))["bed_girls"]["held"] == 3
