"""What the tests about the whole service share."""

import io
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
import structlog

from referral_api.database import Database
from referral_api.embedded import Embedded
from referral_api.logs import configure_logs
from tests.contract.scene import Scene, build_scene
from tests.world import World

Logs = Callable[[], str]


@pytest.fixture(scope="session")
async def scene(world: World) -> Scene:
    return await build_scene(world)


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logs]:
    """Everything that is logged during the test: ours as written, and what libraries warn of."""
    configure_logs("INFO")  # whatever an app of another test's has asked for
    written = io.BytesIO()
    monkeypatch.setattr("referral_api.logs._out", structlog.BytesLogger(written))
    yield lambda: written.getvalue().decode() + caplog.text
    # Whatever a test asked for, its line must have come by here.
    assert b'"event":"request"' in written.getvalue()


@pytest.fixture
async def single(server: Embedded) -> AsyncIterator[Database]:
    """A database with one connection: who is second waits in line."""
    database = Database(server.url("referral_app"), size=1)
    yield database
    await database.close()
