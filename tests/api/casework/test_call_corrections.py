"""A receiver corrects what was recorded for it: what the call did is undone, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.calls import record, referred, shown, told
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)
SOON = datetime.now(UTC) + timedelta(days=1)
HOLD = {"reason": "illness", "review_on": SOON.date().isoformat()}
NOT_SAID = {"reason": "not_said"}


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


@pytest.mark.parametrize(
    ("act", "event", "body"),
    [
        ("accept", "start", None), ("accept", "note", {"attendance": "no_show"}),
        ("accept", "schedule", {"appointment_at": SOON.isoformat()}), ("accept", "hold", HOLD),
        ("start", "hold", HOLD), ("start", "note", {}),
        ("start", "complete", {"outcome": "service_provided"}),
    ],
)  # fmt: skip
async def test_what_the_receiver_has_acted_on_since_is_not_corrected(
    world: World, act: str, event: str, body: dict[str, Any] | None
) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    if act == "start":
        row = await world.move(intake, "referrals", row, "accept", {})
        # What came before the call says nothing about it.
        row = await world.move(intake, "referrals", row, "note", {})
    call = await record(world, officer, "referrals", row, act)
    row = await world.done(intake, "GET", f"/v1/referrals/{row['id']}")
    row = await world.move(intake, "referrals", row, event, body)
    await move_refused(world, 409, "conflict", intake, "calls", call, "correct", NOT_SAID)
    result = await shown(world, row)
    assert (result["status"], result["bed"]) == (row["status"], row["bed"])
    assert await recorded(world, "referral:follow_call", row) == []
    assert await recorded(world, "call:correct", call) == []


async def test_what_others_did_since_hinders_no_correction(world: World) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    row = await world.move(intake, "referrals", row, "note", {})
    call = await record(world, officer, "referrals", row, "start")
    row = await shown(world, row)
    await world.move(officer, "referrals", row, "request-cancellation", {"reason": "other"})
    await world.move(intake, "calls", call, "correct", NOT_SAID)
    assert (await shown(world, row))["status"] == "failed"
    assert await recorded(world, "referral:follow_call", row) == [intake]


@pytest.mark.parametrize("confirmed", [True, False])
async def test_an_acceptance_stays_once_the_receiver_has_confirmed_the_start(
    world: World, confirmed: bool
) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    accepted = await record(world, officer, "referrals", row, "accept")
    start = await record(world, officer, "referrals", await shown(world, row), "start")
    if confirmed:
        await world.move(intake, "calls", start, "confirm")
        await move_refused(world, 409, "conflict", intake, "calls", accepted, "correct", NOT_SAID)
    else:
        await world.move(intake, "calls", accepted, "correct", NOT_SAID)
    status = "in_progress" if confirmed else "failed"
    assert (await shown(world, row))["status"] == status
    expected = [] if confirmed else [intake]
    assert await recorded(world, "call:correct", accepted) == expected


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
