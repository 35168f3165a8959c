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
from tests.support.unlimited import UNLIMITED, UNLIMITED_ENVIRONMENT
from tests.support.world import World

_START_LIMIT = 30.0
_END_LIMIT = 10.0


@dataclass(frozen=True)
class Ground:
    """``address`` is where the process serves; ``app`` and ``world`` are on the same database;
    ``output`` is what the process writes, in the folder of its data.
    """

    address: str
    app: FastAPI
    world: World
    output: Path
    database_url: str

    def said(self) -> str:
        """Return what the process has written so far."""
        return self.output.read_text(errors="replace")


@asynccontextmanager
async def open_ground(*, log_level: str = "ERROR") -> AsyncIterator[Ground]:
    folder = Path(tempfile.mkdtemp(prefix="referral-"))
    settings = Settings(referral_data_dir=folder, log_level="ERROR", pool_size=2, **UNLIMITED)
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
                    yield Ground(address, app, world, output, url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serve(ground: Ground, **settings: str) -> Iterator[str]:
    """Serve on the same database as an operator does, with these settings; give the address."""
    port = free_port()
    command = [sys.executable, "-m", "referral_api.cli", "serve"]
    folder = ground.output.parent
    with _running(
        command, ground.database_url, folder, folder / f"{port}.log", port,
        PORT=str(port), HOST="127.0.0.1", **settings,
    ) as address:  # fmt: skip
        yield address


@contextmanager
def _served(database_url: str, folder: Path, output: Path, log_level: str) -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "--factory", "referral_api.main:create_app",
        "--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "error",
    ]  # fmt: skip
    with _running(command, database_url, folder, output, port, LOG_LEVEL=log_level) as address:
        yield address
    if log_level == "ERROR":
        sys.stderr.write(output.read_text(errors="replace"))


@contextmanager
def _running(
    command: list[str], database_url: str, folder: Path, output: Path, port: int, **settings: str
) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "DATABASE_URL": database_url, "REFERRAL_DATA_DIR": str(folder), "POOL_SIZE": "4",
        "PYTHONPATH": os.pathsep.join(sys.path), **UNLIMITED_ENVIRONMENT, **settings,
    }  # fmt: skip
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
        process.terminate()  # a supervisor ends its workers
        try:
            process.wait(_END_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _lives(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").is_success
    except httpx.TransportError:
        return False
