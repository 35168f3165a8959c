"""Every state × event × role of a referral, from every side, against the running service."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.routing import APIRoute

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.referrals.lifecycle import REFERRALS
from referral_api.permissions import Role
from referral_api.transitions import Party
from tests.oracle import Cell, Viewpoint, check, foresee, row_of
from tests.world import World

LATER = datetime.now(UTC) + timedelta(days=1)
BODIES: dict[str, Any] = {
    "send": None,
    "acknowledge": None,
    "accept": {},
    "reject": {"reason": "out_of_area"},
    "cancel": {"reason": "need_resolved"},
    "request_cancellation": {"reason": "need_resolved"},
    "confirm_cancellation": None,
    "stop": {"reason": "safety"},
    "start": None,
    "schedule": {"appointment_at": LATER.isoformat()},
    "note": {},
    "hold": {"reason": "illness", "review_on": LATER.date().isoformat()},
    "resume": None,
    "complete": {"outcome": "service_provided"},
    "fail": {"reason": "security_risk"},
    "mark_error": None,
}


@pytest.fixture(scope="module")
async def desk(world: World):
    """One case and consent, from which a referral in any state is quickly made."""
    case_id = (await world.a_case())["id"]
    consent_id = (await world.a_consent(case_id, world.shelter))["id"]

    async def put(state: str) -> dict[str, Any]:
        row = await world.a_referral(case_id, consent_id=consent_id)
        return await world.rewrite(
            "referral", row, status=str(state), decide_by=LATER, start_by=LATER,
            cancellation_requested=True,
        )  # fmt: skip

    return put


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(ReferralStatus)
    return [
        Viewpoint("sender", world.police, frozenset({Party.SENDER})),
        Viewpoint(
            "receiver", world.shelter, frozenset({Party.RECEIVER}),
            frozenset({ReferralStatus.DRAFT}),
        ),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]  # fmt: skip


def test_the_matrix_names_every_state_and_every_event_that_has_a_route(world: World) -> None:
    routes = {
        route.path.rpartition("/")[2].replace("-", "_")
        for route in world.app.routes
        if isinstance(route, APIRoute) and route.path.startswith("/v1/referrals/{referral_id}/")
    }
    by_people = {row.event for row in REFERRALS.rows if row.parties != {Party.SYSTEM}}
    assert set(BODIES) == by_people == routes
    assert set(REFERRALS.states) == set(ReferralStatus)
    assert len(ReferralStatus) == 12
    assert {row.event for row in REFERRALS.rows} - by_people == {"expire", "lapse"}


@pytest.mark.parametrize("event", BODIES)
async def test_every_state_and_role_gets_the_answer_of_the_table(
    world: World, desk: Any, event: str
) -> None:
    permitted = 0
    act, target = row_of(REFERRALS, event).act, row_of(REFERRALS, event).target
    for state in ReferralStatus:
        standing = await desk(state)
        cells, moved = [], []
        everyone: list[tuple[Viewpoint, Role | None, Any]] = [
            (view, role, agent) for view in viewpoints(world) for role, agent in view.agents()
        ]
        everyone.append((viewpoints(world)[-1], None, None))
        for view, role, agent in everyone:
            answer = foresee(REFERRALS, event, state, role, view)
            row = standing
            if answer.code is None:
                row = await desk(state)
                moved.append(row["id"])
            path = f"/v1/referrals/{row['id']}/{event.replace('_', '-')}"
            name = f"{state} × {event} × {role} of the {view.name}"
            cells.append(
                Cell(name, agent, "POST", path, act, row["id"], answer, BODIES[event], 1)
            )
        await check(world, cells)
        permitted += len(moved)
        after = await world.owner.fetch(
            "SELECT DISTINCT status, version FROM referral WHERE id = ANY($1)", moved
        )
        assert [tuple(row) for row in after] == ([(target or state, 2)] if moved else [])
        kept = await world.owner.fetchrow(
            "SELECT status, version FROM referral WHERE id = $1", standing["id"]
        )
        assert tuple(kept) == (state, 1), f"a refused {event} changed a {state} referral"
    assert permitted >= len(row_of(REFERRALS, event).sources)
