"""One PostgreSQL, one migrated database and one app for the whole run, and the callers."""

import io
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import structlog
from fastapi import FastAPI

from referral_api import embedded
from referral_api.cli.language import choose_language
from referral_api.database.database import Database
from referral_api.main import create_app
from referral_api.observability import logs as logs_module
from referral_api.settings import Settings
from tests.support.migrated_cluster import start_migrated
from tests.support.scene import Scene, build_scene
from tests.support.unlimited import UNLIMITED
from tests.support.world import World

Logs = Callable[[], str]

pytest_plugins = [
    "tests.support.coverage_floor", "tests.support.databases", "tests.support.patience",
    "tests.support.run_folder", "tests.support.run_options",
]  # fmt: skip


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    # Not tmp_path: as root the server runs under another account, which cannot enter it.
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[embedded.Embedded]:
    with start_migrated(data_dir) as server:
        yield server


@pytest.fixture(scope="session")
async def owner(server: embedded.Embedded) -> AsyncIterator[asyncpg.Pool]:
    """The owner role: writes and reads rows that no route writes or shows."""
    async with asyncpg.create_pool(server.url("referral_owner"), min_size=0, max_size=4) as pool:
        yield pool


@pytest.fixture(scope="session")
async def app(server: embedded.Embedded, data_dir: Path) -> AsyncIterator[FastAPI]:
    settings = Settings(
        referral_data_dir=data_dir,
        log_level="INFO",
        pool_size=8,
        request_timeout=60.0,
        background_enabled=True,
        **UNLIMITED,
    )
    app = create_app(settings, server.url("referral_app"))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="session")
async def world(app: FastAPI, owner: asyncpg.Pool) -> AsyncIterator[World]:
    """Organisations and agents of every role, and what a test does with them."""
    async with World(app, owner) as world:
        yield world


@pytest.fixture(autouse=True)
def _usual_process() -> Iterator[None]:
    """A command that a test runs sets the logs and the language of the whole process."""
    configuration, out, least = structlog.get_config(), logs_module._out, logs_module._least
    logs_module.configure_logs("INFO")
    choose_language([], {})  # French, whatever language another test's command spoke
    yield
    structlog.configure(**configuration)
    logs_module._out, logs_module._least = out, least


@pytest.fixture(scope="session")
async def scene(world: World) -> Scene:
    return await build_scene(world)


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Logs]:
    """Everything that is logged during the test: ours as written, and what libraries warn of."""
    logs_module.configure_logs("INFO")  # whatever an app of another test's has asked for
    written = io.BytesIO()
    monkeypatch.setattr("referral_api.observability.logs._out", structlog.BytesLogger(written))
    yield lambda: written.getvalue().decode() + caplog.text
    # Every test that uses ``logs`` makes a request, so its log line must be here.
    assert b'"event":"request"' in written.getvalue()


@pytest.fixture
async def single(server: embedded.Embedded) -> AsyncIterator[Database]:
    """A database with one connection: a second caller waits in the queue."""
    database = Database(server.url("referral_app"), size=1)
    yield database
    await database.close()
