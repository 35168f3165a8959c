"""A coordinator whom an outside issuer knows."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.fake_issuer import FakeIssuer, tie
from tests.support.world import World


@pytest.fixture
async def coordinator(world: World) -> UUID:
    unit = await world.make_organisation("coordination", [Role.COORDINATOR])
    return unit.agent(Role.COORDINATOR)


@pytest.fixture
async def issuer(world: World, coordinator: UUID) -> AsyncIterator[FakeIssuer]:
    made, before = FakeIssuer(f"u-{coordinator}"), world.app.state.issuers
    made.install(world)
    await tie(world, coordinator, made.subject)
    yield made
    world.app.state.issuers = before
