"""A person with a file may be found to be smuggled, not trafficked, and is counted apart."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.permissions import Role
from tests.support.figures import PERIOD, ask, cells
from tests.support.world import TestOrganisation, World

AUTHORITY = Role.IDENTIFICATION_AUTHORITY
FIGURE = "identification.smuggled_assisted"
SERVED = {
    "service_type": "food", "offered_on": "2026-01-15", "answer_of_person": "accepted",
    "region": "BAMAKO",
}  # fmt: skip


async def _decide(
    world: World, by: TestOrganisation, case: dict[str, Any], event: str, **said: Any
) -> Any:
    path = f"/v1/cases/{case['id']}/decisions"
    return await world.call(by.agent(AUTHORITY), "POST", path, {"event": event} | said)


async def _found(world: World, by: TestOrganisation, **said: Any) -> dict[str, Any]:
    """Help a person of whom nobody presumes that she was trafficked."""
    case = await world.a_case(by)
    path = f"/v1/cases/{case['id']}/services-given"
    body = SERVED | {"began_on": "2026-01-15"}
    await world.done(by.agent(Role.SUPERVISOR), "POST", path, body)
    assert (await _decide(world, by, case, "begin_screening")).status_code == 201
    answer = await _decide(world, by, case, "not_presume", **said)
    assert answer.status_code == 201, answer.text
    return case


async def test_a_decision_says_that_a_person_was_smuggled_and_not_trafficked(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    case = await _found(world, brigade, finding="smuggled")
    path = f"/v1/cases/{case['id']}/decisions"
    listed = await world.done(brigade.agent(AUTHORITY), "GET", path)
    assert [row["finding"] for row in listed["items"]] == [None, "smuggled"]
    row = listed["items"][-1]
    (event,) = await world.events(action="decision:record", subject_id=UUID(row["id"]))
    assert (event["code"], event["agent_id"]) == ("not_presume", brigade.agent(AUTHORITY))


@pytest.mark.parametrize("event", ["begin_screening", "close_without_follow_up"])
async def test_of_nobody_who_may_be_a_victim_is_it_said(world: World, event: str) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    answer = await _decide(world, brigade, case, event, finding="smuggled")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (
        422, "/finding", "invalid_value",
    )  # fmt: skip


async def test_the_database_says_it_of_no_victim(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await _found(world, brigade, finding="smuggled")
    with pytest.raises(asyncpg.CheckViolationError, match="finding"):
        await world.owner.execute(
            "INSERT INTO decision (id, case_id, event, from_status, to_status, acts, means, forms,"
            " indicators, treated_as_child, finding, organisation_id, agent_id)"
            " SELECT gen_random_uuid(), case_id, 'presume', 'screening', 'presumed', acts, means,"
            " forms, indicators, treated_as_child, finding, organisation_id, agent_id"
            " FROM decision WHERE case_id = $1 AND finding IS NOT NULL",
            UUID(case["id"]),
        )


async def test_smuggled_persons_with_a_file_who_were_helped_are_counted_apart(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    case = await _found(world, brigade, finding="smuggled")
    await _found(world, brigade)
    helped = await ask(world, brigade, FIGURE, f"{PERIOD}&by=category")
    assert (helped["answer"]["total"]["value"], cells(helped)) == (1, {"women": 1})
    # Among no victims; contacts without a file are the figure beside it.
    for code in ("identification.detected", "identification.smuggled_helped"):
        other = await ask(world, brigade, code)
        assert other["answer"]["total"]["value"] == 0, code
    # Taken up again, the finding does not stand; found again without it, neither.
    why = {"reasons": "Faits nouveaux"}
    for event, said in (("begin_screening", why), ("not_presume", {})):
        assert (await _decide(world, brigade, case, event, **said)).status_code == 201
        again = await ask(world, brigade, FIGURE)
        assert again["answer"]["total"]["value"] == 0, event
    # The history knows what was counted before.
    (image,) = await world.owner.fetch(
        "SELECT finding FROM counted_decision WHERE case_id = $1 AND finding IS NOT NULL",
        UUID(case["id"]),
    )
    assert image["finding"] == "smuggled"
