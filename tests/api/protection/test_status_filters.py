"""``?status=`` finds what the rows say: SQL and Python read the same deadlines."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.permissions import Role
from tests.support.world import World

NOW = datetime.now(UTC)
PAST, BEFORE, LATER = (NOW - timedelta(minutes=1), NOW - timedelta(hours=1),
                       NOW + timedelta(days=1))  # fmt: skip


async def check(world: World, resource: str, case_id: str, states: Any) -> set[str]:
    """Compare every filter with the states that the unfiltered list shows; return those."""
    agent = world.police.agent(Role.SUPERVISOR)
    path = f"/v1/{resource}?case_id={case_id}&limit=100"
    every = (await world.done(agent, "GET", path))["items"]
    for state in states:
        found = (await world.done(agent, "GET", f"{path}&status={state}"))["items"]
        assert [row["id"] for row in found] == [
            row["id"] for row in every if row["status"] == state
        ], state
        assert {row["status"] for row in found} <= {state}
    return {row["status"] for row in every}


@pytest.mark.parametrize("status", ReferralStatus)
async def test_a_referral_is_found_by_the_state_that_it_shows(
    world: World, status: ReferralStatus
) -> None:
    case_id = (await world.a_case())["id"]
    consent_id = (await world.a_consent(case_id, world.shelter))["id"]
    asked = (None, LATER, PAST, BEFORE - timedelta(1))
    for limits in product((PAST, LATER), (BEFORE, LATER), asked, (None, PAST)):
        decide_by, start_by, answer_by, started_at = limits
        row = await world.a_referral(case_id, consent_id=consent_id)
        await world.rewrite(
            "referral", row, status=str(status), sent_at=BEFORE, decide_by=decide_by,
            start_by=start_by, answer_cancellation_by=answer_by, started_at=started_at,
        )  # fmt: skip
    shown = await check(world, "referrals", case_id, ReferralStatus)
    expected = {
        "requested": {"requested", "expired"}, "received": {"received", "expired"},
        "accepted": {"accepted", "failed", "cancelled"},
        "on_hold": {"on_hold", "failed", "cancelled"},
    }.get(status, {str(status)})  # fmt: skip
    assert shown == expected


@pytest.mark.parametrize("status", HandoffStatus)
async def test_a_handoff_is_found_by_the_state_that_it_shows(
    world: World, status: HandoffStatus
) -> None:
    offer = await world.an_offer()
    await world.rewrite("handoff", offer, status=str(status), decide_by=PAST)
    shown = await check(world, "handoffs", offer["case_id"], HandoffStatus)
    assert shown == {"expired" if status == "offered" else str(status)}
