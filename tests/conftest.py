"""One PostgreSQL, one migrated database and one app for the whole run."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from fastapi import FastAPI

from referral_api import embedded, migrations
from referral_api.main import create_app
from referral_api.settings import Settings
from tests.world import World

pytest_plugins = ["tests.suite.run_options", "tests.suite.coverage_floor"]


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    # Not tmp_path: as root the server runs under another account, which cannot enter it.
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[embedded.Embedded]:
    with embedded.start(data_dir) as server:
        migrations.upgrade(server.url("referral_owner"))
        yield server


@pytest.fixture(scope="session")
async def owner(server: embedded.Embedded) -> AsyncIterator[asyncpg.Pool]:
    """The owner role: prepares what no route can, and looks at what no route shows."""
    async with asyncpg.create_pool(server.url("referral_owner"), min_size=0, max_size=4) as pool:
        yield pool


@pytest.fixture(scope="session")
async def app(server: embedded.Embedded, data_dir: Path) -> AsyncIterator[FastAPI]:
    settings = Settings(referral_data_dir=data_dir, log_level="INFO", pool_size=8)
    app = create_app(settings, server.url("referral_app"))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="session")
async def world(app: FastAPI, owner: asyncpg.Pool) -> AsyncIterator[World]:
    """Organisations and agents of every role, and what a test does with them."""
    async with World(app, owner) as world:
        yield world
