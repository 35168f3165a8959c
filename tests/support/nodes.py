"""Several nodes of one service on one database, each with a key folder of its own."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from referral_api.embedded import Embedded
from referral_api.main import create_app
from referral_api.settings import Settings
from tests.support.unlimited import UNLIMITED
from tests.support.world import World


@asynccontextmanager
async def open_node(server: Embedded, owner: asyncpg.Pool, keys: Path) -> AsyncIterator[World]:
    """Serve with a key folder: the world of the callers who come to this node."""
    settings = Settings(
        referral_data_dir=keys.parent, key_dir=keys, log_level="ERROR", pool_size=4, **UNLIMITED
    )
    app = create_app(settings, server.url("referral_app"))
    async with app.router.lifespan_context(app), World(app, owner) as world:
        yield world


def copy_keys(keys: Path, name: str) -> Path:
    """Copy a key folder, as an operator does to another server."""
    target = keys.parent / name
    shutil.copytree(keys, target)
    return target
