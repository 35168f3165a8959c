"""Every state × event × role of a file, from every side, against the running service."""

from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from referral_api.domain.codelists.status import CaseState
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.transitions import Side
from referral_api.permissions import Role
from tests.support.lifecycle_oracle import Viewpoint, columns_of, foresee, row_of, walk
from tests.support.world import World

BODIES: dict[str, tuple[str, str, Any]] = {
    "update": ("PATCH", "", {"risk_flags": []}),
    "close": ("POST", "/close", {"reason": "support_completed"}),
    "reopen": ("POST", "/reopen", None),
    "refute_death": ("POST", "/refute-death", None),
}

# Of each case in the matrix a death is reported.
REPORTED = SimpleNamespace(death_reported_at=datetime.now(UTC), death_refuted_at=None)


async def put(world: World, state: str) -> dict[str, Any]:
    """Register a case, and make a referral that opens it to the shelter."""
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    draft = await world.a_referral(case["id"], consent_id=consent["id"])
    officer = world.police.agent(Role.FIRST_RESPONDER)
    sent = await world.move(officer, "referrals", draft, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.move(intake, "referrals", sent, "accept", {})
    return await world.rewrite("case", case, state=str(state), **vars(REPORTED))


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(CaseState)
    return [
        Viewpoint("custodian", world.police, frozenset({Side.CUSTODIAN})),
        Viewpoint("receiver of a referral", world.shelter),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]


def test_the_matrix_names_every_state_and_every_event(world: World) -> None:
    assert set(BODIES) == {row.event for row in CASES.rows}
    assert set(CASES.states) == set(CaseState) == {"open", "closed"}
    paths = world.app.openapi()["paths"]
    for method, path, _ in BODIES.values():
        assert method.lower() in paths["/v1/cases/{case_id}" + path]


@pytest.mark.matrix
@pytest.mark.parametrize("event", BODIES)
async def test_every_state_and_role_gets_the_answer_of_the_table(world: World, event: str) -> None:
    method, path, body = BODIES[event]

    def request(row: dict[str, Any]) -> tuple[str, str, Any, int]:
        return method, f"/v1/cases/{row['id']}{path}", body, 1

    row = row_of(CASES, event, REPORTED)
    walked = await walk(
        world, row.permission, list(CaseState), viewpoints(world),
        partial(foresee, CASES, event, record=REPORTED),
        partial(put, world), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        kept = await columns_of(world, "case", step.standing, "state", "version")
        assert kept == (step.state, 1), f"a refused {event} changed a case"
        for moved in step.moved:
            reached = await columns_of(world, "case", moved, "state", "version")
            assert reached == (row.target or step.state, 2)
