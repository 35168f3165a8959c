"""What the tests about the whole service share."""

import pytest

from tests.contract.scene import Scene, build_scene
from tests.world import World


@pytest.fixture(scope="session")
async def scene(world: World) -> Scene:
    return await build_scene(world)
