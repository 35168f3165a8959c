"""Tips that go where the table says, and what time does to those that nobody follows up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.database.database import system_actor
from referral_api.domain.casework.clocks.due import tell_due, times_of
from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.deadline_policy import (
    HANDOFF_CLOCKS,
    POLICE_PROTECTION,
    REFERRAL_CLOCKS,
    TIP_CLOCKS,
    TipClock,
)
from referral_api.domain.identification.tips.records import TIP_RECORDS
from referral_api.domain.records.overdue import expire
from referral_api.permissions import Role
from tests.support.tips import coordinator, report
from tests.support.world import TestOrganisation, World

_TIMES = times_of(REFERRAL_CLOCKS, HANDOFF_CLOCKS, POLICE_PROTECTION)


@pytest.fixture
async def desks(world: World) -> dict[str, TestOrganisation]:
    kinds = ("police", "child_protection", "labour_inspection")
    return {kind: await world.make_organisation(kind) for kind in kinds}


@pytest.fixture
def of_itself(world: World, desks: dict[str, TestOrganisation]) -> Iterator[None]:
    """Let tips of Kayes go to these organisations at once."""
    before = world.app.state.process
    table = {"KAYES": {kind: desk.id for kind, desk in desks.items()}}
    settings = before.settings.model_copy(update={"tip_auto_assign": True, "tip_assignees": table})
    world.app.state.process = replace(before, settings=settings)
    yield
    world.app.state.process = before


@pytest.mark.usefixtures("of_itself")
@pytest.mark.parametrize(
    ("fields", "goes_to", "told"),
    [
        ({"children_seen": "yes"}, "child_protection", None),
        ({"children_seen": "unknown"}, "child_protection", None),
        ({"children_seen": "yes", "immediate_danger": "yes"}, "police", "child_protection"),
        ({}, "labour_inspection", None),
        ({"suspected_forms": ["SERVAGE"]}, "police", None),
    ],
    ids=["children", "unknown", "danger", "labour", "other"],
)
async def test_a_tip_goes_where_the_table_says_children_first_to_child_protection(
    world: World, desks: dict[str, TestOrganisation], fields: dict[str, Any], goes_to: str,
    told: str | None,
) -> None:  # fmt: skip
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER), **fields)
    seen = await world.done(coordinator(world), "GET", f"/v1/tips/{tip['id']}")
    assert (seen["status"], seen["assigned_organisation_id"]) == (
        "assigned",
        str(desks[goes_to].id),
    )
    assert seen["child_protection_id"] == (str(desks[told].id) if told else None)
    (event,) = await world.events(subject_id=UUID(tip["id"]), action="tip:assign")
    assert event["agent_id"] is None


@pytest.mark.usefixtures("of_itself")
async def test_a_tip_that_the_table_cannot_place_waits_for_the_coordination(
    world: World, desks: dict[str, TestOrganisation]
) -> None:
    desk = desks["labour_inspection"]
    await world.arrange(desk.id, "UPDATE organisation SET active = false WHERE id = $1", desk.id)
    for place in ({"country": "ML", "region": "KAYES"}, {"country": "ML", "region": "GAO"}):
        tip = await report(world, world.ngo.agent(Role.CASE_WORKER), place=place)
        seen = await world.done(coordinator(world), "GET", f"/v1/tips/{tip['id']}")
        assert seen["status"] == "received"


@pytest.mark.parametrize("urgency", ["emergency", "urgent", "routine"])
async def test_the_clocks_of_a_tip_follow_its_urgency(world: World, urgency: str) -> None:
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER), urgency=urgency)
    body = {"organisation_id": str(world.police.id)}
    seen = await world.done(coordinator(world), "GET", f"/v1/tips/{tip['id']}")
    received = datetime.fromisoformat(seen["received_at"])
    clock: TipClock = TIP_CLOCKS[urgency]
    assert datetime.fromisoformat(seen["assign_by"]) == received + clock.assign
    seen = await world.move(coordinator(world), "tips", tip, "assign", body)
    assigned = await world.owner.fetchval(
        "SELECT assigned_at FROM tip WHERE id = $1", UUID(tip["id"])
    )
    assert datetime.fromisoformat(seen["act_by"]) == assigned + clock.act
    assert seen["assign_by"] is None


async def _late(world: World, tip: dict[str, Any], column: str, ago: timedelta) -> None:
    at = datetime.now(UTC) - ago
    sql = f"UPDATE tip SET {column} = $2 WHERE id = $1"
    await world.arrange(UUID(tip["id"]), sql, UUID(tip["id"]), at)


async def _notices(world: World, tip: dict[str, Any]) -> set[tuple[str, str]]:
    rows = await world.owner.fetch(
        "SELECT kind, stage FROM notice WHERE subject_id = $1", UUID(tip["id"])
    )
    return {(row["kind"], row["stage"]) for row in rows}


async def test_a_tip_is_reminded_of_at_half_time_and_escalates_once_at_the_limit(
    world: World,
) -> None:
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    database, kind = world.process.database, str(NoticeKind.TIP_ASSIGNMENT)
    await _late(world, tip, "assign_by", -timedelta(hours=5))
    await tell_due(database, _TIMES)
    assert await _notices(world, tip) == {(kind, "reminder")}
    await _late(world, tip, "assign_by", timedelta(minutes=1))
    for _ in range(2):
        async with database.transaction(system_actor(world.coordination.id), "system") as one:
            await expire(one, TIP_RECORDS, UUID(tip["id"]))
    assert {(kind, "region"), (kind, "passed")} <= await _notices(world, tip)
    assert len(await world.events(subject_id=UUID(tip["id"]), action="tip:escalate")) == 1
    seen = await world.done(coordinator(world), "GET", f"/v1/tips/{tip['id']}")
    assert (seen["status"], seen["overdue"]) == ("received", True)


async def test_the_first_act_of_the_assignee_stops_the_clock(world: World) -> None:
    body = {"organisation_id": str(world.police.id)}
    tips = []
    for _ in range(2):
        tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
        tips.append(await world.move(coordinator(world), "tips", tip, "assign", body))
    acted, idle = tips
    await world.move(world.police.agent(Role.FIRST_RESPONDER), "tips", acted, "add-details", {})
    for tip in tips:
        await _late(world, tip, "act_by", timedelta(minutes=1))
    await tell_due(world.process.database, _TIMES)
    kind = str(NoticeKind.TIP_ACTION)
    assert await _notices(world, acted) == set()
    assert (kind, "region") in await _notices(world, idle)


async def test_a_coordination_that_is_bound_to_regions_assigns_the_tips_of_these(
    world: World,
) -> None:
    body_of_gao = await world.make_organisation("coordination")
    await world.arrange(
        body_of_gao.id, "UPDATE organisation SET regions = '{GAO}' WHERE id = $1", body_of_gao.id
    )
    tip = await report(world, world.ngo.agent(Role.CASE_WORKER))
    path, body = f"/v1/tips/{tip['id']}/assign", {"organisation_id": str(world.police.id)}
    elsewhere = body_of_gao.agent(Role.COORDINATOR)
    assert (await world.call(elsewhere, "POST", path, body, version=1)).status_code == 403
