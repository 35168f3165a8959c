"""Every state × event × role of a consent, from every side, against the running service."""

from functools import partial
from typing import Any

import pytest

from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.consents.lifecycle import CONSENTS
from referral_api.permissions import Act
from referral_api.transitions import Party
from tests.oracle import Viewpoint, columns_of, foresee, row_of, walk
from tests.world import World

ROUTED = ("confirm", "refuse", "withdraw", "mark_error")


@pytest.fixture(scope="module")
async def case_id(world: World) -> str:
    """A case that police registered; the shelter is the recipient of its consents."""
    case = await world.a_case()
    return str(case["id"])


async def put(world: World, case_id: str, state: str) -> dict[str, Any]:
    row = await world.a_consent(case_id, world.shelter)
    return await world.rewrite("consent", row, status=str(state))


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(ConsentStatus)
    return [
        Viewpoint("custodian", world.police, frozenset({Party.CUSTODIAN})),
        Viewpoint("recipient", world.shelter),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]


def test_the_matrix_names_every_state_and_every_event(world: World) -> None:
    routes = {
        path.rpartition("/")[2].replace("-", "_")
        for path in world.app.openapi()["paths"]
        if path.startswith("/v1/consents/{consent_id}/")
    }
    assert set(ROUTED) == routes
    assert {row.event for row in CONSENTS.rows} == {*ROUTED, "supersede"}
    assert set(CONSENTS.states) == set(ConsentStatus)
    assert len(ConsentStatus) == 7


@pytest.mark.parametrize("event", ROUTED)
async def test_every_state_and_role_gets_the_answer_of_the_table(
    world: World, case_id: str, event: str
) -> None:
    def request(row: dict[str, Any]) -> tuple[str, str, Any, int]:
        return "POST", f"/v1/consents/{row['id']}/{event.replace('_', '-')}", None, 1

    row = row_of(CONSENTS, event)
    walked = await walk(
        world, row.act, list(ConsentStatus), viewpoints(world), partial(foresee, CONSENTS, event),
        partial(put, world, case_id), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        kept = await columns_of(world, "consent", step.standing, "status", "version")
        assert kept == (step.state, 1), f"a refused {event} changed a consent"
        for moved in step.moved:
            reached = await columns_of(world, "consent", moved, "status", "version")
            assert reached == (row.target, 2)


@pytest.mark.parametrize("state", ConsentStatus)
async def test_a_new_consent_supersedes_a_live_one_and_no_other(
    world: World, case_id: str, state: ConsentStatus
) -> None:
    row = await put(world, case_id, state)
    officer = next(iter(world.police.agents.items()))[1]
    for role, agent in world.police.agents.items():
        body = {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care"], "recipients": [str(world.shelter.id)],
            "supersedes_id": row["id"],
        }  # fmt: skip
        before = await columns_of(world, "consent", row, "status")
        response = await world.call(agent, "POST", "/v1/consents", body)
        (event, *_) = await world.events(request_id=response.headers["x-request-id"])
        if role not in {role for role in world.police.agents if can_record(role)}:
            assert (response.status_code, event["outcome"]) == (403, "refused")
            assert event["action"] == Act.CONSENT_RECORD
        elif before[0] in row_of(CONSENTS, "supersede").sources:
            assert response.status_code == 201, response.text
            assert await columns_of(world, "consent", row, "status") == ("superseded",)
            assert event["action"] == Act.CONSENT_SUPERSEDE
        else:
            assert response.status_code == 409, response.text
            told = response.json()
            assert (told["code"], told["current_state"]) == ("invalid-transition", before[0])
            assert (event["action"], event["outcome"]) == (Act.CONSENT_RECORD, "refused")
    assert officer
