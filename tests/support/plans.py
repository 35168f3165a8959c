"""An assessment and a support plan of one person, for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World


def ahead(days: int) -> str:
    """Write the day so many days ahead."""
    return str((datetime.now(UTC) + timedelta(days=days)).date())


def an_assessment(**fields: Any) -> dict[str, Any]:
    """Make the body of an assessment."""
    return {
        "level": "individual", "conducted_on": ahead(-3), "region": "BAMAKO", "language": "bam",
        "interpreter": "none_needed", "risk_level": "medium", "next_by": ahead(14),
        "needs": [{"need": "housing", "urgency": "now", "wanted": "yes"}],
        "risks": [{"flag": "trafficker_nearby", "likelihood": "likely", "gravity": "serious"}],
    } | fields  # fmt: skip


def a_goal(**fields: Any) -> dict[str, Any]:
    """Make the body of a goal."""
    return {
        "domain": "education", "objective": "Reprendre l'école", "wanted_by_person": "yes"
    } | fields  # fmt: skip


def a_draft(assessment_id: str, **fields: Any) -> dict[str, Any]:
    """Make the body of a plan."""
    return {
        "assessment_id": assessment_id, "explained_in": "bam", "review_by": ahead(9),
        "goals": [a_goal()],
    } | fields  # fmt: skip


AGREED = {"agreed_by_person": "yes", "copy_given": "no"}


async def assessed(
    world: World, by: TestOrganisation, case_id: str, **fields: Any
) -> dict[str, Any]:
    """Record an assessment."""
    path, body = f"/v1/cases/{case_id}/assessments", an_assessment(**fields)
    return await world.done(by.agent(Role.CASE_WORKER), "POST", path, body)


async def drafted(
    world: World, by: TestOrganisation, case_id: str, **fields: Any
) -> dict[str, Any]:
    """Assess, and draft a plan."""
    assessment = await assessed(world, by, case_id)
    path, body = f"/v1/cases/{case_id}/support-plans", a_draft(assessment["id"], **fields)
    return await world.done(by.agent(Role.CASE_WORKER), "POST", path, body)


async def moved(
    world: World, by: TestOrganisation, plan: dict[str, Any], event: str, body: Any = None
) -> dict[str, Any]:
    """Make a transition of a plan."""
    path = f"/v1/cases/{plan['case_id']}/support-plans/{plan['id']}/{event}"
    agent = by.agent(Role.SUPERVISOR)
    return await world.done(agent, "POST", path, body, version=plan["version"])


async def in_force(
    world: World, by: TestOrganisation, case_id: str, **fields: Any
) -> dict[str, Any]:
    """Assess, draft a plan, and let the person agree."""
    plan = await drafted(world, by, case_id, **fields)
    return await moved(world, by, plan, "activate", AGREED | {"review_by": ahead(9)})


async def goals_of(world: World, by: TestOrganisation, plan: dict[str, Any]) -> list[Any]:
    """Read the goals of a plan."""
    path = f"/v1/cases/{plan['case_id']}/support-plans/{plan['id']}"
    goals: list[Any] = (await world.done(by.agent(Role.CASE_WORKER), "GET", path))["goals"]
    return goals


async def revised(
    world: World, by: TestOrganisation, goal: dict[str, Any], **fields: Any
) -> dict[str, Any]:
    """Say how far a goal is."""
    path = f"/v1/cases/{goal['case_id']}/support-plans/{goal['plan_id']}/goals/{goal['id']}/revise"
    agent, body = by.agent(Role.CASE_WORKER), {"progress": "achieved"} | fields
    return await world.done(agent, "POST", path, body, version=goal["version"])


async def let_pass(world: World, table: str, row: dict[str, Any], **columns: Any) -> dict[str, Any]:
    """Let time have passed for a record, which nobody else can write."""
    await world.owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER written_once")
    changed = await world.rewrite(table, row, **columns)
    await world.owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER written_once")
    return changed
