"""A shelter with five places, and the guard who looks at its pages."""

import pytest

from referral_api.permissions import Role
from tests.support.visitors import Visitor
from tests.support.world import TestOrganisation, World


@pytest.fixture
async def host(world: World) -> TestOrganisation:
    shelter = await world.make_organisation("shelter")
    await world.set_places(shelter, 5)
    return shelter


@pytest.fixture
async def guard(world: World, host: TestOrganisation) -> Visitor:
    return await Visitor.of(world, host.agent(Role.INTAKE_OFFICER))
