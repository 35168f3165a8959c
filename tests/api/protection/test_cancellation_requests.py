"""A request for cancellation is taken back by its sender, or refused by the receiver."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.api.casework.test_races import ROUNDS, move, one_won, together
from tests.support.audit_log import move_refused, recorded
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)
HOLD = {"reason": "illness", "review_on": (PAST + timedelta(days=2)).date().isoformat()}
ASK = {"reason": "need_resolved"}
DEPART = {"expected_arrival": (PAST + timedelta(days=2)).isoformat(), "escorted": True}
ENDS = ("refuse-cancellation", "withdraw-cancellation-request")


def agent_of(world: World, event: str) -> UUID:
    receives = event not in {"send", "depart", "request-cancellation", ENDS[1]}
    return (
        world.shelter.agent(Role.INTAKE_OFFICER) if receives
        else world.police.agent(Role.FIRST_RESPONDER)
    )  # fmt: skip


async def after(world: World, row: dict[str, Any], *steps: tuple[str, Any]) -> dict[str, Any]:
    for event, body in steps:
        row = await world.move(agent_of(world, event), "referrals", row, event, body)
    return row


async def accepted(world: World, *then: tuple[str, Any]) -> dict[str, Any]:
    row = await world.a_referral(bed_asked=True, shared_sections=["protection"])
    return await after(world, row, ("send", None), ("accept", {}), *then)


async def limit_of_access(world: World, row: dict[str, Any]) -> datetime | None:
    (grant,) = await world.owner.fetch(
        "SELECT valid_until FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL",
        UUID(row["id"]),
    )
    limit: datetime | None = grant["valid_until"]
    return limit


def left_of_the_request(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("cancellation_requested", "answer_cancellation_by", "cancellation_overdue", "reason",
             "end_reason")  # fmt: skip
    return tuple(row[name] for name in names)


@pytest.mark.parametrize("event", ENDS)
async def test_a_request_that_ends_leaves_the_referral_as_it_was(world: World, event: str) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    assert (row["cancellation_requested"], row["reason"]) == (True, "need_resolved")
    row = await after(world, row, (event, None))
    assert row["status"] == "accepted"
    assert row["bed"] == "held"
    assert left_of_the_request(row) == (False, None, False, None, None)
    assert row["cancellation_reason"] == "need_resolved"
    agent = agent_of(world, event)
    assert await recorded(world, f"referral:{event.replace('-', '_')}", row) == [agent]


@pytest.mark.parametrize("event", ENDS)
async def test_both_sides_are_told(world: World, event: str) -> None:
    row = await after(world, await accepted(world), ("request-cancellation", ASK), (event, None))
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1 AND action = $2",
        UUID(row["id"]), f"referral:{event.replace('-', '_')}",
    )  # fmt: skip
    assert {found["organisation_id"] for found in told} == {world.police.id, world.shelter.id}


@pytest.mark.parametrize("event", ENDS)
@pytest.mark.parametrize("held", [False, True])
async def test_the_access_of_the_receiver_has_its_usual_limit_again(
    world: World, event: str, held: bool
) -> None:
    row = await accepted(world, *[("hold", HOLD)] * held)
    usual = await limit_of_access(world, row)
    assert usual == datetime.fromisoformat(row["start_by"])
    row = await after(world, row, ("request-cancellation", ASK))
    sooner = datetime.fromisoformat(row["answer_cancellation_by"])
    assert await limit_of_access(world, row) == sooner < usual
    row = await after(world, row, (event, None))
    assert await limit_of_access(world, row) == usual


@pytest.mark.parametrize("event", ENDS)
async def test_who_has_left_is_not_waited_for_until_the_start(world: World, event: str) -> None:
    row = await accepted(world)
    row = await after(
        world, row, ("depart", DEPART | {"happened_at": row["accepted_at"]}),
        ("request-cancellation", ASK),
    )  # fmt: skip
    assert await limit_of_access(world, row) == datetime.fromisoformat(
        row["answer_cancellation_by"]
    )
    row = await after(world, row, (event, None))
    consent = await world.done(agent_of(world, "send"), "GET", f"/v1/consents/{row['consent_id']}")
    until = consent["valid_until"]
    assert await limit_of_access(world, row) == (until and datetime.fromisoformat(until))


@pytest.mark.parametrize("event", ENDS)
async def test_silence_agrees_to_nothing_once_the_request_has_ended(
    world: World, event: str
) -> None:
    row = await after(world, await accepted(world), ("request-cancellation", ASK), (event, None))
    await publish_overdue(world.process.database)
    row = await world.done(agent_of(world, "send"), "GET", f"/v1/referrals/{row['id']}")
    assert row["status"] == "accepted"
    row = await after(world, row, ("start", None))
    assert left_of_the_request(row) == (False, None, False, None, None)


@pytest.mark.parametrize("event", ENDS)
async def test_a_delay_that_was_told_is_told_again_of_the_next_request(
    world: World, event: str
) -> None:
    row = await accepted(world, ("start", None), ("request-cancellation", ASK))
    await world.rewrite("referral", row, answer_cancellation_by=PAST)
    await publish_overdue(world.process.database)
    row = await world.done(agent_of(world, "send"), "GET", f"/v1/referrals/{row['id']}")
    assert row["cancellation_overdue"]
    row = await after(world, row, (event, None))
    assert left_of_the_request(row) == (False, None, False, None, None)
    row = await after(world, row, ("request-cancellation", {"reason": "other"}))
    assert (row["reason"], row["cancellation_overdue"]) == ("other", False)
    await world.rewrite("referral", row, answer_cancellation_by=PAST)
    await publish_overdue(world.process.database)
    assert await recorded(world, "referral:delay_cancellation", row) == [None, None]


@pytest.mark.parametrize("event", [*ENDS, "confirm-cancellation"])
async def test_there_is_nothing_to_answer_without_a_request(world: World, event: str) -> None:
    row = await accepted(world)
    agent = agent_of(world, event)
    await move_refused(world, 409, "conflict", agent, "referrals", row, event)
    row = await after(world, row, ("request-cancellation", ASK), (ENDS[0], None))
    await move_refused(world, 409, "conflict", agent, "referrals", row, event)


@pytest.mark.parametrize("event", ENDS)
async def test_the_other_side_does_neither(world: World, event: str) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    other = {ENDS[0]: world.police, ENDS[1]: world.shelter}[event].agent(Role.SUPERVISOR)
    await move_refused(world, 403, "forbidden", other, "referrals", row, event)


@pytest.mark.parametrize("event", ENDS)
async def test_time_that_has_agreed_is_before_an_answer(world: World, event: str) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    await world.rewrite("referral", row, answer_cancellation_by=PAST)
    agent = agent_of(world, event)
    problem = await move_refused(world, 409, "invalid-transition", agent, "referrals", row, event)
    assert problem["current_state"] == "cancelled"
    row = await world.done(agent, "GET", f"/v1/referrals/{row['id']}")
    assert (row["status"], row["end_reason"]) == ("cancelled", "need_resolved")
    assert await recorded(world, "referral:confirm_cancellation_by_time", row) == [None]


@pytest.mark.parametrize("attempt", ROUNDS)
@pytest.mark.parametrize("event", ENDS)
async def test_of_an_end_and_an_agreement_at_once_one_wins(
    world: World, event: str, attempt: int
) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    events = [event, "confirm-cancellation"]
    responses = await together(*(
        move(world, agent_of(world, name), "referrals", row, name)
        for name in (events if attempt % 2 else reversed(events))
    ))  # fmt: skip
    one_won(responses, lost=(409, 412))
    agreed = len(await recorded(world, "referral:confirm_cancellation", row))
    ended = len(await recorded(world, f"referral:{event.replace('-', '_')}", row))
    assert agreed + ended == 1
    row = await world.done(agent_of(world, "send"), "GET", f"/v1/referrals/{row['id']}")
    assert row["status"] == ("cancelled" if agreed else "accepted")


@pytest.mark.parametrize("attempt", ROUNDS)
async def test_taken_back_and_refused_at_once_it_ends_once(world: World, attempt: int) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    events = ENDS if attempt % 2 else ENDS[::-1]
    responses = await together(
        *(move(world, agent_of(world, event), "referrals", row, event) for event in events)
    )
    one_won(responses, lost=(409, 412))


@pytest.mark.parametrize("attempt", ROUNDS)
@pytest.mark.parametrize("event", ENDS)
async def test_of_an_end_and_time_at_once_one_decides(
    world: World, event: str, attempt: int
) -> None:
    row = await accepted(world, ("request-cancellation", ASK))
    due = datetime.now(UTC) + timedelta(milliseconds=4 * attempt)
    await world.rewrite("referral", row, answer_cancellation_by=due)
    ending = asyncio.create_task(move(world, agent_of(world, event), "referrals", row, event))
    await publish_overdue(world.process.database)
    response = await ending
    await publish_overdue(world.process.database)
    row = await world.done(agent_of(world, "send"), "GET", f"/v1/referrals/{row['id']}")
    by_time = await recorded(world, "referral:confirm_cancellation_by_time", row)
    if response.status_code == 200:
        assert (row["status"], by_time) == ("accepted", [])
    else:
        assert response.status_code in {409, 412}, response.text
        assert (row["status"], by_time) == ("cancelled", [None])


@pytest.mark.parametrize("event", ENDS)
async def test_a_stop_afterwards_says_its_own_reason(world: World, event: str) -> None:
    row = await after(
        world, await accepted(world), ("request-cancellation", ASK), (event, None),
        ("stop", {"reason": "safety"}),
    )  # fmt: skip
    assert (row["reason"], row["cancellation_reason"], row["end_reason"]) == (
        "safety", "need_resolved", "safety",
    )  # fmt: skip
