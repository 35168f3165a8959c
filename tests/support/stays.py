"""Stays for the tests: an accepted referral with a place, and the host's acts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

ARRIVAL = {"arrival_state": ["tired_or_hungry"], "free_to_leave_told": "yes"}


def ago(**span: float) -> str:
    """Say when that was, as a body does."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def arrived(**span: float) -> dict[str, Any]:
    """Return the body of an arrival so long ago."""
    return ARRIVAL | {"happened_at": ago(**(span or {"hours": 3}))}


async def accepted(
    world: World, host: TestOrganisation, *, by: TestOrganisation | None = None,
    case_id: str | None = None, **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    """Refer a person to a host, which accepts and holds a place."""
    draft = await world.a_referral(case_id, to=host, by=by, **{"bed_asked": True} | fields)
    sender = (by or world.police).agent(Role.SUPERVISOR)
    sent = await world.move(sender, "referrals", draft, "send")
    return await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})


async def expected(
    world: World, host: TestOrganisation, referral: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Record that a host expects the person of a referral."""
    referral = referral or await accepted(world, host)
    body = {
        "case_id": referral["case_id"], "unit": "bed_women", "referral_id": referral["id"],
    }  # fmt: skip
    return await world.done(host.agent(Role.INTAKE_OFFICER), "POST", "/v1/stays", body | fields)


async def move(
    world: World, host: TestOrganisation, stay: dict[str, Any], event: str, body: Any = None
) -> dict[str, Any]:
    """Let the host make one transition of a stay."""
    return await world.move(host.agent(Role.INTAKE_OFFICER), "stays", stay, event, body)


async def present(world: World, host: TestOrganisation, **fields: Any) -> dict[str, Any]:
    """Let a person arrive at a host."""
    referral = await accepted(world, host, **fields)
    return await move(world, host, await expected(world, host, referral), "arrive", arrived())


async def places(world: World, host: TestOrganisation) -> dict[str, Any]:
    """Read the places of a host."""
    path = f"/v1/organisations/{host.id}/capacity"
    return await world.done(host.agent(Role.SUPERVISOR), "GET", path)


async def told(world: World, organisation: TestOrganisation, action: str) -> list[str]:
    """List the subjects of the events of one act that an organisation was told."""
    rows = await world.owner.fetch(
        "SELECT subject_id FROM outgoing_event WHERE organisation_id = $1 AND action = $2",
        organisation.id, action,
    )  # fmt: skip
    return [str(row["subject_id"]) for row in rows]
