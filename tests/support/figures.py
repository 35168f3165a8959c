"""Figures as tests ask them, and how their answers are read."""

from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

PERIOD = "from=2000-01-01&to=2100-01-01"
GROUNDS = {
    "acts": ["RECRUITMENT"], "means": ["FRAUD"], "forms": ["MENDICITE_FORCEE"],
    "ground": "TRAITE_2012_023",
}  # fmt: skip

_SAID: dict[str, dict[str, Any]] = {
    "presume": GROUNDS, "identify": GROUNDS, "not_presume": {"reasons": "Aucun indice"},
    "reconsider": {"reasons": "Faits nouveaux"},
}  # fmt: skip


async def ask(
    world: World, by: TestOrganisation, code: str, query: str = PERIOD,
    role: Role = Role.SUPERVISOR,
) -> dict[str, Any]:  # fmt: skip
    """Ask a figure, which leaves one event."""
    agent = by.agent(role)
    answer = await world.done(agent, "GET", f"/v1/figures/{code}?{query}")
    (event,) = await world.events(subject_id=UUID(answer["id"]), action="figure:ask")
    assert (event["agent_id"], event["outcome"], event["code"]) == (agent, "allowed", code)
    return answer


def cells(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an answer by the code of its only dimension."""
    (dimension,) = answer["answer"]["by"]
    return {cell["by"][dimension]: cell["value"] for cell in answer["answer"]["cells"]}


async def decide(world: World, by: TestOrganisation, case: dict[str, Any], *steps: str) -> None:
    """Decide on a case, step by step."""
    for step in steps:
        body = {"event": step} | _SAID.get(step, {})
        authority = by.agent(Role.IDENTIFICATION_AUTHORITY)
        await world.done(authority, "POST", f"/v1/cases/{case['id']}/decisions", body)
