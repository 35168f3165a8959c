"""An inquiry that went on by law, without the identity: the prosecutor's office answers for it, and
an NGO for the person.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

TODAY = datetime.now(UTC).date()


def magistrate(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.MAGISTRATE)


def path_of(case: dict[str, Any], order: dict[str, Any] | None = None) -> str:
    """The address of the orders of a case, or of one of them."""
    if order is not None:
        return f"/v1/identity-orders/{order['id']}"
    return f"/v1/cases/{case['id']}/identity-orders"


def order_for(organisation: TestOrganisation, **fields: Any) -> dict[str, Any]:
    body = {"to_id": str(organisation.id), "reference": "N° 12/2026", "ordered_on": "2026-01-05"}
    return body | fields


async def an_inquiry(world: World) -> dict[str, Any]:
    """Register a case with an identity; hand the person to the NGO, the inquiry to justice."""
    case = await world.a_case()
    await world.an_identity(case["id"])
    offer = await world.an_offer(case["id"], kind="protection", to=world.ngo)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await hand_on(world, case, world.police, world.prosecutor)
    return case


async def hand_on(
    world: World, case: dict[str, Any], by: TestOrganisation, to: TestOrganisation
) -> None:
    """Move the inquiry by law from one organisation to the next."""
    body = {
        "case_id": case["id"], "kind": "investigation", "to_id": str(to.id), "priority": "urgent",
        "reason": "judicial_proceedings", "legal_duty": "court_referral",
    }  # fmt: skip
    offer = await world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/handoffs", body)
    await world.move(to.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


async def an_order(
    world: World, case: dict[str, Any], by: TestOrganisation | None = None,
    to: TestOrganisation | None = None, **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    """Record an order of the prosecutor's office for itself, unless said otherwise."""
    by = by or world.prosecutor
    return await world.done(
        magistrate(by), "POST", path_of(case), order_for(to or by, **fields)
    )  # fmt: skip


async def a_court_that_sees(world: World, case: dict[str, Any]) -> TestOrganisation:
    """Make a court that has accepted a referral of the case by the NGO."""
    court = await world.make_organisation("court")
    draft = await world.a_referral(
        case["id"], to=court, by=world.ngo, service_type="legal_aid", shared_sections=["justice"]
    )
    sent = await world.move(world.ngo.agent(Role.SUPERVISOR), "referrals", draft, "send")
    await world.move(court.agent(Role.SUPERVISOR), "referrals", sent, "accept", {})
    return court


async def move_order(
    world: World, agent_id: UUID, case: dict[str, Any], order: dict[str, Any]
) -> dict[str, Any]:
    """Lift an order at its present version."""
    path = f"{path_of(case, order)}/lift"
    return await world.done(agent_id, "POST", path, version=order["version"])


async def opened(
    world: World, case: dict[str, Any], organisation: TestOrganisation
) -> list[tuple[list[str], list[str]]]:
    """What the live grants by an order let an organisation read and write."""
    rows = await world.owner.fetch(
        "SELECT reads, writes FROM access_grant WHERE case_id = $1 AND organisation_id = $2"
        " AND basis = 'court_order' AND ended_at IS NULL",
        UUID(case["id"]), organisation.id,
    )  # fmt: skip
    return [(row["reads"], row["writes"]) for row in rows]
