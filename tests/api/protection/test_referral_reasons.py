"""Each reason of a referral keeps its own column: of the pause, of the cancellation, of the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.permissions import Role
from tests.support.world import World

HOLD = {
    "reason": "illness",
    "review_on": (datetime.now(UTC) + timedelta(days=1)).date().isoformat(),
}
ASK = {"reason": "need_resolved"}


async def started(world: World) -> dict[str, Any]:
    row = await world.a_referral()
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    for event, body in (("accept", {}), ("start", None)):
        row = await received(world, row, event, body)
    return row


async def received(world: World, row: dict[str, Any], event: str, body: Any = None) -> Any:
    return await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, event, body)


async def asked_to_cancel(world: World, row: dict[str, Any]) -> dict[str, Any]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.move(officer, "referrals", row, "request-cancellation", ASK)


def reasons(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        row[name] for name in ("reason", "hold_reason", "cancellation_reason", "end_reason")
    )


async def code_of(world: World, row: dict[str, Any], action: str) -> Any:
    (event,) = await world.events(action=f"referral:{action}", subject_id=row["id"])
    return event["code"]


@pytest.mark.parametrize("resumed", [False, True])
async def test_a_pause_does_not_lose_why_it_was_cancelled(world: World, resumed: bool) -> None:
    row = await asked_to_cancel(world, await started(world))
    assert reasons(row) == ("need_resolved", None, "need_resolved", None)
    row = await received(world, row, "hold", HOLD)
    assert reasons(row) == ("illness", "illness", "need_resolved", None)
    if resumed:
        row = await received(world, row, "resume")
        assert (row["reason"], row["review_on"]) == ("need_resolved", None)
        assert await code_of(world, row, "resume") is None
    row = await received(world, row, "confirm-cancellation")
    assert reasons(row) == ("need_resolved", "illness", "need_resolved", "need_resolved")
    assert row["review_on"] is None


async def test_a_completed_service_has_no_reason(world: World) -> None:
    row = await asked_to_cancel(world, await started(world))
    row = await received(world, row, "hold", HOLD)
    row = await received(world, row, "complete", {"outcome": "service_provided"})
    assert (row["reason"], row["end_reason"], row["review_on"]) == (None, None, None)
    assert await code_of(world, row, "complete") is None


@pytest.mark.parametrize("reason", ["death", "security_risk"])
async def test_a_service_that_fails_in_a_pause_says_why(world: World, reason: str) -> None:
    row = await received(world, await started(world), "hold", HOLD)
    row = await received(world, row, "fail", {"reason": reason})
    assert reasons(row) == (reason, "illness", None, reason)
    assert await code_of(world, row, "fail") == reason


@pytest.mark.parametrize("reason", ["death", "safety", "consent_withdrawn"])
async def test_a_stop_says_why_although_a_cancellation_was_asked_for(
    world: World, reason: str
) -> None:
    row = await asked_to_cancel(world, await started(world))
    row = await received(world, row, "stop", {"reason": reason})
    assert reasons(row) == (reason, None, "need_resolved", reason)
    assert await code_of(world, row, "stop") == reason


@pytest.mark.parametrize("status", ReferralStatus)
async def test_a_row_of_the_version_before_shows_its_one_reason(
    world: World, status: ReferralStatus
) -> None:
    """It has no reason but ``reason``; a completed one had none of its own."""
    row = await world.a_referral()
    await world.rewrite("referral", row, status=str(status), reason="other")
    officer = world.police.agent(Role.FIRST_RESPONDER)
    result = await world.done(officer, "GET", f"/v1/referrals/{row['id']}")
    ended = {"rejected", "cancelled", "expired", "failed", "entered_in_error"}
    assert result["end_reason"] == ("other" if status in ended else None)
    assert result["reason"] == (None if status == "completed" else "other")
