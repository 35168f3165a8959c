"""A receiver corrects what was recorded for it: what the call did is undone, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.calls import give_telephone, offered, record, referred, shown
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
    return [found["reads"] for found in rows]


async def told(world: World, subject_id: str, action: str) -> set[UUID]:
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1 AND action = $2",
        UUID(subject_id), action,
    )  # fmt: skip
    return {found["organisation_id"] for found in rows}


@pytest.mark.parametrize(("act", "reason"), [("accept", "not_said"), ("start", "not_arrived")])
async def test_a_referral_that_was_not_accepted_or_begun_fails_and_its_place_is_free(
    world: World, act: str, reason: str
) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    if act == "start":
        row = await world.move(intake, "referrals", row, "accept", {})
    call = await record(world, officer, "referrals", row, act)
    call = await world.move(intake, "calls", call, "correct", {"reason": reason})
    assert (call["status"], call["correction_reason"]) == ("corrected", reason)
    assert call["decided_by_agent_id"] == str(intake)
    result = await shown(world, row)
    assert (result["status"], result["end_reason"], result["bed"]) == ("failed", reason, "released")
    assert await recorded(world, "call:correct", call) == [intake]
    assert await recorded(world, "referral:follow_call", row) == [intake]
    assert await told(world, call["id"], "call:correct") == {world.police.id, shelter.id}
    assert await told(world, row["id"], "referral:follow_call") == {world.police.id, shelter.id}
    capacity = await world.owner.fetchrow(
        "SELECT held, occupied FROM capacity WHERE organisation_id = $1", shelter.id
    )
    assert capacity is not None
    assert tuple(capacity) == (0, 0)
    live = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL",
        UUID(row["id"]),
    )
    assert live == 0
    # It may be replaced at once.
    again = await world.a_referral(
        row["case_id"], to=shelter, consent_id=row["consent_id"], replaces_id=row["id"]
    )
    assert again["replaces_id"] == row["id"]


async def test_a_refusal_that_was_not_said_stays_and_the_sender_is_told(world: World) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    call = await record(world, officer, "referrals", row, "reject")
    call = await world.move(intake, "calls", call, "correct", NOT_SAID)
    assert (await shown(world, row))["status"] == "rejected"
    assert await recorded(world, "referral:follow_call", row) == []
    assert await told(world, call["id"], "call:correct") == {world.police.id, shelter.id}


async def test_a_correction_after_the_end_of_a_referral_changes_nothing_of_it(world: World) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    call = await record(world, officer, "referrals", row, "accept")
    row = await shown(world, row)
    await world.move(officer, "referrals", row, "stop", {"reason": "safety"})
    call = await world.move(intake, "calls", call, "correct", NOT_SAID)
    assert call["status"] == "corrected"
    result = await shown(world, row)
    assert (result["status"], result["end_reason"]) == ("cancelled", "safety")


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
    expected = before if lives else [["exploitation", "protection"]]
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


async def test_only_the_receiver_decides_and_once_and_in_time(world: World) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    call = await record(world, officer, "referrals", row, "accept")
    for event, body in (("confirm", None), ("correct", NOT_SAID)):
        for status, code, agent in (
            (403, "forbidden", world.police.agent(Role.SUPERVISOR)),
            (403, "forbidden", shelter.agent(Role.CASE_WORKER)),
            (403, "forbidden", world.coordination.agent(Role.COORDINATOR)),
            (404, "not-found", world.stranger.agent(Role.SUPERVISOR)),
        ):
            await move_refused(world, status, code, agent, "calls", call, event, body)
    stale = call | {"version": 9}
    await move_refused(world, 412, "stale-version", intake, "calls", stale, "correct", NOT_SAID)
    confirmed = await world.move(intake, "calls", call, "confirm")
    problem = await move_refused(
        world, 409, "invalid-transition", intake, "calls", confirmed, "correct", NOT_SAID
    )
    assert problem["current_state"] == "confirmed"
    path = f"/v1/calls/{call['id']}/correct"
    await refused(world, 422, "malformed-input", intake, "POST", path, {"reason": "x"}, version=2)
    assert (await shown(world, row))["status"] == "accepted"
