"""Custody that a call moved returns where its receiver corrects the call: at once, no gap."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.calls import give_telephone, offered, record, told
from tests.support.inquiries import an_order
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
NOT_SAID = {"reason": "not_said"}


async def links(world: World, row: dict[str, Any], kind: str = "protection") -> list[UUID]:
    rows = await world.owner.fetch(
        "SELECT seq, organisation_id FROM custody WHERE case_id = $1 AND kind = $2 ORDER BY seq",
        UUID(row["case_id"]), kind,
    )  # fmt: skip
    assert [link["seq"] for link in rows] == list(range(1, len(rows) + 1))
    return [link["organisation_id"] for link in rows]


async def opened(world: World, row: dict[str, Any], to: TestOrganisation) -> list[list[str]]:
    rows = await world.owner.fetch(
        "SELECT reads FROM access_grant WHERE case_id = $1 AND organisation_id = $2"
        " AND ended_at IS NULL AND basis_id IN (SELECT id FROM custody WHERE kind = 'protection')",
        UUID(row["case_id"]), to.id,
    )  # fmt: skip
    return [sorted({section for found in rows for section in found["reads"]})] if rows else []


@pytest.mark.parametrize("physical", [False, True])
async def test_custody_that_a_call_moved_returns_at_once_without_a_gap(
    world: World, physical: bool
) -> None:
    row, receiver = await offered(world, physical=physical)
    other, act = world.police.agent(Role.FIRST_RESPONDER), "accept"
    before = await opened(world, row, world.police)
    if physical:
        row = await world.move(receiver, "handoffs", row, "accept")
        act = "confirm_arrival"
    call = await record(world, other, "handoffs", row, act)
    assert await links(world, row) == [world.police.id, world.ngo.id]
    call = await world.move(receiver, "calls", call, "correct", {"reason": "not_arrived"})
    assert await links(world, row) == [world.police.id, world.ngo.id, world.police.id]
    assert await opened(world, row, world.ngo) == []
    assert await opened(world, row, world.police) == before
    page = await world.done(other, "GET", f"/v1/handoffs?case_id={row['case_id']}")
    returned = page["items"][0]
    assert (returned["status"], returned["from_id"], returned["to_id"], returned["reason"]) == (
        "completed", str(world.ngo.id), str(world.police.id), "dispute",
    )  # fmt: skip
    assert returned["corrected_call_id"] == call["id"]
    assert await recorded(world, "handoff:return", returned) == [receiver]
    assert await recorded(world, "call:correct", call) == [receiver]
    assert await told(world, returned["id"], "handoff:return") == {world.police.id, world.ngo.id}
    case = await world.done(other, "GET", f"/v1/cases/{row['case_id']}")
    assert case["protection_custodian_id"] == str(world.police.id)


@pytest.mark.parametrize("lives", [True, False])
async def test_identity_opens_again_to_a_custodian_that_had_it_by_consent_if_that_lives(
    world: World, lives: bool
) -> None:
    first, _ = await offered(world)
    case_id = first["case_id"]
    row = await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", first, "accept")
    stranger = world.stranger
    await give_telephone(world, stranger)
    consent = await world.a_consent(case_id, stranger, by=world.ngo)
    offer = await world.an_offer(
        case_id, kind="protection", to=stranger, by=world.ngo, consent_id=consent["id"]
    )
    before = await opened(world, row, world.ngo)
    assert "identity" in before[0]
    call = await record(world, world.ngo.agent(Role.CASE_WORKER), "handoffs", offer, "accept")
    if not lives:
        await world.rewrite(
            "consent", {"id": first["consent_id"], "case_id": case_id}, valid_until=PAST
        )
    await world.move(stranger.agent(Role.SUPERVISOR), "calls", call, "correct", NOT_SAID)
    assert await links(world, row) == [world.police.id, world.ngo.id, stranger.id, world.ngo.id]
    expected = before if lives else [["exploitation", "participation", "protection"]]
    assert await opened(world, row, world.ngo) == expected


async def test_an_inquiry_returns_by_what_it_was_and_not_to_nobody(world: World) -> None:
    await give_telephone(world, world.prosecutor)
    row = await world.an_offer(legal_duty="prosecutor_instruction", consent_id=None)
    other = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, other, "handoffs", row, "accept")
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    await world.move(magistrate, "calls", call, "correct", NOT_SAID)
    assert await links(world, row, "investigation") == [
        world.police.id, world.prosecutor.id, world.police.id,
    ]  # fmt: skip


async def test_an_acceptance_of_a_journey_that_was_not_said_fails_and_custody_stays(
    world: World,
) -> None:
    row, receiver = await offered(world, physical=True)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    await world.move(receiver, "calls", call, "correct", NOT_SAID)
    result = await world.done(
        world.police.agent(Role.SUPERVISOR), "GET", f"/v1/handoffs/{row['id']}"
    )
    assert (result["status"], result["end_reason"]) == ("failed", "not_said")
    assert await recorded(world, "handoff:follow_call", row) == [receiver]
    assert await links(world, row) == [world.police.id]


async def test_an_acceptance_is_not_corrected_once_her_arrival_was_confirmed(world: World) -> None:
    row, receiver = await offered(world, physical=True)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    row = await world.done(receiver, "GET", f"/v1/handoffs/{row['id']}")
    await world.move(receiver, "handoffs", row, "confirm-arrival", {"condition_noted": True})
    await move_refused(world, 409, "conflict", receiver, "calls", call, "correct", NOT_SAID)
    assert await links(world, row) == [world.police.id, world.ngo.id]


async def test_an_arrival_is_corrected_first_and_then_the_acceptance(world: World) -> None:
    row, receiver = await offered(world, physical=True)
    other = world.police.agent(Role.FIRST_RESPONDER)
    accepted = await record(world, other, "handoffs", row, "accept")
    row = await world.done(receiver, "GET", f"/v1/handoffs/{row['id']}")
    arrived = await record(world, other, "handoffs", row, "confirm_arrival")
    await move_refused(world, 409, "conflict", receiver, "calls", accepted, "correct", NOT_SAID)
    await world.move(receiver, "calls", arrived, "correct", {"reason": "not_arrived"})
    accepted = await world.move(receiver, "calls", accepted, "correct", NOT_SAID)
    assert accepted["status"] == "corrected"
    assert await links(world, row) == [world.police.id, world.ngo.id, world.police.id]


async def test_custody_that_has_moved_on_does_not_return(world: World) -> None:
    row, receiver = await offered(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    offer = await world.an_offer(row["case_id"], kind="protection", to=world.health, by=world.ngo)
    await world.move(world.health.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await move_refused(world, 409, "conflict", receiver, "calls", call, "correct", NOT_SAID)
    assert len(await links(world, row)) == 3
    assert await recorded(world, "call:correct", call) == []


async def test_an_open_offer_of_the_receiver_is_taken_back_where_custody_returns(
    world: World,
) -> None:
    row, receiver = await offered(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    offer = await world.an_offer(row["case_id"], kind="protection", to=world.health, by=world.ngo)
    await world.move(receiver, "calls", call, "correct", NOT_SAID)
    result = await world.done(receiver, "GET", f"/v1/handoffs/{offer['id']}")
    assert (result["status"], result["end_reason"]) == ("withdrawn", "situation_changed")
    assert (await links(world, row))[-1] == world.police.id


async def a_first_inquiry(
    world: World, to: TestOrganisation
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A call by which the police that accuses her gave her away, and the NGO's first inquiry."""
    await give_telephone(world, world.ngo)
    case = await world.a_case(accused_by_us=True)
    row = await world.an_offer(case["id"], kind="protection")
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    consent = await world.a_consent(case["id"], to, by=world.ngo, purposes=["justice"])
    inquiry = await world.an_offer(
        case["id"], to=to, by=world.ngo, consent_id=consent["id"], kind="investigation"
    )
    return call, inquiry


