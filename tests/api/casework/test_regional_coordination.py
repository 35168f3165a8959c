"""A coordinating body that is bound to regions: it is told first there, and assigns only there."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, refused
from tests.support.notices import ring, stages
from tests.support.scene import an_alert
from tests.support.world import TestOrganisation, World

_HOUR = timedelta(hours=1)
_Bodies = tuple[TestOrganisation, TestOrganisation]


async def _bind(world: World, organisation: TestOrganisation, *regions: str) -> None:
    await world.arrange(
        organisation.id, "UPDATE organisation SET regions = $2 WHERE id = $1", organisation.id,
        list(regions),
    )  # fmt: skip


@pytest.fixture
async def bodies(world: World) -> _Bodies:
    """One body of the region of the cases that follow, and one of another region."""
    here, elsewhere = [await world.make_organisation("coordination") for _ in range(2)]
    await _bind(world, here, "NARA")
    await _bind(world, elsewhere, "KITA", "DIOILA")
    return here, elsewhere


@pytest.mark.parametrize(
    ("case_region", "receiver_regions"),
    [("NARA", ["KITA"]), ("UNKNOWN", ["NARA"])],
    ids=["of the person", "of who is waited for"],
)
async def test_an_escalation_goes_to_the_region_first_and_then_to_the_country(
    world: World, bodies: _Bodies, case_region: str, receiver_regions: list[str]
) -> None:
    here, elsewhere = bodies
    receiver = await world.make_organisation("shelter")
    await _bind(world, receiver, *receiver_regions)
    case = await world.a_case(region=case_region)
    draft = await world.a_referral(case["id"], to=receiver)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")

    async def told(whole: timedelta) -> set[UUID]:
        """Say which of the bodies are told when the whole time is so long."""
        await ring(world, referral_decision=whole)
        known = {here.id, elsewhere.id, world.coordination.id}
        return {body for _, body in await stages(world, row["id"])} & known

    left = await world.owner.fetchval(
        "SELECT decide_by - clock_timestamp() FROM referral WHERE id = $1", UUID(row["id"])
    )
    assert await told(left * 5) == set()
    assert await told(left * 9) == {here.id}
    assert await told(left * 17) == {here.id, world.coordination.id}


async def test_an_escalation_of_a_region_without_a_body_goes_to_the_country(
    world: World, bodies: _Bodies
) -> None:
    case = await world.a_case(region="BANDIAGARA")
    draft = await world.a_referral(case["id"], to=world.shelter)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    left = await world.owner.fetchval(
        "SELECT decide_by - clock_timestamp() FROM referral WHERE id = $1", UUID(row["id"])
    )
    await ring(world, referral_decision=left * 9)
    found = {body for stage, body in await stages(world, row["id"]) if stage == "region"}
    assert world.coordination.id in found
    assert found.isdisjoint(body.id for body in bodies)


async def test_an_alert_is_told_to_the_region_and_the_country_and_to_no_other_region(
    world: World, bodies: _Bodies
) -> None:
    case = await world.a_case(region="NARA")
    alert_id = await an_alert(world, world.police, UUID(case["id"]))
    told = {
        row["organisation_id"] for row in await world.owner.fetch(
            "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", alert_id
        )
    }  # fmt: skip
    assert {bodies[0].id, world.coordination.id} <= told
    assert bodies[1].id not in told


async def test_a_body_assigns_in_its_regions_alone(world: World, bodies: _Bodies) -> None:
    here, elsewhere = bodies
    first, stranger = here.agent(Role.COORDINATOR), elsewhere.agent(Role.COORDINATOR)
    case = await world.a_case(region="NARA")
    body: dict[str, Any] = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "routine", "reason": "custodian_unresponsive",
    }  # fmt: skip
    path = "/v1/handoffs/assignments"
    await refused(world, 403, "forbidden", stranger, "POST", path, body)
    offer = await world.done(first, "POST", path, body)
    await move_refused(world, 403, "forbidden", stranger, "handoffs", offer, "force")
    second = world.coordination.agent(Role.COORDINATOR)
    forced = await world.move(second, "handoffs", offer, "force")
    assert forced["status"] == "completed"
