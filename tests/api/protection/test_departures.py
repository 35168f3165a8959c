"""A departure stops the limit to start: nothing lapses while she is on the bus."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.calls import record, referred, shown
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
SOON = datetime.now(UTC) + timedelta(days=1)
HOLD = {"reason": "illness", "review_on": SOON.date().isoformat()}


def departure(**fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"happened_at": now, "expected_arrival": SOON.isoformat(), "escorted": True} | fields


async def accepted(world: World) -> tuple[dict[str, Any], TestOrganisation]:
    row, shelter = await referred(world)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    return await world.move(intake, "referrals", row, "accept", {}), shelter


async def depart(world: World, row: dict[str, Any], **fields: Any) -> dict[str, Any]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.move(officer, "referrals", row, "depart", departure(**fields))


async def limit_of_access(world: World, row: dict[str, Any]) -> list[Any]:
    rows = await world.owner.fetch(
        "SELECT valid_until FROM access_grant WHERE basis_id = $1 AND ended_at IS NULL",
        UUID(row["id"]),
    )
    return [found["valid_until"] for found in rows]


async def test_a_departure_is_recorded_beside_when_it_happened(world: World) -> None:
    row, _ = await accepted(world)
    told = departure(escorted=False)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    row = await world.move(officer, "referrals", row, "depart", told)
    assert (row["status"], row["escorted"], row["arrival_overdue"]) == ("accepted", False, False)
    assert datetime.fromisoformat(row["departed_at"]) == datetime.fromisoformat(told["happened_at"])
    assert row["departed_at"] < row["departure_recorded_at"]
    assert await recorded(world, "referral:depart", row) == [officer]


@pytest.mark.parametrize("held", [False, True])
async def test_no_limit_to_start_ends_the_referral_or_the_access_on_the_way(
    world: World, held: bool
) -> None:
    row, shelter = await accepted(world)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    if held:
        row = await world.move(intake, "referrals", row, "hold", HOLD)
    assert await limit_of_access(world, row) == [datetime.fromisoformat(row["start_by"])]
    row = await depart(world, row)
    await world.rewrite("referral", row, start_by=PAST)
    assert await limit_of_access(world, row) == [None]
    await publish_overdue(world.process.database)
    assert (await shown(world, row))["status"] == row["status"]
    assert await recorded(world, "referral:lapse", row) == []
    case = await world.done(intake, "GET", f"/v1/cases/{row['case_id']}")
    assert case["id"] == row["case_id"]
    row = await world.move(intake, "referrals", row, "resume" if held else "start")
    assert (row["status"], row["bed"]) == ("in_progress", "occupied")


async def test_the_access_of_a_receiver_whom_she_travels_to_ends_with_the_consent(
    world: World,
) -> None:
    row, _ = await accepted(world)
    until = datetime.now(UTC) + timedelta(days=30)
    consent = {"id": row["consent_id"], "case_id": row["case_id"]}
    await world.rewrite("consent", consent, valid_until=until)
    row = await depart(world, row)
    assert await limit_of_access(world, row) == [until]


async def test_a_renewed_consent_reaches_a_receiver_whom_she_travels_to(world: World) -> None:
    row, shelter = await accepted(world)
    row = await depart(world, row)
    await world.rewrite("referral", row, start_by=PAST)
    await world.a_consent(row["case_id"], shelter, supersedes_id=row["consent_id"])
    assert await limit_of_access(world, row) == [None]
    assert len(await recorded(world, "referral:renew_consent", row)) == 1


@pytest.mark.parametrize("held", [False, True])
async def test_her_delay_is_shown_at_once_and_told_once(world: World, held: bool) -> None:
    row, shelter = await accepted(world)
    intake = shelter.agent(Role.INTAKE_OFFICER)
    if held:
        row = await world.move(intake, "referrals", row, "hold", HOLD)
    row = await depart(world, row)
    await world.rewrite("referral", row, expected_arrival=PAST)
    assert (await shown(world, row))["arrival_overdue"] is True
    await publish_overdue(world.process.database)
    await publish_overdue(world.process.database)
    assert await recorded(world, "referral:delay_arrival", row) == [None]
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1"
        " AND action = 'referral:delay_arrival'", UUID(row["id"]),
    )  # fmt: skip
    assert {found["organisation_id"] for found in told} == {world.police.id, shelter.id}
    row = await shown(world, row)
    row = await world.move(intake, "referrals", row, "resume" if held else "start")
    assert row["arrival_overdue"] is False
    row = await world.move(intake, "referrals", row, "hold", HOLD)
    assert row["arrival_overdue"] is False


async def test_an_arrival_by_telephone_follows_a_departure(world: World) -> None:
    row, _ = await accepted(world)
    row = await depart(world, row)
    await world.rewrite("referral", row, start_by=PAST)
    await record(world, world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "start")
    assert (await shown(world, row))["status"] == "in_progress"


async def test_she_leaves_once_and_before_the_service_begins(world: World) -> None:
    row, shelter = await accepted(world)
    officer, intake = world.police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    gone = await depart(world, row)
    await move_refused(world, 409, "conflict", officer, "referrals", gone, "depart", departure())
    begun = await world.move(intake, "referrals", gone, "start")
    await move_refused(
        world, 409, "invalid-transition", officer, "referrals", begun, "depart", departure()
    )


async def test_who_sent_her_says_that_she_has_left_and_nobody_else(world: World) -> None:
    row, shelter = await accepted(world)
    for status, code, agent in (
        (403, "forbidden", shelter.agent(Role.SUPERVISOR)),
        (403, "forbidden", world.coordination.agent(Role.COORDINATOR)),
        (404, "not-found", world.stranger.agent(Role.SUPERVISOR)),
    ):
        await move_refused(world, status, code, agent, "referrals", row, "depart", departure())


@pytest.mark.parametrize(
    ("pointer", "fields"),
    [
        ("/happened_at", {"happened_at": "2099-01-01T00:00:00Z"}),
        ("/happened_at", {"happened_at": "2020-01-01T00:00:00Z"}),
        ("/expected_arrival", {"expected_arrival": "2020-01-01T00:00:00Z"}),
    ],
)
async def test_a_departure_of_the_future_or_before_the_sending_is_refused(
    world: World, pointer: str, fields: dict[str, Any]
) -> None:
    row, _ = await accepted(world)
    problem = await move_refused(
        world, 422, "malformed-input", world.police.agent(Role.FIRST_RESPONDER), "referrals", row,
        "depart", departure(**fields),
    )  # fmt: skip
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        (pointer, "out_of_range")
    ]


async def test_a_former_sender_keeps_that_she_had_left(world: World) -> None:
    row, _ = await accepted(world)
    row = await depart(world, row)
    await world.rewrite("referral", row, start_by=PAST)
    offer = await world.an_offer(row["case_id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    kept = await shown(world, row)
    assert (kept["status"], kept["departed_at"]) == ("accepted", row["departed_at"])
    assert (kept["escorted"], kept["expected_arrival"]) == (None, None)


async def test_the_journey_of_a_handoff_says_when_it_happened(world: World) -> None:
    row = await world.an_offer(kind="protection", physical=True)
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)
    row = await world.move(receiver, "handoffs", row, "accept")
    early = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    for happened_at in (early, SOON.isoformat()):
        told = {
            "expected_arrival": SOON.isoformat(), "escorted": True, "happened_at": happened_at
        }  # fmt: skip
        await move_refused(world, 422, "malformed-input", sender, "handoffs", row, "depart", told)
        receipt = {"condition_noted": True, "happened_at": happened_at}
        await move_refused(
            world, 422, "malformed-input", receiver, "handoffs", row, "confirm-arrival", receipt
        )
    happened_at = datetime.now(UTC).isoformat()
    told = {"expected_arrival": SOON.isoformat(), "escorted": True, "happened_at": happened_at}
    row = await world.move(sender, "handoffs", row, "depart", told)
    assert row["departure_happened_at"] < row["departed_at"]
    row = await world.move(receiver, "handoffs", row, "confirm-arrival", {"condition_noted": True})
    assert row["arrival_happened_at"] == row["arrived_at"]
