"""Two acts at once on one person's referrals: what an act rests on is held by it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.api.casework.test_races import ROUNDS, custody, move, one_won, together
from tests.support.audit_log import recorded
from tests.support.world import TestOrganisation, World


async def sent(
    world: World, case_id: str | None = None, to: TestOrganisation | None = None, **fields: Any
) -> dict[str, Any]:
    row = await world.a_referral(case_id, to=to, **fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


async def state_of(world: World, row: dict[str, Any]) -> dict[str, Any]:
    found = await world.owner.fetchrow("SELECT * FROM referral WHERE id = $1", row["id"])
    assert found is not None
    return dict(found)


def in_turn(attempt: int, *calls: Any) -> list[Any]:
    return list(calls if attempt % 2 else reversed(calls))


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_a_referral_and_close_the_file(world: World, attempt: int) -> None:
    row = await sent(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    case = await world.done(supervisor, "GET", f"/v1/cases/{row['case_id']}")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    path = f"/v1/cases/{case['id']}/close"
    body = {"reason": "lost_contact"}
    responses = await together(*in_turn(
        attempt, move(world, intake, "referrals", row, "accept", {}),
        world.call(supervisor, "POST", path, body, version=case["version"]),
    ))  # fmt: skip
    accepted, closed = responses if attempt % 2 else reversed(responses)
    assert closed.status_code == 200, closed.text
    # Accepted before, or refused after: the order of the two events tells.
    if accepted.status_code == 200:
        order = await world.owner.fetch(
            "SELECT action FROM audit_event WHERE case_id = $1 AND outcome = 'allowed'"
            " AND action IN ('referral:accept', 'case:close') ORDER BY xid", row["case_id"],
        )  # fmt: skip
        assert {event["action"] for event in order} == {"referral:accept", "case:close"}
    else:
        assert accepted.json()["current_state"] == "closed"
        assert (await state_of(world, row))["status"] == "requested"
        assert await recorded(world, "referral:accept", row) == []


@pytest.mark.parametrize("event", ["accept", "send"])
async def test_nothing_is_promised_on_a_closed_file(world: World, event: str) -> None:
    row = await world.a_referral() if event == "send" else await sent(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    case = await world.done(supervisor, "GET", f"/v1/cases/{row['case_id']}")
    await world.done(
        supervisor, "POST", f"/v1/cases/{case['id']}/close", {"reason": "lost_contact"},
        version=case["version"],
    )  # fmt: skip
    agent = supervisor if event == "send" else world.shelter.agent(Role.SUPERVISOR)
    response = await move(world, agent, "referrals", row, event, {} if event == "accept" else None)
    assert (response.status_code, response.json()["current_state"]) == (409, "closed")


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_shelters_accept_one_person(world: World, attempt: int) -> None:
    case_id = (await world.a_case())["id"]
    shelters = [await world.make_organisation("shelter") for _ in range(2)]
    rows = []
    for shelter in shelters:
        await world.set_places(shelter, 1)
        rows.append(await sent(world, case_id, shelter, bed_asked=True))
    calls = [
        move(world, shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
        for shelter, row in zip(shelters, rows, strict=True)
    ]
    responses = await together(*in_turn(attempt, *calls))
    one_won(responses)
    assert {response.json().get("code") for response in responses} == {None, "already-placed"}
    held = [
        await world.owner.fetchval("SELECT held FROM capacity WHERE organisation_id = $1", one.id)
        for one in shelters
    ]
    assert sorted(held) == [0, 1]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_hold_a_referral_and_it_lapses(world: World, attempt: int) -> None:
    row = await sent(world, bed_asked=True)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    due = datetime.now(UTC) + timedelta(milliseconds=attempt % 6 * 3 - 1)
    await world.rewrite("referral", row, start_by=due)
    hold = {"reason": "illness", "review_on": (due + timedelta(days=1)).date().isoformat()}
    held, _ = await asyncio.gather(
        move(world, intake, "referrals", row, "hold", hold),
        publish_overdue(world.process.database),
    )
    assert held.status_code in {200, 409}, held.text
    await asyncio.sleep(0.03)
    await publish_overdue(world.process.database)
    found = await state_of(world, row)
    assert (found["status"], found["end_reason"], found["bed"]) == (
        "failed", "not_started", "released",
    )  # fmt: skip
    assert await recorded(world, "referral:lapse", row) == [None]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_the_sender_acts_and_custody_moves(world: World, attempt: int) -> None:
    row = await sent(world)
    offer = await world.an_offer(row["case_id"], kind="protection")
    officer = world.police.agent(Role.FIRST_RESPONDER)
    calls = in_turn(
        attempt, move(world, officer, "referrals", row, "stop", {"reason": "safety"}),
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
    )  # fmt: skip
    responses = await together(*calls)
    stopped, accepted = responses if attempt % 2 else reversed(responses)
    assert accepted.status_code == 200, accepted.text
    assert await custody(world, offer) == [world.police.id, world.ngo.id]
    found = await state_of(world, row)
    assert found["custodian_id"] == world.ngo.id
    kept = await world.done(officer, "GET", f"/v1/referrals/{row['id']}")
    if stopped.status_code == 200:
        assert (found["status"], kept["status"]) == ("cancelled", "cancelled")
    else:
        assert stopped.status_code == 403, stopped.text
        assert (found["status"], kept["status"]) == ("requested", "requested")


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_a_draft_is_written_and_custody_moves(world: World, attempt: int) -> None:
    case_id = (await world.a_case())["id"]
    consent = await world.a_consent(case_id, world.shelter)
    offer = await world.an_offer(case_id, kind="protection")
    body = {
        "case_id": case_id, "receiver_id": str(world.shelter.id), "service_type": "shelter",
        "priority": "urgent", "consent_id": consent["id"],
    }  # fmt: skip
    officer = world.police.agent(Role.FIRST_RESPONDER)
    responses = await together(*in_turn(
        attempt, world.call(officer, "POST", "/v1/referrals", body),
        move(world, world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
    ))  # fmt: skip
    written, accepted = responses if attempt % 2 else reversed(responses)
    assert accepted.status_code == 200, accepted.text
    assert written.status_code in {201, 403, 404, 409}, written.text
    custodians = await world.owner.fetch(
        "SELECT custodian_id FROM referral WHERE case_id = $1", case_id
    )
    assert [found["custodian_id"] for found in custodians] == [world.ngo.id] * (
        written.status_code == 201
    )


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_accept_a_referral_and_the_case_is_corrected(world: World, attempt: int) -> None:
    row = await sent(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    case = await world.done(officer, "GET", f"/v1/cases/{row['case_id']}")
    responses = await together(*in_turn(
        attempt, move(world, intake, "referrals", row, "accept", {}),
        world.call(officer, "PATCH", f"/v1/cases/{case['id']}", {"age_band": "15_17"},
                   version=case["version"]),
    ))  # fmt: skip
    accepted, corrected = responses if attempt % 2 else reversed(responses)
    assert corrected.status_code == 200, corrected.text
    assert accepted.status_code in {200, 412}, accepted.text
    found = await state_of(world, row)
    assert (found["age_band"], found["treated_as_child"]) == ("15_17", True)
