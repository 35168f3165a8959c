"""What the tests about the whole service share."""

import io
from collections.abc import Callable, Iterator

import pytest
import structlog
from fastapi import FastAPI

from tests.contract.scene import Scene, build_scene
from tests.world import World

Logs = Callable[[], str]


@pytest.fixture(scope="session")
async def scene(world: World) -> Scene:
    return await build_scene(world)


@pytest.fixture
def logs(app: FastAPI, caplog: pytest.LogCaptureFixture) -> Iterator[Logs]:  # noqa: ARG001
    """Everything that is logged during the test: ours as written, and what libraries warn of."""
    written = io.StringIO()
    before = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    yield lambda: written.getvalue() + caplog.text
    structlog.configure(**before)
