"""What is done for a child, as bodies of requests, and a house of child protection that does it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

Ids = dict[str, str]
TODAY = datetime.now(UTC).date()
IN_A_YEAR = str(TODAY + timedelta(days=300))
STATES = {
    "child_protection": "recorded", "guardian": "recorded", "age_assessment": "recorded",
    "best_interests_assessment": "recorded", "best_interests_determination": "recorded",
    "own_view": "recorded", "tracing": "open",
}  # fmt: skip
GUARDIAN: dict[str, Any] = {
    "kind": "trusted_adult", "relation": "aunt_or_uncle", "family_check": "no_concern",
    "from_on": "2026-01-15", "chosen_by_child": "yes",
}  # fmt: skip
VIEW: dict[str, Any] = {
    "topic": "where_to_live", "said_on": "2026-01-15", "language": "bam", "means": "spoken",
    "view": "Chez ma tante.", "assent": "given",
}  # fmt: skip
TRACING: dict[str, Any] = {"sought": "mother", "wanted_by_person": "yes"}
STEP: dict[str, Any] = {
    "taken_on": "2026-01-15", "kind": "community", "region": "GAO", "outcome": "found"
}  # fmt: skip
CHECK: dict[str, Any] = {"family_check": "no_concern", "wanted_by_person": "yes"}


def age(assessors: list[UUID], **fields: Any) -> dict[str, Any]:
    """Make an assessment that determines nothing unless said otherwise."""
    return {
        "doubt": ["no_document"], "methods": ["documents", "social_interview"],
        "guardian_present": "yes", "interpreter_present": "yes", "explained": "yes",
        "assessors": [str(agent) for agent in assessors], "person_agreed": "yes",
        "result": "undetermined", "grounds": "Synthetic grounds.",
    } | fields  # fmt: skip


def assessment(**fields: Any) -> dict[str, Any]:
    """Make a best-interests assessment that recommends to stay."""
    factors = ("views_of_child", "family_and_ties", "safety", "development_and_identity")
    return {
        "assessed_on": "2026-01-15", "heard": ["child", "shelter_staff"],
        "factors": [
            {"factor": factor, "finding": f"Synthetic finding on {factor}.", "concern": "medium"}
            for factor in factors
        ],
        "recommended": ["stay_where_is"],
    } | fields  # fmt: skip


def determination(assessment_id: str, panel: list[UUID], **fields: Any) -> dict[str, Any]:
    """Make a determination for a reunification."""
    return {
        "assessment_id": assessment_id, "panel": [str(agent) for agent in panel],
        "options": [
            {"measure": measure, "in_favour": "Synthetic pro.", "against": "Synthetic contra."}
            for measure in ("family_reunification", "stay_where_is")
        ],
        "decision": "family_reunification", "decided_on": str(TODAY), "review_by": IN_A_YEAR,
        "no_view_reason": "too_young",
    } | fields  # fmt: skip


async def child_house(world: World) -> TestOrganisation:
    """Make an organisation of child protection."""
    return await world.make_organisation("child_protection")


def panel_of(house: TestOrganisation, other: TestOrganisation) -> list[UUID]:
    """Seat two agents of child protection and one of another organisation."""
    return [
        house.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER),
        other.agent(Role.CASE_WORKER),
    ]  # fmt: skip


async def protect(world: World, own: TestOrganisation, case_id: str) -> Ids:
    """Do for a person, treated as a child for a while, all that is done for one."""
    house, agent = await child_house(world), own.agent(Role.SUPERVISOR)
    path, case = f"/v1/cases/{case_id}", {"id": case_id}
    await world.rewrite("case", case, age_in_doubt=True)

    async def post(kind: str, body: dict[str, Any]) -> str:
        row = await world.done(agent, "POST", f"{path}/{kind}", body)
        return str(row["id"])

    await post("child-protection", {"organisation_id": str(house.id)})
    assessors = panel_of(house, own)
    assessed = await post("best-interests-assessments", assessment())
    ids = {
        "guardian_id": await post("guardians", GUARDIAN),
        "age_assessment_id": await post("age-assessments", age(assessors)),
        "best_interests_assessment_id": assessed,
        "best_interests_determination_id": await post(
            "best-interests-determinations", determination(assessed, assessors)
        ),
        "own_view_id": await post("own-views", VIEW),
        "tracing_id": await post("tracings", TRACING),
        "house_id": str(house.id), "house_agent_id": str(house.agent(Role.SUPERVISOR)),
    }  # fmt: skip
    await world.rewrite("case", case, age_in_doubt=False)
    return ids
