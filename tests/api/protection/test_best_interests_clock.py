"""A child's best interests are assessed within 72 hours; who answers for the child is told."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.permissions import Role
from tests.support.children import assessment
from tests.support.notices import ring_one, stages
from tests.support.world import World

KIND, WHOLE = NoticeKind.BEST_INTERESTS_FIRST, timedelta(hours=72)


async def _registered(world: World, case: dict[str, Any], hours: int) -> None:
    """Let a file be registered so long ago, also in the order of its list."""
    at = datetime.now(UTC) - timedelta(hours=hours)
    key = UUID(f"{int(at.timestamp() * 1e6):016x}{UUID(case['id']).hex[16:]}")
    await world.rewrite("case", case, registered_at=at, recorded_key=key)


async def _rings(world: World, case: dict[str, Any]) -> bool:
    return await ring_one(world, KIND, UUID(case["id"]), world.ngo, WHOLE)


async def test_a_best_interests_assessment_is_awaited_within_72_hours(world: World) -> None:
    case = await world.a_case(world.ngo, age_band="12_14")
    assert not await _rings(world, case)
    for hours, stage in ((37, "reminder"), (55, "supervisor"), (73, "passed")):
        await _registered(world, case, hours)
        assert await _rings(world, case)
        assert (await stages(world, case["id"]))[-1] == (stage, world.ngo.id)
    path = f"/v1/cases/{case['id']}/best-interests-assessments"
    lead = world.ngo.agent(Role.SUPERVISOR)
    made = await world.done(lead, "POST", path, assessment(is_urgent=True))
    (event,) = await world.events(
        action="best_interests_assessment:record", subject_id=UUID(made["id"])
    )
    assert event["agent_id"] == lead
    await _registered(world, case, 74)
    assert not await _rings(world, case)
    # One that was recorded in error is none.
    await world.done(lead, "POST", f"{path}/{made['id']}/mark-error", version=1)
    assert await _rings(world, case)


async def test_it_is_awaited_of_whoever_is_treated_as_a_child_and_of_no_adult(
    world: World,
) -> None:
    doubtful = await world.a_case(world.ngo, age_band="18_24", age_in_doubt=True)
    adult = await world.a_case(world.ngo, age_band="25_59")
    for case in (doubtful, adult):
        await _registered(world, case, 73)
    assert await _rings(world, doubtful)
    assert not await _rings(world, adult)
