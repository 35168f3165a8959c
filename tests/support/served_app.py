"""A served app of its own: a process on a free port, with a database nobody else uses."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
from fastapi import FastAPI
from faults.service import free_port

from referral_api import embedded
from referral_api.database import migrations
from referral_api.main import create_app
from referral_api.settings import Settings
from tests.support.made_up_records import allow_made_up_words
from tests.support.world import World

_START_LIMIT = 30.0


@dataclass(frozen=True)
class Ground:
    """``address`` is where the process serves; ``app`` and ``world`` are on the same database;
    ``output`` is what the process writes.
    """

    address: str
    app: FastAPI
    world: World
    output: Path

    def said(self) -> str:
        """Return what the process has written so far."""
        return self.output.read_text(errors="replace")


@asynccontextmanager
async def open_ground(*, log_level: str = "ERROR") -> AsyncIterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    settings = Settings(referral_data_dir=folder, log_level="ERROR", pool_size=2)
    try:
        with embedded.start(folder) as server:
            migrations.upgrade(server.url("referral_owner"))
            allow_made_up_words(server.url("referral_owner"))
            url = server.url("referral_app")
            app = create_app(settings, url)
            async with (
                app.router.lifespan_context(app),
                asyncpg.create_pool(server.url("referral_owner"), min_size=0) as owner,
                World(app, owner) as world,
            ):
                output = folder / "output.log"
                with _served(url, folder, output, log_level) as address:
                    yield Ground(address, app, world, output)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _served(database_url: str, folder: Path, output: Path, log_level: str) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": database_url, "REFERRAL_DATA_DIR": str(folder), "LOG_LEVEL": log_level,
        "POOL_SIZE": "4", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "uvicorn", "--factory", "referral_api.main:create_app",
        "--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "error",
    ]  # fmt: skip
    with output.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + _START_LIMIT
        while not _lives(address):
            assert process.poll() is None, "The service did not start."
            assert time.monotonic() < deadline, "The service does not answer."
            time.sleep(0.1)
        yield address
    finally:
        process.kill()
        process.wait()
        if log_level == "ERROR":
            sys.stderr.write(output.read_text(errors="replace"))


def _lives(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").is_success
    except httpx.TransportError:
        return False
