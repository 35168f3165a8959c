"""A call and another act at once: one of them goes first, and the other finds it done."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.api.casework.test_races import ROUNDS, custody, move, one_won, together
from tests.support.audit_log import recorded
from tests.support.calls import call_body, offered, record, referred, shown
from tests.support.world import World


def called(world: World, agent: UUID, resource: str, row: dict[str, Any], act: str) -> Any:
    path = f"/v1/{resource}/{row['id']}/calls"
    return world.call(agent, "POST", path, call_body(act), version=row["version"])


def in_turn(attempt: int, *calls: Any) -> list[Any]:
    return list(calls if attempt % 2 else reversed(calls))


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_an_acceptance_by_telephone_and_a_refusal_online(world: World, attempt: int) -> None:
    row, shelter = await referred(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    responses = await together(*in_turn(
        attempt, called(world, officer, "referrals", row, "accept"),
        move(world, intake, "referrals", row, "reject", {"reason": "no_capacity"}),
    ))  # fmt: skip
    one_won(responses)
    accepted = await recorded(world, "referral:accept", row)
    status = (await shown(world, row))["status"]
    assert (status, accepted) in (("accepted", [officer]), ("rejected", []))
    calls = await world.owner.fetchval(
        "SELECT count(*) FROM telephone_call WHERE subject_id = $1", UUID(row["id"])
    )
    assert calls == len(accepted)


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_two_people_record_the_same_acceptance(world: World, attempt: int) -> None:
    row, _ = await offered(world)
    agents = [world.police.agent(Role.FIRST_RESPONDER), world.coordination.agent(Role.COORDINATOR)]
    responses = await together(
        *in_turn(attempt, *(called(world, agent, "handoffs", row, "accept") for agent in agents))
    )
    one_won(responses)
    assert await custody(world, row) == [world.police.id, world.ngo.id]
    assert len(await recorded(world, "handoff:accept", row)) == 1


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_an_acceptance_by_telephone_and_a_withdrawn_consent(
    world: World, attempt: int
) -> None:
    row, _ = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    consent = await world.done(officer, "GET", f"/v1/consents/{row['consent_id']}")
    called_in, withdrawn = await together(
        called(world, officer, "referrals", row, "accept"),
        move(world, world.police.agent(Role.SUPERVISOR), "consents", consent, "withdraw"),
    )
    assert withdrawn.status_code == 200, (attempt, withdrawn.text)
    assert called_in.status_code in {201, 409}, called_in.text
    result = await shown(world, row)
    assert (result["status"], result["end_reason"]) == ("cancelled", "consent_withdrawn")
    live = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL",
        UUID(row["id"]),
    )
    assert live == 0
    assert result["bed"] == ("released" if called_in.status_code == 201 else "asked")


@pytest.mark.parametrize("milliseconds", [-5, 0, 2, 5, 10, 20])
async def test_a_correction_and_the_timer(world: World, milliseconds: int) -> None:
    row, receiver = await offered(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    due = datetime.now(UTC) + timedelta(milliseconds=milliseconds)
    await world.rewrite("telephone_call", call, confirm_by=due)
    corrected, _ = await asyncio.gather(
        move(world, receiver, "calls", call, "correct", {"reason": "not_said"}),
        publish_overdue(world.process.database),
    )
    await asyncio.sleep(0.03)
    await publish_overdue(world.process.database)
    result = await world.done(receiver, "GET", f"/v1/calls/{call['id']}")
    home = [world.police.id, world.ngo.id]
    if corrected.status_code == 200:
        assert result["status"] == "corrected"
        assert await recorded(world, "call:stand", call) == []
        home.append(world.police.id)
    else:
        assert (corrected.status_code, result["status"]) == (409, "standing")
        assert await recorded(world, "call:stand", call) == [None]
        assert await recorded(world, "call:correct", call) == []
    assert await custody(world, row) == home


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_a_correction_and_the_receiver_hands_the_case_on(world: World, attempt: int) -> None:
    row, receiver = await offered(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "handoffs", row, "accept")
    offer = await world.an_offer(row["case_id"], kind="protection", to=world.health, by=world.ngo)
    responses = await together(*in_turn(
        attempt, move(world, receiver, "calls", call, "correct", {"reason": "not_said"}),
        move(world, world.health.agent(Role.SUPERVISOR), "handoffs", offer, "accept"),
    ))  # fmt: skip
    one_won(responses)
    chain = await custody(world, row)
    assert chain[:2] == [world.police.id, world.ngo.id]
    returned = await recorded(world, "call:correct", call) == [receiver]
    assert chain[2:] == [world.police.id if returned else world.health.id]


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_a_correction_and_a_confirmation(world: World, attempt: int) -> None:
    row, shelter = await referred(world)
    call = await record(world, world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "accept")
    one, other = shelter.agent(Role.INTAKE_OFFICER), shelter.agent(Role.SUPERVISOR)
    responses = await together(*in_turn(
        attempt, move(world, one, "calls", call, "correct", {"reason": "not_said"}),
        move(world, other, "calls", call, "confirm"),
    ))  # fmt: skip
    one_won(responses)
    corrected = await recorded(world, "call:correct", call) == [one]
    assert (await shown(world, row))["status"] == ("failed" if corrected else "accepted")
