"""Places: stated by their owner, taken and freed by referrals, shown to others without counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World


def path_of(organisation: TestOrganisation) -> str:
    return f"/v1/organisations/{organisation.id}/capacity"


async def test_an_owner_states_its_places_and_reads_the_counts(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    intake, path = shelter.agent(Role.INTAKE_OFFICER), path_of(shelter)
    result = await world.done(intake, "GET", path)
    assert (result["status"], result["places"], result["version"]) == ("unknown", None, 0)
    result = await world.done(intake, "PUT", path, {"places": 3}, version=0)
    assert (result["places"], result["free"], result["version"]) == (3, 3, 1)
    await refused(world, 412, "stale-version", intake, "PUT", path, {"places": 4}, version=0)
    result = await world.done(intake, "PUT", path, {"places": 4}, version=1)
    assert (result["places"], result["version"]) == (4, 2)
    for action, count in (("capacity:update", 2), ("capacity:read", 1)):
        events = await world.events(action=action, subject_id=shelter.id, outcome="allowed")
        assert [event["agent_id"] for event in events] == [intake] * count


async def test_a_whole_number_may_be_written_with_a_point(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    intake, path = shelter.agent(Role.INTAKE_OFFICER), path_of(shelter)
    result = await world.done(intake, "PUT", path, {"places": 5.0}, version=0)
    assert result["places"] == 5
    for wrong in (5.5, "5", True, 1e300):
        answer = await world.call(intake, "PUT", path, {"places": wrong}, version=1)
        assert answer.status_code == 422, wrong


async def test_only_the_owners_trusted_roles_state_places(world: World) -> None:
    body: dict[str, Any] = {"places": 9}
    path = path_of(world.shelter)
    other = world.ngo.agent(Role.INTAKE_OFFICER)
    await refused(world, 403, "forbidden", other, "PUT", path, body, version=1)
    worker = world.shelter.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", worker, "PUT", path, body, version=1)
    nowhere = f"/v1/organisations/{uuid7()}/capacity"
    await refused(world, 404, "not-found", other, "GET", nowhere)


async def test_fewer_places_than_are_taken_is_refused(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 1)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    row = await world.a_referral(to=shelter, bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await world.move(intake, "referrals", row, "accept", {})
    result = await world.done(intake, "GET", path_of(shelter))
    assert (result["held"], result["free"], result["status"]) == (1, 0, "no-capacity")
    await refused(
        world, 409, "no-capacity", intake, "PUT", path_of(shelter), {"places": 0},
        version=result["version"],
    )  # fmt: skip


async def test_others_learn_whether_there_is_room_and_no_counts(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 2)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    result = await world.done(officer, "GET", path_of(shelter))
    assert result["status"] == "capacity"
    hidden = ("places", "held", "occupied", "free", "version")
    assert [result[name] for name in hidden] == [None] * 5
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert (await world.done(coordinator, "GET", path_of(shelter)))["places"] == 2
    await world.arrange(
        shelter.id,
        "UPDATE capacity SET updated_at = $2 WHERE organisation_id = $1",
        shelter.id, datetime.now(UTC) - timedelta(days=8),
    )  # fmt: skip
    assert (await world.done(officer, "GET", path_of(shelter)))["status"] == "unknown"
