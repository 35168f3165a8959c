"""Tips, incidents and contacts as tests report and record them."""

from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import World

NARRATIVE = "Des enfants portent des sacs la nuit."
PLACE = {"country": "ML", "region": "KAYES", "locality": "Site-Repère", "setting": "gold_site"}


def a_tip(**fields: Any) -> dict[str, Any]:
    """Write a tip that tells what a watch committee saw."""
    return {
        "channel": "watch_committee", "place": PLACE, "children_seen": "no",
        "immediate_danger": "no", "urgency": "urgent", "anonymous": False,
        "signs": ["no_pay"], "suspected_forms": ["TRAVAIL_FORCE_ORPAILLAGE"],
        "narrative": NARRATIVE,
    } | fields  # fmt: skip


async def report(world: World, agent: UUID, **fields: Any) -> dict[str, Any]:
    """Report a tip."""
    return await world.done(agent, "POST", "/v1/tips", a_tip(**fields))


def coordinator(world: World) -> UUID:
    """Find a coordinator of the country."""
    return world.coordination.agent(Role.COORDINATOR)


def an_incident(**fields: Any) -> dict[str, Any]:
    """Write an incident at a gold site."""
    return {
        "detected_on": "2026-03", "detection_method": "patrol_or_raid", "place": PLACE,
        "movement_scope": "within_country", "official_involved": "yes",
        "narrative": NARRATIVE, "operation_name": "Opération Repère",
        "people_found": {"men": 30, "boys": 10},
    } | fields  # fmt: skip


def a_contact(**fields: Any) -> dict[str, Any]:
    """Write a contact with a person who accepted a meal."""
    return {
        "met_on": "2026-03-01", "region": "GAO", "sex": "female", "age_group": "adult",
        "offered": ["food"], "answer": "accepted", "hotline_card_given": True,
    } | fields  # fmt: skip
