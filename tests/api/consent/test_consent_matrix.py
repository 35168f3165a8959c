"""Every state × event × role of a consent, from every side, against the running service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.transitions import Side
from referral_api.permissions import ROLE_HOMES, ROLE_PERMISSIONS, ConsentPermission, Role
from tests.support.lifecycle_oracle import Answer, Viewpoint, columns_of, foresee, row_of, walk
from tests.support.world import World

# A recipient does not know of what never was in force.
NEVER_ACTIVE = frozenset({ConsentStatus.PROPOSED, ConsentStatus.REFUSED})
ROUTED = ("confirm", "refuse", "withdraw", "mark_error")


@pytest.fixture(scope="module")
async def case_id(world: World) -> str:
    """A case that police registered; the shelter is the recipient of its consents."""
    case = await world.a_case()
    return str(case["id"])


async def put(world: World, case_id: str, state: str) -> dict[str, Any]:
    row = await world.a_consent(case_id, world.shelter)
    columns: dict[str, Any] = {"active_since": None} if state in NEVER_ACTIVE else {}
    if state == ConsentStatus.PROVISIONAL:
        columns = {
            "legal_ground": "vital_interest",
            "confirm_by": datetime.now(UTC) + timedelta(hours=1),
            # Whoever confirms it is a second person.
            "recorded_by_agent_id": world.police.agent(Role.INVESTIGATOR),
        }
    return await world.rewrite("consent", row, status=str(state), **columns)


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(ConsentStatus)
    return [
        Viewpoint("custodian", world.police, frozenset({Side.CUSTODIAN})),
        Viewpoint("recipient", world.shelter, frozenset({Side.RECEIVER}), hidden_in=NEVER_ACTIVE),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]


def custody_only(world: World) -> list[Viewpoint]:
    """A recipient sees the consent and not the case."""
    custodian, recipient, *others = viewpoints(world)
    return [custodian, replace(recipient, hidden_in=frozenset(ConsentStatus)), *others]


def test_the_matrix_names_every_state_and_every_event(world: World) -> None:
    routes = {
        path.rpartition("/")[2].replace("-", "_")
        for path in world.app.openapi()["paths"]
        if path.startswith("/v1/consents/{consent_id}/")
    }
    assert set(ROUTED) == routes
    assert {row.event for row in CONSENTS.rows} == {*ROUTED, "supersede", "expire", "lapse"}
    assert set(CONSENTS.states) == set(ConsentStatus)
    assert len(ConsentStatus) == 8


@pytest.mark.matrix
@pytest.mark.parametrize("event", ROUTED)
async def test_every_state_and_role_gets_the_answer_of_the_table(
    world: World, case_id: str, event: str
) -> None:
    def request(row: dict[str, Any]) -> tuple[str, str, Any, int]:
        return "POST", f"/v1/consents/{row['id']}/{event.replace('_', '-')}", None, 1

    row = row_of(CONSENTS, event)
    walked = await walk(
        world, row.permission, list(ConsentStatus), viewpoints(world),
        partial(foresee, CONSENTS, event),
        partial(put, world, case_id), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        kept = await columns_of(world, "consent", step.standing, "status", "version")
        assert kept == (step.state, 1), f"a refused {event} changed a consent"
        for moved in step.moved:
            reached = await columns_of(world, "consent", moved, "status", "version")
            assert reached == (row.target, 2)


@pytest.mark.matrix
async def test_a_new_consent_supersedes_a_live_one_and_no_other(world: World, case_id: str) -> None:
    def foreseen(state: str, role: Role | None, view: Viewpoint) -> Answer:
        # No role has this permission by itself: recording the new consent includes it.
        recorded = {
            role for role, acts in ROLE_PERMISSIONS.items() if ConsentPermission.RECORD in acts
        }
        if role is None:
            return Answer(401, "invalid-token")
        kind = view.organisation.type
        recorded = {role for role in recorded if kind in ROLE_HOMES.get(role, {kind})}
        if role not in recorded or view.parties != {Side.CUSTODIAN}:
            hidden = role in recorded and state in view.hidden_in
            return Answer(404, "not-found") if hidden else Answer(403, "forbidden")
        if state not in row_of(CONSENTS, "supersede").sources:
            return Answer(409, "invalid-transition", {"current_state": str(state)})
        return Answer(201)

    def request(row: dict[str, Any]) -> tuple[str, str, Any, None]:
        body = {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care"], "recipients": [str(world.shelter.id)],
            "supersedes_id": row["id"],
        }  # fmt: skip
        return "POST", "/v1/consents", body, None

    walked = await walk(
        world, ConsentPermission.RECORD, list(ConsentStatus), custody_only(world), foreseen,
        partial(put, world, case_id), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == {
        "proposed", "provisional", "active", "expired",
    }  # fmt: skip
    for step in walked:
        assert await columns_of(world, "consent", step.standing, "status") == (step.state,)
        for moved in step.moved:
            assert await columns_of(world, "consent", moved, "status") == ("superseded",)
            events = await world.events(action=ConsentPermission.SUPERSEDE, subject_id=moved["id"])
            assert [event["outcome"] for event in events] == ["allowed"]
