"""Custody moves in two steps, has one custodian at every instant, and leaves the former without
access.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.instants import tomorrow
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
DEPARTURE = {"expected_arrival": tomorrow(), "escorted": True}


async def custodians(world: World, row: dict[str, Any], kind: str) -> list[UUID]:
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM custody WHERE case_id = $1 AND kind = $2 ORDER BY seq",
        row["case_id"], kind,
    )  # fmt: skip
    return [link["organisation_id"] for link in rows]


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


async def test_custody_moves_on_acceptance_and_the_former_custodian_loses_the_case(
    world: World,
) -> None:
    case = await world.a_case(by=world.ngo)
    consent = await world.a_consent(case["id"], world.shelter, by=world.ngo)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.shelter.id),
        "priority": "urgent", "reason": "protective_shelter", "consent_id": consent["id"],
    }  # fmt: skip
    offer = await world.done(supervisor(world.ngo), "POST", "/v1/handoffs", body)
    path = f"/v1/cases/{case['id']}"
    await refused(world, 404, "not-found", supervisor(world.shelter), "GET", path)
    await world.done(supervisor(world.ngo), "GET", path)
    offer = await world.move(supervisor(world.shelter), "handoffs", offer, "accept")
    assert offer["status"] == "completed"
    await refused(world, 404, "not-found", supervisor(world.ngo), "GET", path)
    result = await world.done(supervisor(world.shelter), "GET", path)
    assert result["protection_custodian_id"] == str(world.shelter.id)
    assert await recorded(world, "handoff:offer", offer) == [supervisor(world.ngo)]
    assert await recorded(world, "handoff:accept", offer) == [supervisor(world.shelter)]


async def test_the_chain_of_custody_has_no_gap(world: World) -> None:
    case = await world.a_case()
    offer = await world.an_offer(case["id"])
    await world.move(supervisor(world.prosecutor), "handoffs", offer, "accept")
    offer = await world.an_offer(case["id"], kind="protection")
    await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    result = await world.done(supervisor(world.ngo), "GET", f"/v1/cases/{case['id']}/custody")
    for kind, last in (("investigation", world.prosecutor), ("protection", world.ngo)):
        chain = [link for link in result["items"] if link["kind"] == kind]
        assert [link["seq"] for link in chain] == [1, 2]
        assert chain[0]["until"] == chain[1]["since"]
        assert (chain[1]["until"], chain[1]["organisation_id"]) == (None, str(last.id))
    assert await recorded(world, "custody:read", case) == [supervisor(world.ngo)]


async def test_where_a_person_travels_custody_moves_on_her_arrival_only(world: World) -> None:
    offer = await world.an_offer(kind="protection", physical=True)
    offer = await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    assert offer["status"] == "accepted"
    receipt = {"condition_noted": True}
    assert await custodians(world, offer, "protection") == [world.police.id]
    offer = await world.move(supervisor(world.police), "handoffs", offer, "depart", DEPARTURE)
    result = await move_refused(
        world, 409, "invalid-transition", supervisor(world.police), "handoffs", offer, "withdraw",
        {"reason": "situation_changed"},
    )  # fmt: skip
    assert result["current_state"] == "accepted"
    await move_refused(
        world, 409, "conflict", supervisor(world.police), "handoffs", offer, "depart", DEPARTURE
    )
    await world.rewrite("handoff", offer, expected_arrival=PAST - timedelta(hours=2))
    late = await world.done(supervisor(world.ngo), "GET", f"/v1/handoffs/{offer['id']}")
    assert late["arrival_overdue"] is True
    offer = await world.move(supervisor(world.ngo), "handoffs", offer, "confirm-arrival", receipt)
    assert (offer["status"], offer["condition_noted"]) == ("completed", True)
    assert await custodians(world, offer, "protection") == [world.police.id, world.ngo.id]


async def test_without_an_arrival_the_offering_organisation_keeps_custody(world: World) -> None:
    offer = await world.an_offer(kind="protection", physical=True)
    offer = await world.move(supervisor(world.ngo), "handoffs", offer, "accept")
    offer = await world.move(supervisor(world.police), "handoffs", offer, "depart", DEPARTURE)
    reason = {"reason": "person_missing"}
    offer = await world.move(
        supervisor(world.ngo), "handoffs", offer, "report-failed-arrival", reason
    )
    assert (offer["status"], offer["sheet"]) == ("failed", None)
    assert await custodians(world, offer, "protection") == [world.police.id]
    (event,) = await world.events(
        action="handoff:report_failed_arrival", subject_id=UUID(offer["id"])
    )
    assert event["code"] == "person_missing"


async def test_a_declined_offer_closes_its_sheet_and_leaves_custody(world: World) -> None:
    offer = await world.an_offer()
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    path = f"/v1/handoffs/{offer['id']}"
    assert (await world.done(magistrate, "GET", path))["sheet"]["case_code"]
    offer = await world.move(magistrate, "handoffs", offer, "decline", {"reason": "out_of_area"})
    assert (offer["status"], offer["sheet"]) == ("declined", None)
    assert await custodians(world, offer, "investigation") == [world.police.id]


async def test_the_agent_that_made_an_offer_never_accepts_it(world: World) -> None:
    offer = await world.an_offer(kind="protection")
    await move_refused(
        world, 403, "forbidden", supervisor(world.police), "handoffs", offer, "accept"
    )
    # The agent has changed organisations since it made the offer.
    moved = await world.make_agent(world.ngo, Role.SUPERVISOR)
    await world.rewrite("handoff", offer, offered_by_agent_id=moved)
    await move_refused(world, 409, "second-person-needed", moved, "handoffs", offer, "accept")
    await world.move(supervisor(world.ngo), "handoffs", offer, "accept")


async def test_an_assignment_needs_a_second_coordinator(world: World) -> None:
    case = await world.a_case()
    first = world.coordination.agent(Role.COORDINATOR)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    body = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "custodian_unresponsive",
    }  # fmt: skip
    await refused(
        world, 403, "forbidden", supervisor(world.police), "POST", "/v1/handoffs/assignments", body
    )
    offer = await world.done(first, "POST", "/v1/handoffs/assignments", body)
    assert (offer["status"], offer["forced"]) == ("offered", True)
    await move_refused(world, 409, "conflict", supervisor(world.ngo), "handoffs", offer, "accept")
    await move_refused(world, 409, "second-person-needed", first, "handoffs", offer, "force")
    assert await custodians(world, offer, "protection") == [world.police.id]
    offer = await world.move(second, "handoffs", offer, "force")
    assert await custodians(world, offer, "protection") == [world.police.id, world.ngo.id]
    assert await recorded(world, "handoff:force", offer) == [second]


async def test_an_ordinary_offer_is_never_forced(world: World) -> None:
    offer = await world.an_offer()
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await move_refused(world, 409, "conflict", coordinator, "handoffs", offer, "force")


@pytest.mark.parametrize("name", ["ngo", "shelter", "health", "coordination"])
async def test_an_inquiry_is_handed_to_police_or_justice_only(world: World, name: str) -> None:
    receiver: TestOrganisation = getattr(world, name)
    case = await world.a_case()
    consent = await world.a_consent(case["id"], receiver)
    body = {
        "case_id": case["id"], "kind": "investigation", "to_id": str(receiver.id),
        "priority": "urgent", "reason": "jurisdiction", "consent_id": consent["id"],
    }  # fmt: skip
    await refused(world, 409, "conflict", supervisor(world.police), "POST", "/v1/handoffs", body)
