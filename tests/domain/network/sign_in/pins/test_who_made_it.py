"""A one-time PIN is good only as long as who made it could make it still."""

import pytest

from referral_api.errors import SignInRefused
from referral_api.permissions import Role
from tests.support.sign_in import PIN, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


@pytest.mark.parametrize("how", ["active = false", "roles = '{case_worker}'"])
async def test_a_one_time_pin_of_a_supervisor_who_is_none_any_more_opens_nothing(
    unit: Unit, world: World, how: str
) -> None:
    once = await unit.reset()
    keeper = unit.organisation.agent(Role.SUPERVISOR)
    await world.arrange(keeper, f"UPDATE agent SET {how} WHERE id = $1", keeper)
    with pytest.raises(SignInRefused) as refused:
        await unit.check(once)
    assert refused.value.reason == "expired"
    (event,) = await world.events(action="session:refuse", agent_id=unit.worker)
    assert (event["outcome"], event["code"]) == ("refused", "expired")


async def test_a_pin_that_was_chosen_outlives_who_made_the_first_one(
    unit: Unit, world: World
) -> None:
    await unit.give_pin()
    keeper = unit.organisation.agent(Role.SUPERVISOR)
    await world.arrange(keeper, "UPDATE agent SET active = false WHERE id = $1", keeper)
    assert not (await unit.check(PIN)).must_choose
    assert await world.events(action="session:refuse", agent_id=unit.worker) == []
