"""Tips, incidents and contacts of one unit, of which tests know what each figure counts."""

from uuid import UUID

from referral_api.permissions import Role
from tests.support.tips import a_contact, an_incident, coordinator, report
from tests.support.world import TestOrganisation, World


async def watch_and_meet(world: World, unit: TestOrganisation) -> None:
    """Let a unit follow up tips, record incidents, and meet persons without a file."""
    chief = unit.agent(Role.SUPERVISOR)
    tips = []
    for danger in ("no", "no", "yes", "no"):
        tip = await report(world, chief, immediate_danger=danger)
        body = {"organisation_id": str(unit.id)}
        tips.append(await world.move(coordinator(world), "tips", tip, "assign", body))
        await world.arrange(
            UUID(tip["id"]),
            "UPDATE tip SET assigned_at = recorded_at + interval '2 hours' WHERE id = $1",
            UUID(tip["id"]),
        )
    first, second, _, fourth = tips
    await world.move(chief, "tips", first, "dismiss", {"reason": "too_vague"})
    case = await world.a_case(unit)
    await world.move(chief, "tips", second, "link", {"case_ids": [case["id"]]})
    await world.move(chief, "tips", fourth, "mark-error")
    await world.done(chief, "POST", "/v1/incidents", an_incident(began_on="1965"))
    await world.done(chief, "POST", "/v1/incidents", an_incident(people_found={}))
    wrong = await world.done(chief, "POST", "/v1/incidents", an_incident())
    await world.move(chief, "incidents", wrong, "mark-error")
    today = str(await world.owner.fetchval("SELECT current_date"))
    for fields in (
        {},
        {"answer": "refused"},
        {"smuggled": True, "age_group": "child"},
        {"smuggled": True, "answer": "refused"},
    ):
        met = a_contact(met_on=today, **fields)
        await world.done(chief, "POST", "/v1/contacts", met)
