"""What the directory holds, made for tests: services, places, locations, roads, addresses."""

from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.programme import Kind, a_name
from tests.support.world import TestOrganisation, World

ADULTS = ["18_24", "25_59", "60_plus"]
CHILDREN = ["under_6", "6_11", "12_14", "15_17"]
ADDRESS = {"address": "Rue 0, porte 0, quartier d'essai", "telephone": "+22300000001"}


def service_body(**fields: Any) -> dict[str, Any]:
    """A shelter for women and girls in Kita, open day and night."""
    return {
        "name": a_name("Accueil"), "service_type": "shelter", "state": "active",
        "region": "KITA", "served_regions": ["KITA"], "sexes": ["female"],
        "age_bands": [*CHILDREN, *ADULTS], "unaccompanied_children": True, "languages": ["bam"],
        "security_level": "protected", "receives_at_all_hours": True,
    } | fields  # fmt: skip


SERVICE = Kind(
    "service", "/v1/services", "service_id", True, lambda _: service_body(),
    {"state": "inactive"}, ({"longest_stay_days": 0}, "/longest_stay_days"),
)  # fmt: skip
LOCATION = Kind(
    "location", "/v1/locations", "location_id", True,
    lambda _: {"kind": "physical", "region": "SIKASSO"}, {"cercle": "Kadiolo"},
    ({"kind": "floating"}, "/kind"),
)  # fmt: skip
ROAD_STATE = Kind(
    "road_state", "/v1/road-states", "road_state_id", False,
    lambda _: {"region": "MENAKA", "cercle": a_name("Cercle"), "condition": "escorted"},
    {"condition": "closed"}, ({"condition": "muddy"}, "/condition"),
)  # fmt: skip
DIRECTORY = {kind.subject: kind for kind in (SERVICE, LOCATION, ROAD_STATE)}
NEED = {
    "service_type": "shelter", "priority": "emergency", "region": "KITA",
    "people": [{"sex": "female", "age_band": "15_17"}],
}  # fmt: skip


def directory_keeper(world: World, kind: Kind) -> UUID:
    """Who keeps such an entry."""
    if kind.own:
        return world.shelter.agent(Role.INTAKE_OFFICER)
    return world.coordination.agent(Role.COORDINATOR)


async def a_service(
    world: World, home: TestOrganisation, places: dict[str, int] | None = None, **fields: Any
) -> dict[str, Any]:
    """Register a service, and state its places by unit."""
    intake = home.agent(Role.INTAKE_OFFICER)
    made = await world.done(intake, "POST", "/v1/services", service_body(**fields))
    for unit, number in (places or {}).items():
        path = f"/v1/services/{made['id']}/places/{unit}"
        await world.done(intake, "PUT", path, {"places": number}, version=0)
    return made


async def a_location(world: World, home: TestOrganisation, **fields: Any) -> str:
    """Register a location with an address; return its path."""
    intake = home.agent(Role.INTAKE_OFFICER)
    body = {"kind": "physical", "region": "SIKASSO"} | fields
    made = await world.done(intake, "POST", "/v1/locations", body)
    path = f"/v1/locations/{made['id']}"
    await world.done(intake, "PUT", f"{path}/address", ADDRESS, version=0)
    return path
