"""Links of files: two persons of two organisations; neither file opens to the other's readers."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.differences import ask, compare, reasons_of
from tests.support.duplicates import (
    a_person,
    candidates,
    linked,
    linked_by_coordination,
    parted_by_coordination,
    registered,
)
from tests.support.world import TestOrganisation, World

SUPERVISOR, WORKER, COORDINATOR = Role.SUPERVISOR, Role.CASE_WORKER, Role.COORDINATOR
Held = tuple[TestOrganisation, dict[str, Any]]


async def _two(world: World, **fields: Any) -> tuple[Held, Held]:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    return (ngo, await world.a_case(ngo)), (other, await world.a_case(other, **fields))


async def test_whoever_was_told_proposes_without_seeing_and_the_other_holder_confirms(
    world: World,
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first, second = await registered(world, ngo, person), await registered(world, other, person)
    (found,) = await candidates(world, ngo.agent(WORKER), first)
    body = {"candidate_id": found["id"], "ground": "met_again"}
    link = await world.done(ngo.agent(WORKER), "POST", "/v1/person-links", body)
    assert (link["status"], link["case_id"], link["other_case_id"]) == (
        "proposed", first["id"], None,
    )  # fmt: skip
    path = f"/v1/person-links/{link['id']}"
    # The second person finds it, and sees its own file alone.
    of_its_own = f"/v1/person-links?case_id={second['id']}"
    (waiting,) = (await world.done(other.agent(WORKER), "GET", of_its_own))["items"]
    assert waiting == await world.done(other.agent(WORKER), "GET", path)
    assert (waiting["id"], waiting["case_id"], waiting["other_case_id"]) == (
        link["id"], None, second["id"],
    )  # fmt: skip
    for agent in (ngo.agent(SUPERVISOR), ngo.agent(Role.MAGISTRATE)):
        await refused(world, 403, "forbidden", agent, "POST", f"{path}/confirm", version=1)
    done = await world.move(other.agent(SUPERVISOR), "person-links", link, "confirm")
    assert (done["status"], done["decided_by_id"]) == ("confirmed", str(other.id))
    assert done["confirmed_at"]
    assert done["closed_at"] is None
    assert first["id"] not in str(done)
    (now,) = await candidates(world, ngo.agent(WORKER), first)
    assert now["status"] == "linked"
    for action in ("person_link:propose", "person_link:confirm"):
        (event,) = await world.events(action=action, subject_id=link["id"], outcome="allowed")
        assert event["case_id"] == UUID(first["id"])
    (event,) = await world.events(action="duplicate_candidate:link", subject_id=found["id"])
    assert event["case_id"] == UUID(first["id"])
    await refused(world, 404, "not-found", ngo.agent(WORKER), "GET", f"/v1/cases/{second['id']}")
    await refused(world, 404, "not-found", other.agent(WORKER), "GET", f"/v1/cases/{first['id']}")


async def test_a_proposal_sent_again_names_no_file_that_the_caller_does_not_see(
    world: World,
) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    person = a_person()
    first, second = await registered(world, ngo, person), await registered(world, other, person)
    (found,) = await candidates(world, ngo.agent(WORKER), first)
    body = {"candidate_id": found["id"], "ground": "met_again"}
    key = str(uuid7())
    answers = [
        await world.call(ngo.agent(WORKER), "POST", "/v1/person-links", body, key=key)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert second["id"] not in answers[1].text


async def test_the_coordination_is_a_second_person_and_never_of_its_own_proposal(
    world: World,
) -> None:
    (_, first), (other, second) = await _two(world)
    coordinator = world.coordination.agent(COORDINATOR)
    body = {"case_id": first["id"], "other_case_id": second["id"], "ground": "documents"}
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    path = f"/v1/person-links/{link['id']}"
    await refused(world, 403, "forbidden", coordinator, "POST", f"{path}/confirm", version=1)
    colleague = await world.make_agent(world.coordination, COORDINATOR)
    await world.move(colleague, "person-links", link, "confirm")
    listed = await world.done(other.agent(WORKER), "GET", "/v1/person-links")
    assert [each["id"] for each in listed["items"]] == [link["id"]]


async def test_undoing_takes_two_persons_too(world: World) -> None:
    first, second = await _two(world)
    link = await linked(world, first, second)
    (ngo, _), (other, _) = first, second
    body = {"ground": "person_says"}
    agent, path = ngo.agent(SUPERVISOR), f"/v1/person-links/{link['id']}"
    asked = await world.move(agent, "person-links", link, "propose-undo", body)
    assert (asked["status"], asked["undo_ground"], asked["proposed_by_id"]) == (
        "undo_proposed", "person_says", str(ngo.id),
    )  # fmt: skip
    await refused(
        world, 403, "forbidden", agent, "POST", f"{path}/confirm-undo", version=asked["version"]
    )
    kept = await world.move(other.agent(SUPERVISOR), "person-links", asked, "refuse-undo")
    assert (kept["status"], kept["undo_ground"]) == ("confirmed", None)
    again = await world.move(agent, "person-links", kept, "propose-undo", body)
    undone = await world.move(other.agent(SUPERVISOR), "person-links", again, "confirm-undo")
    assert undone["status"] == "undone"
    assert undone["undone_at"]
    assert undone["closed_at"]
    (event,) = await world.events(
        action="person_link:confirm_undo", subject_id=link["id"], outcome="allowed"
    )
    assert event["agent_id"] == other.agent(SUPERVISOR)


async def test_a_proposal_is_refused_by_the_other_or_withdrawn_by_its_own(world: World) -> None:
    (ngo, first), (other, second) = await _two(world)
    coordinator = world.coordination.agent(COORDINATOR)
    body = {"case_id": first["id"], "other_case_id": second["id"], "ground": "other"}
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    answer = await world.call(coordinator, "POST", "/v1/person-links", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")
    done = await world.move(ngo.agent(SUPERVISOR), "person-links", link, "refuse")
    assert (done["status"], done["confirmed_at"]) == ("refused", None)
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    path = f"/v1/person-links/{link['id']}/withdraw"
    await refused(world, 403, "forbidden", other.agent(WORKER), "POST", path, version=1)
    done = await world.move(coordinator, "person-links", link, "withdraw")
    assert done["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"case_id": None}, "/case_id", "missing"),
        ({"other_case_id": None}, "/other_case_id", "missing"),
        ({"candidate_id": "first"}, "/candidate_id", "invalid_value"),
        (
            {"candidate_id": "first", "case_id": None, "other_case_id": None},
            "/candidate_id",
            "invalid_value",
        ),
        ({"other_case_id": "first"}, "/other_case_id", "invalid_value"),
    ],
)
async def test_a_link_names_two_files_or_a_candidate(
    world: World, wrong: dict[str, Any], pointer: str, code: str
) -> None:
    (ngo, first), _ = await _two(world)
    body = {"case_id": first["id"], "other_case_id": first["id"], "ground": "other"}
    body |= {name: first["id"] if value == "first" else value for name, value in wrong.items()}
    answer = await world.call(ngo.agent(WORKER), "POST", "/v1/person-links", body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, pointer, code)


async def test_nobody_links_a_file_that_they_do_not_see_or_answer_for(world: World) -> None:
    (ngo, first), (_, second) = await _two(world)
    body = {"case_id": first["id"], "other_case_id": second["id"], "ground": "other"}
    for unseen in (second["id"], str(uuid7())):
        answer = await world.call(
            ngo.agent(WORKER), "POST", "/v1/person-links", body | {"other_case_id": unseen}
        )
        (error,) = answer.json()["errors"]
        assert (error["pointer"], error["code"]) == ("/other_case_id", "invalid_value")
    own = {"case_id": first["id"], "other_case_id": (await world.a_case(ngo))["id"]}
    link = await world.done(ngo.agent(WORKER), "POST", "/v1/person-links", body | own)
    path = f"/v1/person-links/{link['id']}/confirm"
    # Both files are of one organisation: the second person is of the coordination.
    await refused(world, 403, "forbidden", ngo.agent(SUPERVISOR), "POST", path, version=1)
    await world.move(world.coordination.agent(COORDINATOR), "person-links", link, "confirm")


async def test_the_database_refuses_one_person_for_two(world: World) -> None:
    link = await linked(world, *(await _two(world)))
    with pytest.raises(asyncpg.PostgresError, match="two_persons"):
        await world.owner.execute(
            "UPDATE person_link SET decided_by_agent_id = proposed_by_agent_id WHERE id = $1",
            UUID(link["id"]),
        )


async def test_a_linked_person_counts_once_and_the_difference_says_why(world: World) -> None:
    code = "identification.registered"
    ngo = await world.make_organisation("ngo")
    cases = [await world.a_case(ngo, region="KAYES"), await world.a_case(ngo, region="GAO")]
    apart = await ask(world, ngo, code)
    link = await linked_by_coordination(world, cases[0], cases[1])
    once = await ask(world, ngo, code)
    assert (apart["answer"]["total"]["value"], once["answer"]["total"]["value"]) == (2, 1)
    told = await compare(world, ngo, code, apart, once)
    assert reasons_of(told["total"]) == {"linked": (0, 1)}
    await parted_by_coordination(world, ngo, link)
    twice = await ask(world, ngo, code)
    told = await compare(world, ngo, code, once, twice)
    assert reasons_of(told["total"]) == {"unlinked": (1, 0)}


async def test_three_files_in_a_row_are_one_person_and_fall_apart_where_they_are_parted(
    world: World,
) -> None:
    code = "identification.registered"
    ngo = await world.make_organisation("ngo")
    cases = [await world.a_case(ngo) for _ in range(3)]
    by_region = "from=2000-01-01&to=2100-01-01&by=region"
    before = await ask(world, ngo, code, by_region)
    await linked_by_coordination(world, cases[2], cases[1])
    link = await linked_by_coordination(world, cases[1], cases[0])
    one = await ask(world, ngo, code, by_region)
    assert one["answer"]["total"]["value"] == 1
    roots = await world.owner.fetch(
        "SELECT root_id FROM counted_person WHERE ended IS NULL AND row_id = ANY ($1)",
        [UUID(case["id"]) for case in cases],
    )
    assert {row["root_id"] for row in roots} == {UUID(cases[0]["id"])}
    told = await compare(world, ngo, code, before, one)
    (cell,) = told["cells"]
    assert reasons_of(cell) == {"linked": (0, 2)}
    await parted_by_coordination(world, ngo, link)
    two = await ask(world, ngo, code, by_region)
    assert two["answer"]["total"]["value"] == 2
    told = await compare(world, ngo, code, one, two)
    (cell,) = told["cells"]
    assert reasons_of(cell) == {"unlinked": (1, 0)}


async def test_links_are_counted_by_whoever_decided(world: World) -> None:
    (first, second), period = await _two(world), "from=2000-01-01&to=2100-01-01"
    link = await linked(world, first, second)
    other = second[0]
    code = "identification.linked_files"
    answer = await ask(world, other, code, period)
    assert answer["answer"]["total"]["value"] == 1
    body = {"ground": "documents"}
    asked = await world.move(other.agent(SUPERVISOR), "person-links", link, "propose-undo", body)
    await world.move(first[0].agent(SUPERVISOR), "person-links", asked, "confirm-undo")
    for name, by, value in (
        (code, other, 0), ("identification.unlinked_files", first[0], 1),
    ):  # fmt: skip
        answer = await ask(world, by, name, period)
        assert answer["answer"]["total"]["value"] == value, name
