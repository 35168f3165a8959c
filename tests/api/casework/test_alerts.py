"""The coordination is told without having asked, and nobody else is."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.casework.alerts.lasting import follow_causes
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.calls import give_telephone, record
from tests.support.scene import an_alert
from tests.support.world import TestOrganisation, World

AT_ONCE = timedelta()


async def told(world: World, case: dict[str, Any], limit: timedelta = AT_ONCE) -> None:
    await follow_causes(world.process.database, limit, UUID(case["id"]))


async def alerts(world: World, case: dict[str, Any]) -> list[dict[str, Any]]:
    path = f"/v1/alerts?case_id={case['id']}"
    coordinator = world.coordination.agent(Role.COORDINATOR)
    found: list[dict[str, Any]] = (await world.done(coordinator, "GET", path))["items"]
    return found


async def age(world: World, case: dict[str, Any]) -> timedelta:
    """Say how long ago the first organisation began to answer for the person."""
    found: timedelta = await world.owner.fetchval(
        "SELECT clock_timestamp() - since FROM custody"
        " WHERE case_id = $1 AND kind = 'protection' AND seq = 1",
        UUID(case["id"]),
    )  # fmt: skip
    return found


async def hand_over(world: World, case: dict[str, Any], to: TestOrganisation) -> None:
    offer = await world.an_offer(case["id"], kind="protection", to=to)
    await world.move(to.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


@pytest.mark.parametrize(
    ("more", "kinds"), [(timedelta(minutes=1), []), (timedelta(), ["police_still_answers"])]
)
async def test_police_that_answer_for_a_person_for_longer_than_the_limit_are_reported(
    world: World, more: timedelta, kinds: list[str]
) -> None:
    case = await world.a_case()
    for _ in range(2):
        await told(world, case, await age(world, case) + more)
    found = await alerts(world, case)
    assert [alert["kind"] for alert in found] == kinds
    for alert in found:
        assert (alert["organisation_id"], alert["status"]) == (str(world.police.id), "raised")
        assert await recorded(world, "alert:raise", alert) == [None]
        rows = await world.owner.fetch(
            "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", UUID(alert["id"])
        )
        assert world.coordination.id in {row["organisation_id"] for row in rows}
        assert await world.owner.fetchval(
            "SELECT bool_and(type = 'coordination') FROM organisation WHERE id = ANY ($1)",
            [row["organisation_id"] for row in rows],
        )  # fmt: skip


async def test_no_other_organisation_is_reported_for_keeping_her(world: World) -> None:
    case = await world.a_case(world.ngo)
    await told(world, case)
    assert await alerts(world, case) == []


async def test_a_handoff_among_police_begins_no_new_time(world: World) -> None:
    case = await world.a_case()
    await asyncio.sleep(0.3)
    await hand_over(world, case, await world.make_organisation("gendarmerie"))
    await told(world, case, await age(world, case) - timedelta(seconds=0.1))
    assert [alert["kind"] for alert in await alerts(world, case)] == ["police_still_answers"]


async def test_the_time_of_police_begins_anew_after_an_organisation_of_protection(
    world: World,
) -> None:
    case = await world.a_case()
    await hand_over(world, case, world.ngo)
    await asyncio.sleep(0.3)
    offer = await world.an_offer(case["id"], kind="protection", to=world.police, by=world.ngo)
    await world.move(world.police.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await told(world, case, await age(world, case) - timedelta(seconds=0.1))
    assert await alerts(world, case) == []
    await told(world, case)
    assert [alert["kind"] for alert in await alerts(world, case)] == ["police_still_answers"]


async def test_a_call_that_was_wrong_begins_no_new_time_either(world: World) -> None:
    case = await world.a_case()
    await asyncio.sleep(0.3)
    await give_telephone(world, world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    call = await record(world, world.police.agent(Role.INVESTIGATOR), "handoffs", offer, "accept")
    receiver = world.ngo.agent(Role.SUPERVISOR)
    await world.move(receiver, "calls", call, "correct", {"reason": "not_said"})
    await told(world, case, await age(world, case) - timedelta(seconds=0.1))
    assert [alert["kind"] for alert in await alerts(world, case)] == ["police_still_answers"]


async def test_the_return_to_an_accuser_is_told_at_once(world: World) -> None:
    case = await world.a_case()
    await give_telephone(world, world.ngo)
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    call = await record(world, world.police.agent(Role.INVESTIGATOR), "handoffs", offer, "accept")
    receiver = world.ngo.agent(Role.SUPERVISOR)
    accused = {"case_id": case["id"], "organisation_id": str(world.police.id)}
    await world.done(receiver, "POST", "/v1/accusations", accused)
    assert await alerts(world, case) == []
    await world.move(receiver, "calls", call, "correct", {"reason": "not_said"})
    assert [alert["kind"] for alert in await alerts(world, case)] == ["accuser_answers"]


@pytest.mark.parametrize("ends", ["handed over", "closed"])
async def test_the_alert_is_settled_when_its_cause_has_ended_and_not_before(
    world: World, ends: str
) -> None:
    case = await world.a_case()
    await told(world, case)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    (alert,) = await alerts(world, case)
    alert = await world.move(coordinator, "alerts", alert, "take-up")
    assert (alert["status"], alert["taken_up_by_agent_id"]) == ("taken_up", str(coordinator))
    await move_refused(world, 409, "conflict", coordinator, "alerts", alert, "settle")
    await told(world, case)
    assert (await alerts(world, case))[0]["status"] == "taken_up"
    if ends == "closed":
        reason = {"reason": "person_declined"}
        await world.move(world.police.agent(Role.SUPERVISOR), "cases", case, "close", reason)
    else:
        await hand_over(world, case, world.ngo)
    await told(world, case)
    (alert,) = await alerts(world, case)
    assert (alert["status"], alert["closed_at"] is None) == ("settled", False)
    assert await recorded(world, "alert:end", alert) == [None]


async def test_two_timers_at_once_raise_one_alert(world: World) -> None:

    cases = [await world.a_case() for _ in range(6)]
    await asyncio.gather(*(told(world, case) for case in cases for _ in range(4)))
    assert [len(await alerts(world, case)) for case in cases] == [1] * 6


async def test_a_coordinator_takes_up_and_settles_an_alert_of_an_event(world: World) -> None:
    case = await world.a_case(world.ngo)
    await an_alert(world, world.ngo, UUID(case["id"]))
    coordinator = world.coordination.agent(Role.COORDINATOR)
    (alert,) = await alerts(world, case)
    taken = await world.move(coordinator, "alerts", alert, "take-up")
    await move_refused(world, 409, "invalid-transition", coordinator, "alerts", taken, "take-up")
    settled = await world.move(coordinator, "alerts", taken, "settle")
    assert settled["status"] == "settled"
    assert await recorded(world, "alert:settle", alert) == [coordinator]
    await told(world, case)
    assert [row["status"] for row in await alerts(world, case)] == ["settled"]


async def test_nobody_but_the_coordination_sees_an_alert(world: World) -> None:
    case = await world.a_case()
    alert_id = await an_alert(world, world.police, UUID(case["id"]))
    for role in (Role.SUPERVISOR, Role.INVESTIGATOR, Role.FIRST_RESPONDER):
        agent = world.police.agent(role)
        await refused(world, 403, "forbidden", agent, "GET", f"/v1/alerts/{alert_id}")
        await refused(world, 403, "forbidden", agent, "GET", "/v1/alerts")
