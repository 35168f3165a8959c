"""Help does not wait for a signature: what opens at once on a ground that one officer recorded."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.grounds import SECTIONS, Night, a_night
from tests.support.world import World


@pytest.mark.parametrize("ground", ["vital_interest", "child_best_interest"])
@pytest.mark.parametrize("home", ["police", "ngo"])
async def test_the_sheet_and_health_open_at_once_and_identity_with_the_second_person(
    world: World, home: str, ground: str
) -> None:
    night = await a_night(world, ground, by=getattr(world, home))
    recorded_at, confirm_by = (
        datetime.fromisoformat(night.ground[name]) for name in ("recorded_at", "confirm_by")
    )
    assert (night.ground["status"], confirm_by - recorded_at) == (
        "provisional",
        timedelta(hours=12),
    )
    asked = await night.refer("requested")
    assert (await night.sees(asked))["sheet"]["case_code"] == night.case["code"]
    row = await world.move(night.nurse, "referrals", asked, "accept", {})
    assert [tuple(grant) for grant in await night.grants(row)] == [(["health"], confirm_by)]
    assert await night.identity() == 403
    shown = await night.sees(row)
    assert datetime.fromisoformat(shown["sheet_until"]) == confirm_by

    confirmed = await world.move(night.second, "consents", night.ground, "confirm")
    assert (confirmed["status"], confirmed["second_agent_id"]) == ("active", str(night.second))
    assert await night.identity() == 200
    (grant,) = await night.grants(row)
    assert (sorted(grant["reads"]), grant["valid_until"]) == (
        sorted(SECTIONS), datetime.fromisoformat(row["start_by"]),
    )  # fmt: skip
    shown = await night.sees(row)
    assert (shown["sheet_until"], shown["sheet"] is None) == (None, False)
    assert await recorded(world, "consent:record", night.ground) == [night.officer]
    assert await recorded(world, "consent:confirm", night.ground) == [night.second]
    assert await recorded(world, "referral:renew_consent", row) == [night.second]


async def test_both_sides_are_told_that_more_has_opened(world: World) -> None:
    night = await a_night(world)
    row = await night.refer()
    await world.move(night.second, "consents", night.ground, "confirm")
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1"
        " AND action = 'referral:renew_consent'",
        UUID(row["id"]),
    )
    assert {event["organisation_id"] for event in told} == {night.by.id, night.to.id}


@pytest.mark.parametrize("state", ["draft", "requested", "accepted", "in_progress", "on_hold"])
async def test_whatever_state_the_referral_has_reached_all_opens_with_the_second_person(
    world: World, state: str
) -> None:
    night = await a_night(world)
    row = await night.refer("in_progress" if state == "on_hold" else state)
    if state == "on_hold":
        review_on = row["started_at"][:10]
        row = await world.move(night.nurse, "referrals", row, "hold",
                               {"reason": "awaiting_decision", "review_on": review_on})  # fmt: skip
    served = state in {"accepted", "in_progress", "on_hold"}
    confirm_by = datetime.fromisoformat(night.ground["confirm_by"])
    assert [grant["valid_until"] for grant in await night.grants(row)] == [confirm_by] * served
    await world.move(night.second, "consents", night.ground, "confirm")
    assert await night.identity() == (200 if served else 404)
    if served:
        (grant,) = await night.grants(row)
        assert sorted(grant["reads"]) == sorted(SECTIONS)
        assert (grant["valid_until"] is None) == (state != "accepted")
    told = [] if state == "draft" else [night.second]
    assert await recorded(world, "referral:renew_consent", row) == told


async def test_a_service_that_ended_before_the_confirmation_keeps_its_sheet(world: World) -> None:
    night = await a_night(world)
    row = await night.refer("in_progress")
    row = await world.move(
        night.nurse, "referrals", row, "complete", {"outcome": "service_provided"}
    )
    await world.move(night.second, "consents", night.ground, "confirm")
    shown = await night.sees(row)
    assert (shown["status"], shown["sheet_until"], shown["sheet"] is None) == (
        "completed", None, False,
    )  # fmt: skip
    assert await night.identity() == 404


async def test_a_service_that_may_not_see_health_gets_the_sheet_alone(world: World) -> None:
    night = await a_night(world, to=world.prosecutor)
    row = await night.refer(shared_sections=["identity", "exploitation"])
    assert [grant["reads"] for grant in await night.grants(row)] == [[]]
    assert (await night.sees(row))["sheet"] is not None
    assert await night.identity() == 403


@pytest.mark.parametrize("ground", ["duty_to_report", "court_order"])
async def test_a_ground_that_can_wait_waits(world: World, ground: str) -> None:
    case = await world.a_case()
    made = await world.a_consent(case["id"], world.health, legal_ground=ground)
    assert (made["status"], made["confirm_by"]) == ("proposed", None)
    night = Night(world, world.police, world.health, case, made)
    row = await night.refer("draft")
    result = await move_refused(
        world, 409, "consent-missing", night.officer, "referrals", row, "send"
    )
    assert result["uncovered"] == ["status"]


@pytest.mark.parametrize("answer", ["awaited", "refused"])
async def test_a_ground_that_is_not_given_does_not_help(world: World, answer: str) -> None:
    case = await world.a_case()
    made = await world.a_consent(
        case["id"], world.health, legal_ground="vital_interest", answer=answer
    )
    assert made["status"] == {"awaited": "proposed", "refused": "refused"}[answer]
    assert made["confirm_by"] is None


@pytest.mark.parametrize(
    ("fields", "accepted"),
    [
        ({"age_band": "25_59"}, False),
        ({"age_band": "25_59", "age_in_doubt": True}, True),
        ({"age_band": "unknown"}, True),
        ({"age_band": "15_17"}, True),
    ],
)
async def test_the_best_interest_of_a_child_is_that_of_who_is_treated_as_one(
    world: World, fields: dict[str, Any], accepted: bool
) -> None:
    case = await world.a_case(**fields)
    ground: dict[str, Any] = {"legal_ground": "child_best_interest"}
    if accepted:
        made = await world.a_consent(case["id"], world.health, **ground)
        assert made["status"] == "provisional"
        return
    body = {
        "case_id": case["id"], "language": "bam", "purposes": ["care"],
        "recipients": [str(world.health.id)],
    }  # fmt: skip
    officer = world.police.agent(Role.FIRST_RESPONDER)
    result = await refused(
        world, 422, "malformed-input", officer, "POST", "/v1/consents", body | ground
    )
    assert [(error["pointer"], error["code"]) for error in result["errors"]] == [
        ("/legal_ground", "invalid_value")
    ]


async def test_custody_waits_for_the_second_person(world: World) -> None:
    night = await a_night(world, to=world.ngo)
    offer = {
        "case_id": night.case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": night.ground["id"],
    }  # fmt: skip
    result = await refused(
        world, 409, "consent-missing", night.second, "POST", "/v1/handoffs", offer
    )
    assert "status" in result["uncovered"]
    await world.move(night.second, "consents", night.ground, "confirm")
    # All that custody opens is asked for, and the ground was recorded for all.
    offered = await world.done(night.second, "POST", "/v1/handoffs", offer)
    assert offered["status"] == "offered"
