"""Every status × step × role of identification, from every side, against the running service."""

from functools import partial
from typing import Any

import pytest

from referral_api.domain.codelists.status import DecisionEvent, IdentificationStatus
from referral_api.domain.identification.decisions.lifecycle import (
    DECIDERS,
    IDENTIFICATION,
    REVIEWERS,
)
from referral_api.domain.transitions import Side
from referral_api.permissions import DecisionPermission, Role
from tests.support.lifecycle_oracle import Answer, Viewpoint, columns_of, foresee, row_of, walk
from tests.support.world import World

GROUNDS = {
    "acts": ["RECRUITMENT"], "means": ["DECEPTION"], "forms": ["SERVITUDE_DOMESTIQUE"],
    "ground": "TRAITE_2012_023",
}  # fmt: skip


async def new_case(world: World, status: str) -> dict[str, Any]:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.ngo)
    sections = ["identity", "exploitation"]
    draft = await world.a_referral(
        case["id"], to=world.ngo, consent_id=consent["id"], shared_sections=sections
    )
    officer = world.police.agent(Role.FIRST_RESPONDER)
    sent = await world.move(officer, "referrals", draft, "send")
    await world.move(world.ngo.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    return await world.rewrite("case", case, status=str(status))


def viewpoints(world: World) -> list[Viewpoint]:
    everywhere = frozenset(IdentificationStatus)
    return [
        Viewpoint("custodian", world.police, frozenset({Side.CUSTODIAN})),
        Viewpoint("reader of the section", world.ngo),
        Viewpoint("coordination", world.coordination, hidden_in=everywhere),
        Viewpoint("stranger", world.stranger, hidden_in=everywhere),
    ]


def test_the_matrix_names_every_status_and_every_step() -> None:
    steps = {row.event for row in IDENTIFICATION.rows}
    assert steps == set(DecisionEvent) == set(DECIDERS)
    assert set(IDENTIFICATION.states) == set(IdentificationStatus)
    assert (len(steps), len(IdentificationStatus)) == (7, 8)


def test_only_an_authority_or_a_magistrate_identifies() -> None:
    authorities = {Role.IDENTIFICATION_AUTHORITY, Role.MAGISTRATE}
    assert {step for step, roles in DECIDERS.items() if roles == authorities} == {
        "identify", "not_identify", "reconsider",
    }  # fmt: skip


@pytest.mark.matrix
@pytest.mark.parametrize("event", DecisionEvent)
async def test_every_status_and_role_gets_the_answer_of_the_table(
    world: World, event: DecisionEvent
) -> None:
    def foreseen(status: str, role: Role | None, view: Viewpoint) -> Answer:
        answer = foresee(IDENTIFICATION, event, status, role, view, success=201)
        if answer.status in {201, 409} and role not in DECIDERS[event]:
            return Answer(403, "forbidden")
        # Whatever comes out of a review takes an authority.
        concludes = answer.status == 201 and status == IdentificationStatus.UNDER_REVIEW
        return Answer(403, "forbidden") if concludes and role not in REVIEWERS["change"] else answer

    def request(row: dict[str, Any]) -> tuple[str, str, Any, None]:
        body = {"event": event, "review_reason": "new_facts"} | (
            GROUNDS if event is DecisionEvent.IDENTIFY else {}
        )
        return "POST", f"/v1/cases/{row['id']}/decisions", body, None

    row = row_of(IDENTIFICATION, event)
    walked = await walk(
        world, DecisionPermission.RECORD, list(IdentificationStatus), viewpoints(world), foreseen,
        partial(new_case, world), request,
    )  # fmt: skip
    assert {step.state for step in walked if step.moved} == row.sources
    for step in walked:
        assert await columns_of(world, "case", step.standing, "status") == (step.state,)
        for moved in step.moved:
            assert await columns_of(world, "case", moved, "status") == (row.target,)
