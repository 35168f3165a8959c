"""Dates that cannot be true are refused where they are said, with the place and a code."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, refused
from tests.support.world import World

NOW = datetime.now(UTC)


def _after(**time: float) -> str:
    return (NOW + timedelta(**time)).isoformat()


def _birthday(years: int, *, days: int = 0) -> str:
    """The day of birth of a person who turns so many years old ``days`` from today."""
    day = NOW.date() + timedelta(days=days)
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - years, day.month, 28 if leap else day.day).isoformat()


def _told(problem: dict[str, Any]) -> tuple[str, str]:
    (error,) = problem["errors"]
    return error["pointer"], error["code"]


@pytest.mark.parametrize(
    ("band", "birth_date", "code"),
    [
        ("unknown", "2099-01-01", "out_of_range"),
        ("unknown", _birthday(0, days=2), "out_of_range"),
        ("60_plus", "0001-01-01", "out_of_range"),
        ("60_plus", _birthday(120, days=-2), "out_of_range"),
        ("25_59", _birthday(10), "contradicts_age_band"),
        ("18_24", _birthday(18, days=2), "contradicts_age_band"),
        ("15_17", _birthday(18, days=-2), "contradicts_age_band"),
    ],
)
async def test_a_birth_that_cannot_be_hers_is_refused(
    world: World, band: str, birth_date: str, code: str
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(age_band=band)
    body, path = {"birth_date": birth_date}, f"/v1/cases/{case['id']}/identity"
    problem = await refused(world, 422, "malformed-input", officer, "PUT", path, body, version=0)
    assert _told(problem) == ("/birth_date", code)
    assert birth_date not in str(problem)


@pytest.mark.parametrize(
    ("fields", "birth_date"),
    [
        ({"age_band": "60_plus"}, _birthday(120, days=2)),
        ({"age_band": "18_24"}, _birthday(18, days=-2)),
        ({"age_band": "15_17"}, _birthday(18, days=2)),
        ({"age_band": "under_6"}, _birthday(1)),
        ({"age_band": "unknown"}, _birthday(40)),
        ({"age_band": "25_59", "age_in_doubt": True}, _birthday(10)),
    ],
)
async def test_a_birth_that_agrees_with_the_file_is_taken(
    world: World, fields: dict[str, Any], birth_date: str
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(**fields)
    body, path = {"birth_date": birth_date}, f"/v1/cases/{case['id']}/identity"
    read = await world.done(officer, "PUT", path, body, version=0)
    assert read["identity"]["birth_date"] == birth_date


async def test_who_learns_her_age_corrects_the_file_first(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(age_band="25_59")
    path = f"/v1/cases/{case['id']}"
    corrected = await world.done(officer, "PATCH", path, {"age_band": "6_11"}, version=1)
    assert corrected["treated_as_child"] is True
    body = {"birth_date": _birthday(10)}
    await world.done(officer, "PUT", f"{path}/identity", body, version=0)
    (event,) = await world.events(action="identity:record", case_id=UUID(case["id"]))
    assert event["outcome"] == "allowed"


@pytest.mark.parametrize(
    "start", ["1950-01-01T00:00:00Z", _after(days=60)], ids=["long ago", "in two months"]
)
async def test_an_expected_start_is_within_the_promise(world: World, start: str) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(officer, "referrals", await world.a_referral(), "send")
    problem = await move_refused(
        world, 422, "malformed-input", intake, "referrals", row, "accept", {"expected_start": start}
    )
    assert _told(problem) == ("/expected_start", "out_of_range")


async def test_no_appointment_lies_after_the_limit_that_ends_the_referral(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(officer, "referrals", await world.a_referral(), "send")
    row = await world.move(intake, "referrals", row, "accept", {})
    for at in (_after(days=60), _after(days=-1)):
        problem = await move_refused(
            world, 422, "malformed-input", intake, "referrals", row, "schedule",
            {"appointment_at": at},
        )  # fmt: skip
        assert _told(problem) == ("/appointment_at", "out_of_range")
    row = await world.move(intake, "referrals", row, "schedule", {"appointment_at": _after(days=1)})
    # Once the service has begun, nothing lapses.
    row = await world.move(intake, "referrals", row, "start")
    problem = await move_refused(
        world, 422, "malformed-input", intake, "referrals", row, "schedule",
        {"appointment_at": "2999-01-01T00:00:00Z"},
    )  # fmt: skip
    assert _told(problem) == ("/appointment_at", "out_of_range")
    await world.move(intake, "referrals", row, "schedule", {"appointment_at": _after(days=60)})


@pytest.mark.parametrize(
    "arrival", ["2999-01-01T00:00:00Z", _after(days=31), _after(days=-1)],
    ids=["in 2999", "in a month", "yesterday"],
)  # fmt: skip
async def test_an_arrival_is_expected_after_the_departure_and_soon(
    world: World, arrival: str
) -> None:
    officer, supervisor = (
        world.police.agent(role) for role in (Role.FIRST_RESPONDER, Role.SUPERVISOR)
    )
    offer = await world.an_offer(kind="protection", physical=True)
    offer = await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    departure = {"expected_arrival": arrival, "escorted": True}
    problem = await move_refused(
        world, 422, "malformed-input", supervisor, "handoffs", offer, "depart", departure
    )
    assert _told(problem) == ("/expected_arrival", "out_of_range")
    row = await world.move(officer, "referrals", await world.a_referral(), "send")
    row = await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    departure["happened_at"] = datetime.now(UTC).isoformat()
    problem = await move_refused(
        world, 422, "malformed-input", officer, "referrals", row, "depart", departure
    )
    assert _told(problem) == ("/expected_arrival", "out_of_range")


async def test_no_consent_has_run_out_when_it_is_given(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case()
    body = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.shelter.id)],
        "valid_until": "1950-01-01T00:00:00Z",
    }  # fmt: skip
    problem = await refused(world, 422, "malformed-input", officer, "POST", "/v1/consents", body)
    assert _told(problem) == ("/valid_until", "out_of_range")
    assert not await world.owner.fetch("SELECT 1 FROM consent WHERE case_id = $1", case["id"])
