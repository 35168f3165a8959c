"""Nothing happened before what led to it: acceptance, departure and arrival follow each other."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.calls import offered, record, record_refused, referred, shown
from tests.support.instants import tomorrow
from tests.support.world import World

Row = dict[str, Any]


def now() -> str:
    return datetime.now(UTC).isoformat()


def officer(world: World) -> UUID:
    return world.police.agent(Role.FIRST_RESPONDER)


def sees_off(world: World, resource: str) -> UUID:
    """Who says for the police that she has left."""
    return officer(world) if resource == "referrals" else world.police.agent(Role.SUPERVISOR)


def journey(**fields: Any) -> Row:
    return {"happened_at": now(), "expected_arrival": tomorrow(), "escorted": True} | fields


def out_of_range(problem: Row) -> str:
    ((pointer, code),) = [(error["pointer"], error["code"]) for error in problem["errors"]]
    assert code == "out_of_range"
    return str(pointer)


async def accepted_handoff(world: World) -> tuple[Row, UUID, str]:
    """A journey that was accepted online, who answers it, and an instant before the acceptance."""
    row, receiver = await offered(world, physical=True)
    before = now()
    return await world.move(receiver, "handoffs", row, "accept"), receiver, before


async def accepted_referral(world: World) -> tuple[Row, str]:
    """A referral that was accepted online, and an instant before the acceptance."""
    row, shelter = await referred(world)
    before = now()
    return await world.move(
        shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {}
    ), before


async def test_she_does_not_arrive_before_she_left(world: World) -> None:
    row, receiver, _ = await accepted_handoff(world)
    before = now()
    row = await world.move(sees_off(world, "handoffs"), "handoffs", row, "depart", journey())
    receipt = {"condition_noted": True, "happened_at": before}
    problem = await move_refused(
        world, 422, "malformed-input", receiver, "handoffs", row, "confirm-arrival", receipt
    )
    assert out_of_range(problem) == "/happened_at"
    problem = await record_refused(
        world, 422, "malformed-input", officer(world), "handoffs", row, "confirm_arrival",
        happened_at=before,
    )  # fmt: skip
    assert out_of_range(problem) == "/happened_at"
    row = await world.move(
        receiver, "handoffs", row, "confirm-arrival", receipt | {"happened_at": now()}
    )
    assert row["departure_happened_at"] < row["arrival_happened_at"]
    assert await recorded(world, "handoff:confirm_arrival", row) == [receiver]


async def test_she_does_not_arrive_by_telephone_before_the_acceptance(world: World) -> None:
    row, _, before = await accepted_handoff(world)
    problem = await record_refused(
        world, 422, "malformed-input", officer(world), "handoffs", row, "confirm_arrival",
        happened_at=before,
    )  # fmt: skip
    assert out_of_range(problem) == "/happened_at"
    await record(world, officer(world), "handoffs", row, "confirm_arrival")
    assert await recorded(world, "handoff:confirm_arrival", row) == [officer(world)]


async def test_no_service_begins_by_telephone_before_the_acceptance_or_the_departure(
    world: World,
) -> None:
    row, before = await accepted_referral(world)
    for step in ("accepted", "left"):
        problem = await record_refused(
            world, 422, "malformed-input", officer(world), "referrals", row, "start",
            happened_at=before,
        )  # fmt: skip
        assert (step, out_of_range(problem)) == (step, "/happened_at")
        if step == "accepted":
            before = now()
            row = await world.move(officer(world), "referrals", row, "depart", journey())
    await record(world, officer(world), "referrals", row, "start")
    assert (await shown(world, row))["status"] == "in_progress"
    assert await recorded(world, "referral:start", row) == [officer(world)]


async def test_she_does_not_leave_for_a_service_before_it_accepted(world: World) -> None:
    row, before = await accepted_referral(world)
    problem = await move_refused(
        world, 422, "malformed-input", officer(world), "referrals", row, "depart",
        journey(happened_at=before),
    )  # fmt: skip
    assert out_of_range(problem) == "/happened_at"
    assert await recorded(world, "referral:depart", row) == []


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_an_acceptance_that_was_recorded_late_counts_from_when_it_was_said(
    world: World, resource: str
) -> None:
    if resource == "referrals":
        row, _ = await referred(world)
    else:
        row, _ = await offered(world, physical=True)
    start = datetime.now(UTC)
    early, said, left, arrived = (
        (start + timedelta(milliseconds=step)).isoformat() for step in range(4)
    )
    await asyncio.sleep(0.01)
    await record(world, officer(world), resource, row, "accept", happened_at=said)
    row = await world.done(officer(world), "GET", f"/v1/{resource}/{row['id']}")
    problem = await move_refused(
        world, 422, "malformed-input", sees_off(world, resource), resource, row, "depart",
        journey(happened_at=early),
    )  # fmt: skip
    assert out_of_range(problem) == "/happened_at"
    row = await world.move(
        sees_off(world, resource), resource, row, "depart", journey(happened_at=left)
    )
    act = "start" if resource == "referrals" else "confirm_arrival"
    await record_refused(
        world, 422, "malformed-input", officer(world), resource, row, act, happened_at=said
    )
    call = await record(world, officer(world), resource, row, act, happened_at=arrived)
    subject = resource.removesuffix("s")
    assert await recorded(world, f"{subject}:depart", row) == [sees_off(world, resource)]
    assert await recorded(world, "call:record", call) == [officer(world)]


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_she_is_expected_after_she_left_and_within_a_month(
    world: World, resource: str
) -> None:
    if resource == "referrals":
        row, _ = await accepted_referral(world)
    else:
        row, *_ = await accepted_handoff(world)
    left = now()
    far = (datetime.now(UTC) + timedelta(days=30, minutes=5)).isoformat()
    for expected in ("1990-01-01T00:00:00Z", left, far, "2999-01-01T00:00:00Z"):
        problem = await move_refused(
            world, 422, "malformed-input", sees_off(world, resource), resource, row, "depart",
            journey(happened_at=left, expected_arrival=expected),
        )  # fmt: skip
        assert out_of_range(problem) == "/expected_arrival"
    near = (datetime.now(UTC) + timedelta(days=29)).isoformat()
    row = await world.move(
        sees_off(world, resource), resource, row, "depart", journey(expected_arrival=near)
    )
    assert await recorded(world, f"{resource.removesuffix('s')}:depart", row) == [
        sees_off(world, resource)
    ]
