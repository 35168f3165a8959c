"""Events of an organisation that concern no case are published like all others."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.world import World

_INSERT = (
    "INSERT INTO outgoing_event (organisation_id, event_id, action, subject, subject_id,"
    " by_organisation_id) VALUES ($1, $2, 'capacity:update', 'capacity', $1, $1)"
)


async def test_an_event_without_a_case_is_published_and_recorded_beside_others(
    world: World,
) -> None:
    police = await world.make_organisation("police")
    case = await world.a_case(police)
    await world.owner.execute(_INSERT, police.id, uuid7())
    agent = police.agent(Role.SUPERVISOR)
    result = await world.done(agent, "GET", "/v1/outgoing-events")
    assert [event["case_id"] for event in result["items"]] == [case["id"], None]
    (heard,) = await world.events(agent_id=agent, action="outgoing_event:follow")
    assert heard["case_ids"] == [UUID(case["id"])]
