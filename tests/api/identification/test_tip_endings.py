"""How tips end: unseen by who reported them, one original for two that are one, by who may."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.api.casework.test_races import ROUNDS, move, one_won, together
from tests.support.audit_log import move_refused
from tests.support.tips import coordinator, report
from tests.support.world import TestOrganisation, World

_TIPS = "/v1/tips"
_VAGUE = {"reason": "too_vague"}
_ENDED = ("linked", "dismissed", "duplicate", "entered_in_error")


async def _assigned(world: World, by: UUID | None = None, **fields: Any) -> dict[str, Any]:
    tip = await report(world, by or world.ngo.agent(Role.CASE_WORKER), **fields)
    body = {"organisation_id": str(world.police.id)}
    return await world.move(coordinator(world), "tips", tip, "assign", body)


async def _end(world: World, tip: dict[str, Any], status: str) -> dict[str, Any]:
    chief = world.police.agent(Role.SUPERVISOR)
    if status == "linked":
        body: Any = {"case_ids": [(await world.a_case())["id"]]}
        ended = await world.move(
            world.police.agent(Role.FIRST_RESPONDER), "tips", tip, "link", body
        )
    elif status == "dismissed":
        ended = await world.move(chief, "tips", tip, "dismiss", _VAGUE)
    elif status == "duplicate":
        body = {"duplicate_of_id": (await _assigned(world))["id"]}
        ended = await world.move(chief, "tips", tip, "mark-duplicate", body)
    else:
        ended = await world.move(coordinator(world), "tips", tip, "mark-error")
    assert ended["status"] == status
    return ended


@pytest.mark.parametrize("status", _ENDED)
async def test_a_refusal_tells_a_reporter_nothing_of_what_came_of_its_tip(
    world: World, status: str
) -> None:
    committee = await world.make_organisation("watch_committee")
    reporter = committee.agent(Role.COMMUNITY_REPORTER)
    tip = await _end(world, await _assigned(world, reporter), status)
    chief = await world.make_agent(committee, Role.SUPERVISOR)
    late = await move_refused(world, 409, "conflict", reporter, "tips", tip, "add-details", {})
    # Who follows it up is told.
    officer = world.police.agent(Role.FIRST_RESPONDER)
    told = await move_refused(
        world, 409, "invalid-transition", officer, "tips", tip, "add-details", {}
    )
    assert told["current_state"] == status
    if status != "entered_in_error":
        tip = await world.move(chief, "tips", tip, "mark-error")
        assert tip["status"] is None
    marked = await move_refused(world, 409, "conflict", chief, "tips", tip, "mark-error")
    for problem in (late, marked):
        assert not {"current_state", "allowed_events"} & set(problem)


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_of_two_tips_only_one_becomes_a_duplicate_of_the_other(
    world: World, attempt: int
) -> None:
    chief = world.police.agent(Role.SUPERVISOR)
    tips = [await _assigned(world) for _ in range(2)]
    calls = [
        move(world, chief, "tips", one, "mark-duplicate", {"duplicate_of_id": other["id"]})
        for one, other in (tips, reversed(tips))
    ]
    one_won(await together(*(calls if attempt % 2 else reversed(calls))))
    seen = [await world.done(chief, "GET", f"{_TIPS}/{tip['id']}") for tip in tips]
    assert sorted(tip["status"] for tip in seen) == ["assigned", "duplicate"]


async def test_reporters_of_two_that_are_duplicates_of_each_other_are_told_once(
    world: World,
) -> None:
    chief = world.police.agent(Role.SUPERVISOR)
    first, second = [await _assigned(world) for _ in range(2)]
    body = {"duplicate_of_id": first["id"]}
    await world.move(chief, "tips", second, "mark-duplicate", body)
    # As two marked at once were left before both were locked.
    ids = UUID(first["id"]), UUID(second["id"])
    await world.arrange(ids[0], "UPDATE tip SET duplicate_of_id = $2 WHERE id = $1", *ids)
    call = move(world, chief, "tips", first, "dismiss", _VAGUE)
    assert (await asyncio.wait_for(call, 20)).status_code == 200
    told = [
        len(await world.events(subject_id=tip_id, action="tip:give_feedback")) for tip_id in ids
    ]
    assert told == [2, 2]


async def _body_of_gao(world: World) -> TestOrganisation:
    body = await world.make_organisation("coordination")
    sql = "UPDATE organisation SET regions = '{GAO}' WHERE id = $1"
    await world.arrange(body.id, sql, body.id)
    return body


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("propose-dismissal", _VAGUE), ("dismiss", _VAGUE), ("mark-duplicate", None),
        ("mark-error", None), ("reopen", {}),
    ],
)  # fmt: skip
async def test_a_coordination_that_is_bound_to_regions_ends_no_tip_of_another(
    world: World, event: str, body: Any
) -> None:
    tip = await _assigned(world)
    if event == "mark-duplicate":
        body = {"duplicate_of_id": (await _assigned(world))["id"]}
    if event == "reopen":
        tip = await _end(world, tip, "dismissed")
    elsewhere = (await _body_of_gao(world)).agent(Role.COORDINATOR)
    await move_refused(world, 403, "forbidden", elsewhere, "tips", tip, event, body)
    await world.move(coordinator(world), "tips", tip, event, body)


async def test_the_coordination_marks_no_tip_as_an_error_alone_that_may_concern_children(
    world: World,
) -> None:
    tips = [
        await report(world, world.ngo.agent(Role.CASE_WORKER), children_seen="yes")
        for _ in range(2)
    ]
    tip, own = tips
    first, second = coordinator(world), await world.make_agent(world.coordination, Role.COORDINATOR)
    alone = (world, 409, "second-person-needed", first, "tips")
    await move_refused(*alone, tip, "mark-error")
    tip = await world.move(first, "tips", tip, "propose-dismissal", _VAGUE)
    await move_refused(*alone, tip, "mark-error")
    done = await world.move(second, "tips", tip, "mark-error")
    assert done["status"] == "entered_in_error"
    # Whoever reported it knows what it was.
    mine = await move(world, world.ngo.agent(Role.SUPERVISOR), "tips", own, "mark-error")
    assert mine.status_code == 200
