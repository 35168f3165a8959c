"""Every state × event × role of a handoff, from every side, against the running service."""

from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.transitions import Side
from tests.support.lifecycle_oracle import Viewpoint, columns_of, foresee, row_of, walk
from tests.support.world import World

LATER = datetime.now(UTC) + timedelta(days=1)
BODIES: dict[str, Any] = {
    "accept": None,
    "decline": {"reason": "out_of_mandate"},
    "withdraw": {"reason": "situation_changed"},
    "depart": {"expected_arrival": LATER.isoformat(), "escorted": True},
    "confirm_arrival": {"condition_noted": True},
    "report_failed_arrival": {"reason": "transport_failed"},
    "force": None,
}


async def put(world: World, event: str, state: str) -> dict[str, Any]:
    """Make a handoff of a person who travels; to be forced, an assignment."""
    row = await world.an_offer(kind="protection", physical=True)
    changes: dict[str, Any] = {"forced": True, "physical": False} if event == "force" else {}
    if state == HandoffStatus.ACCEPTED:
        changes["accepted_at"] = datetime.now(UTC)
    return await world.rewrite("handoff", row, status=str(state), **changes)


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(HandoffStatus)
    return [
        Viewpoint("sender", world.police, frozenset({Side.SENDER})),
        Viewpoint("receiver", world.ngo, frozenset({Side.RECEIVER})),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]


def test_the_matrix_names_every_state_and_every_event_that_has_a_route(world: World) -> None:
    routes = {
        path.rpartition("/")[2].replace("-", "_")
        for path in world.app.openapi()["paths"]
        if path.startswith("/v1/handoffs/{handoff_id}/")
    }
    by_people = {row.event for row in HANDOFFS.rows if row.sides != {Side.SYSTEM}}
    assert set(BODIES) == by_people == routes - {"calls", "check_ins"}
    assert set(HANDOFFS.states) == set(HandoffStatus)
    assert len(HandoffStatus) == 7
    following = {"expire", "follow_call", "follow_case", "renew_consent"}
    assert {row.event for row in HANDOFFS.rows} - by_people == following


@pytest.mark.matrix
@pytest.mark.parametrize("event", BODIES)
async def test_every_state_and_role_gets_the_answer_of_the_table(world: World, event: str) -> None:
    def request(row: dict[str, Any]) -> tuple[str, str, Any, int]:
        return "POST", f"/v1/handoffs/{row['id']}/{event.replace('_', '-')}", BODIES[event], 1

    travels = event != "force"
    record = SimpleNamespace(physical=travels, departed_at=None)
    row = row_of(HANDOFFS, event, record)
    walked = await walk(
        world, row.permission, list(HandoffStatus), viewpoints(world),
        partial(foresee, HANDOFFS, event, record=record),
        partial(put, world, event), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        kept = await columns_of(world, "handoff", step.standing, "status", "version")
        assert kept == (step.state, 1), f"a refused {event} changed a handoff"
        for moved in step.moved:
            reached = await columns_of(world, "handoff", moved, "status", "version")
            assert reached == (row.target or step.state, 2)
            custodian = world.ngo if row.target == HandoffStatus.COMPLETED else world.police
            assert await custodian_of(world, moved["case_id"]) == custodian.id


async def custodian_of(world: World, case_id: str) -> Any:
    return await world.owner.fetchval(
        "SELECT organisation_id FROM custody WHERE case_id = $1 AND kind = 'protection'"
        " ORDER BY seq DESC LIMIT 1",
        UUID(case_id),
    )
