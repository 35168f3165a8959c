"""Every state × event × role of a referral, from every side, against the running service."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.transitions import Side
from tests.support.lifecycle_oracle import Viewpoint, columns_of, foresee, row_of, walk
from tests.support.world import World

LATER = datetime.now(UTC) + timedelta(days=1)
EARLIER = datetime.now(UTC) - timedelta(hours=1)
BODIES: dict[str, Any] = {
    "send": None,
    "name_shelter": None,
    "acknowledge": None,
    "accept": {},
    "reject": {"reason": "out_of_area"},
    "cancel": {"reason": "need_resolved"},
    "request_cancellation": {"reason": "need_resolved"},
    "confirm_cancellation": None,
    "refuse_cancellation": None,
    "withdraw_cancellation_request": None,
    "stop": {"reason": "safety"},
    "depart": {
        "happened_at": EARLIER.isoformat(),
        "expected_arrival": LATER.isoformat(),
        "escorted": True,
    },
    "start": None,
    "schedule": {"appointment_at": LATER.isoformat()},
    "note": {},
    "hold": {"reason": "illness", "review_on": LATER.date().isoformat()},
    "resume": None,
    "complete": {"outcome": "service_provided"},
    "fail": {"reason": "security_risk"},
    "mark_error": None,
}

BY_TIME = {
    "expire", "lapse", "confirm_cancellation_by_time", "delay_acknowledgement", "delay_feedback",
    "delay_cancellation", "delay_arrival",
}  # fmt: skip
# What follows from an act on the case, on another referral of the person, or on a call.
FOLLOWING = {"follow_call", "follow_case", "renew_consent", "transfer"}


@pytest.fixture(scope="module")
async def desk(world: World):
    """One case and consent, from which a referral in any state is quickly made."""
    case_id = (await world.a_case())["id"]
    consent_id = (await world.a_consent(case_id, world.shelter))["id"]

    async def put(state: str) -> dict[str, Any]:
        row = await world.a_referral(case_id, consent_id=consent_id)
        return await world.rewrite(
            "referral", row, status=str(state), decide_by=LATER, start_by=LATER,
            cancellation_requested=True, sent_at=None if state == "draft" else EARLIER,
        )  # fmt: skip

    return put


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(ReferralStatus)
    return [
        Viewpoint("sender", world.police, frozenset({Side.SENDER})),
        Viewpoint(
            "receiver", world.shelter, frozenset({Side.RECEIVER}),
            frozenset({ReferralStatus.DRAFT}),
        ),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]  # fmt: skip


def test_the_matrix_names_every_state_and_every_event_that_has_a_route(world: World) -> None:
    routes = {
        path.rpartition("/")[2].replace("-", "_")
        for path in world.app.openapi()["paths"]
        if path.startswith("/v1/referrals/{referral_id}/")
    }
    by_people = {row.event for row in REFERRALS.rows if row.sides != {Side.SYSTEM}}
    assert set(BODIES) == by_people == routes - {"calls"}
    assert set(REFERRALS.states) == set(ReferralStatus)
    assert len(ReferralStatus) == 12
    assert {row.event for row in REFERRALS.rows} - by_people == BY_TIME | FOLLOWING


@pytest.mark.matrix
@pytest.mark.parametrize("event", BODIES)
async def test_every_state_and_role_gets_the_answer_of_the_table(
    world: World, desk: Any, event: str
) -> None:
    def request(row: dict[str, Any]) -> tuple[str, str, Any, int]:
        return "POST", f"/v1/referrals/{row['id']}/{event.replace('_', '-')}", BODIES[event], 1

    row = row_of(REFERRALS, event)
    walked = await walk(
        world, row.permission, list(ReferralStatus), viewpoints(world),
        partial(foresee, REFERRALS, event), desk, request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        kept = await columns_of(world, "referral", step.standing, "status", "version")
        assert kept == (step.state, 1), f"a refused {event} changed a referral"
        for moved in step.moved:
            reached = await columns_of(world, "referral", moved, "status", "version")
            assert reached == (row.target or step.state, 2)
