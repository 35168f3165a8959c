"""Measures and reconsiderations of one person, and their papers, for the tests."""

from typing import Any

from referral_api.permissions import Role
from tests.support.children import assessment, determination
from tests.support.plans import assessed
from tests.support.world import TestOrganisation, World

# By kind: the members of its own that it needs.
NEEDED: dict[str, dict[str, Any]] = {
    "recovery_period": {},
    "emergency_shelter": {},
    "safety_measure": {"safety_measures": ["escort"], "urgent": True},
    "guardian_appointment": {"guardian_id": "01980000-0000-7000-8000-000000000001"},
    "stay_permit": {"permit_kind": "humanitarian"},
    "voluntary_return": {
        "destination": {"country": "ML", "region": "GAO"}, "return_kind": "within_mali",
    },
    "family_reunification": {"relative_kind": "mother"},
    "child_placement": {"care_arrangement": "kinship", "carer_check": "no_concern"},
    "non_punishment_notice": {"exploitation_ids": ["01980000-0000-7000-8000-000000000002"]},
    "witness_protection": {"witness_protections": ["screen"]},
}  # fmt: skip


def path_of(case_id: str) -> str:
    """Return the address of the measures of a case."""
    return f"/v1/cases/{case_id}/measures"


def a_measure(kind: str, **fields: Any) -> dict[str, Any]:
    """Make the body of a proposal."""
    return {"kind": kind, "asked_by": "person", "person_wants_it": "yes"} | NEEDED[kind] | fields


async def propose(
    world: World, by: TestOrganisation, case_id: str, kind: str, **fields: Any
) -> dict[str, Any]:
    """Propose a measure as a case worker of who answers for the person."""
    body = a_measure(kind, **fields)
    return await world.done(by.agent(Role.CASE_WORKER), "POST", path_of(case_id), body)


async def a_determination(
    world: World, house: TestOrganisation, case_id: str, decision: str
) -> str:
    """Let a panel of an organisation of child protection and another decide on a child."""
    worker, path = await world.make_agent(house, Role.SUPERVISOR), f"/v1/cases/{case_id}"
    panel = [
        house.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR),
        world.ngo.agent(Role.CASE_WORKER),
    ]  # fmt: skip
    found = await world.done(worker, "POST", f"{path}/best-interests-assessments", assessment())
    weighed = [
        {"measure": one, "in_favour": "Synthetic pro.", "against": "Synthetic contra."}
        for one in (decision, "stay_where_is")
    ]
    body = determination(found["id"], panel, options=weighed, decision=decision)
    made = await world.done(worker, "POST", f"{path}/best-interests-determinations", body)
    return str(made["id"])


async def papers_of_child(
    world: World, house: TestOrganisation, case_id: str, decision: str
) -> dict[str, str]:
    """Put on file what the return, the reunification or the placement of a child rests on."""
    return {
        "risk_assessment_id": (await assessed(world, house, case_id))["id"],
        "bid_id": await a_determination(world, house, case_id, decision),
    }


async def a_granted_reunification(
    world: World, by: TestOrganisation, case_id: str
) -> dict[str, Any]:  # fmt: skip
    """Let a reunification be granted, whatever it rests on."""
    asked = await propose(world, by, case_id, "family_reunification")
    return await world.rewrite("measure", asked, status="granted")


async def act(
    world: World, agent_id: Any, measure: dict[str, Any], event: str, body: Any = None
) -> dict[str, Any]:
    """Take one step with a measure."""
    path = f"{path_of(measure['case_id'])}/{measure['id']}/{event}"
    return await world.done(agent_id, "POST", path, body, version=measure["version"])


async def decide(
    world: World, by: TestOrganisation, case_id: str, *events: str, role: Role | None = None,
    **grounds: Any,
) -> dict[str, Any]:  # fmt: skip
    """Record decisions on identification, the last with its grounds; return that."""
    role = role or Role.IDENTIFICATION_AUTHORITY
    decision: dict[str, Any] = {}
    for event in events:
        body = {"event": event} | (grounds if event == events[-1] else {})
        decision = await world.done(by.agent(role), "POST", f"/v1/cases/{case_id}/decisions", body)
    return decision
