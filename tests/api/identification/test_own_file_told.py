"""Of two files of one person, each organisation is told its own, and never the other's id."""

from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.duplicates import a_person, candidates, registered
from tests.support.world import World

SUPERVISOR, WORKER, COORDINATOR = Role.SUPERVISOR, Role.CASE_WORKER, Role.COORDINATOR


async def _told(world: World, subject_id: str) -> set[tuple[UUID, str, Any]]:
    rows = await world.owner.fetch(
        "SELECT organisation_id, action, case_id FROM outgoing_event WHERE subject_id = $1",
        UUID(subject_id),
    )
    return {(row["organisation_id"], row["action"], row["case_id"]) for row in rows}


async def test_the_holder_of_the_newer_file_is_not_told_the_older_by_the_events_of_a_link(
    world: World,
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    older, newer = await registered(world, ngo, person), await registered(world, other, person)
    (found,) = await candidates(world, ngo.agent(WORKER), older)
    body = {"candidate_id": found["id"], "ground": "met_again"}
    link = await world.done(ngo.agent(WORKER), "POST", "/v1/person-links", body)
    await world.move(other.agent(SUPERVISOR), "person-links", link, "confirm")
    first, second = UUID(older["id"]), UUID(newer["id"])
    assert await _told(world, link["id"]) == {
        (ngo.id, "person_link:propose", first), (ngo.id, "person_link:confirm", first),
        (other.id, "person_link:confirm", second),
    }  # fmt: skip
    page = await world.done(other.agent(SUPERVISOR), "GET", "/v1/outgoing-events")
    assert link["id"] in str(page)
    assert newer["id"] in str(page)
    assert older["id"] not in str(page)
    # The log of the service names the older file: its readers are not the two organisations.
    (event,) = await world.events(
        action="person_link:confirm", subject_id=link["id"], outcome="allowed"
    )
    assert event["case_id"] == first


async def test_the_coordination_answers_for_no_file_and_is_told_the_link_alone(
    world: World,
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    one, two = await world.a_case(ngo), await world.a_case(other)
    body = {"case_id": one["id"], "other_case_id": two["id"], "ground": "documents"}
    coordinator = world.coordination.agent(COORDINATOR)
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    await world.move(ngo.agent(SUPERVISOR), "person-links", link, "refuse")
    assert await _told(world, link["id"]) == {
        (world.coordination.id, "person_link:propose", None),
        (world.coordination.id, "person_link:refuse", None),
        (ngo.id, "person_link:refuse", UUID(one["id"])),
    }


async def test_a_possible_duplicate_that_both_are_told_of_names_to_each_its_own_file(
    world: World,
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    older = await registered(world, ngo, person)
    newer = await registered(world, other, person, discloses=True)
    (found,) = await candidates(world, ngo.agent(WORKER), older)
    assert await _told(world, found["id"]) == {
        (ngo.id, "duplicate_candidate:find", UUID(older["id"])),
        (other.id, "duplicate_candidate:find", UUID(newer["id"])),
    }