async def test_the_offer_of_a_first_inquiry_returns_with_the_person(world: World) -> None:
    call, inquiry = await a_first_inquiry(world, world.prosecutor)
    receiver = world.ngo.agent(Role.SUPERVISOR)
    await world.move(receiver, "calls", call, "correct", NOT_SAID)
    reader = world.police.agent(Role.SUPERVISOR)
    result = await world.done(reader, "GET", f"/v1/handoffs/{inquiry['id']}")
    assert (result["status"], result["from_id"]) == ("offered", str(world.police.id))
    assert await recorded(world, "handoff:follow_case", inquiry) == [receiver]


async def test_a_call_about_a_first_inquiry_is_told_to_who_answers_for_her_then(
    world: World,
) -> None:
    await give_telephone(world, world.prosecutor)
    case = await world.a_case(accused_by_us=True)
    row = await world.an_offer(case["id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", row, "accept")
    consent = await world.a_consent(
        case["id"], world.prosecutor, by=world.ngo, purposes=["justice"]
    )
    inquiry = await world.an_offer(
        case["id"], to=world.prosecutor, by=world.ngo, consent_id=consent["id"],
        kind="investigation", physical=True,
    )  # fmt: skip
    worker, magistrate = world.ngo.agent(Role.CASE_WORKER), world.prosecutor.agent(Role.MAGISTRATE)
    call = await record(world, worker, "handoffs", inquiry, "accept")
    assert await told(world, call["id"], "call:record") == {world.ngo.id, world.prosecutor.id}
    consent = await world.a_consent(case["id"], world.health, by=world.ngo)
    offer = await world.an_offer(
        case["id"], kind="protection", to=world.health, by=world.ngo, consent_id=consent["id"]
    )
    health = world.health.agent(Role.SUPERVISOR)
    await world.move(health, "handoffs", offer, "accept")
    await world.move(magistrate, "calls", call, "correct", NOT_SAID)
    assert await told(world, call["id"], "call:correct") == {world.health.id, world.prosecutor.id}
    read = await world.done(health, "GET", f"/v1/calls/{call['id']}")
    assert read["status"] == "corrected"
    assert await recorded(world, "call:correct", call) == [magistrate]


async def test_a_first_inquiry_is_not_offered_to_whom_the_person_returns(world: World) -> None:
    unit = await world.make_organisation("gendarmerie")
    await give_telephone(world, world.ngo)
    case = await world.a_case(by=unit, accused_by_us=True)
    consent = await world.a_consent(case["id"], world.ngo, unit, by=unit)
    row = await world.an_offer(
        case["id"], by=unit, to=world.ngo, kind="protection", consent_id=consent["id"]
    )
    accusations = await world.done(
        unit.agent(Role.SUPERVISOR), "GET", f"/v1/accusations?case_id={case['id']}"
    )
    lifted = accusations["items"][0]
    call = await record(world, unit.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "accusations", lifted, "lift")
    inquiry = await world.an_offer(
        case["id"], to=unit, by=world.ngo, consent_id=consent["id"], kind="investigation"
    )
    receiver = world.ngo.agent(Role.SUPERVISOR)
    await world.move(receiver, "calls", call, "correct", NOT_SAID)
    result = await world.done(receiver, "GET", f"/v1/handoffs/{inquiry['id']}")
    assert (result["status"], result["end_reason"]) == ("withdrawn", "situation_changed")
    assert await recorded(world, "handoff:withdraw", inquiry) == [receiver]


async def test_an_order_for_an_inquiry_ends_where_the_inquiry_returns(world: World) -> None:
    await give_telephone(world, world.prosecutor)
    case = await world.a_case()
    row = await world.an_offer(case["id"], legal_duty="prosecutor_instruction", consent_id=None)
    other = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, other, "handoffs", row, "accept")
    order = await an_order(world, case)
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    await world.move(magistrate, "calls", call, "correct", NOT_SAID)
    result = await world.done(magistrate, "GET", f"/v1/identity-orders/{order['id']}")
    assert result["status"] == "ended"
    assert await recorded(world, "identity_order:end", order) == [magistrate]


async def test_a_custodian_that_asked_her_itself_regains_all_after_every_call(
    world: World,
) -> None:
    row, receiver = await offered(world)
    before = await opened(world, row, world.police)
    other = world.police.agent(Role.FIRST_RESPONDER)
    for _ in range(3):
        call = await record(world, other, "handoffs", row, "accept")
        await world.move(receiver, "calls", call, "correct", NOT_SAID)
        assert await opened(world, row, world.police) == before
        row = await world.an_offer(row["case_id"], kind="protection", consent_id=row["consent_id"])


async def test_custody_does_not_return_on_a_closed_file(world: World) -> None:
    row, receiver = await offered(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    case = await world.done(receiver, "GET", f"/v1/cases/{row['case_id']}")
    path, body = f"/v1/cases/{case['id']}/close", {"reason": "lost_contact"}
    await world.done(receiver, "POST", path, body, version=case["version"])
    problem = await move_refused(
        world, 409, "invalid-transition", receiver, "calls", call, "correct", NOT_SAID
    )
    assert problem["current_state"] == "closed"
