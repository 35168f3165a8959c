"""A served app of its own: a process on a free port, with a database nobody else uses."""

import json
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
from typing import Any

import asyncpg
import httpx
import psutil
from fastapi import FastAPI
from faults.service import free_port

from referral_api.main import create_app
from referral_api.settings import Settings
from tests.support.migrated_cluster import start_migrated
from tests.support.unlimited import UNLIMITED, UNLIMITED_ENVIRONMENT
from tests.support.world import World

# Of every process: the tokens of ``World`` name it, whatever the port.
_PUBLIC_URL = Settings(database_url=None).public_url
_START_LIMIT = 60.0
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
        with start_migrated(folder) as server:
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


@dataclass(frozen=True)
class Node:
    """A service as an operator starts it: its address, its process and what it writes."""

    address: str
    process: "subprocess.Popen[bytes]"
    output: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def workers(self) -> list[psutil.Process]:
        """Return the processes that serve, where they are several."""
        return [
            child for child in psutil.Process(self.process.pid).children()
            if any("spawn_main" in word for word in child.cmdline())
        ]  # fmt: skip

    def lines(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of its log of this event."""
        told = [
            json.loads(line) for line in self.output.read_text(errors="replace").splitlines()
            if line.startswith("{")
        ]  # fmt: skip
        return [line for line in told if line["event"] == event]


@contextmanager
def serve_node(ground: Ground, **settings: str) -> Iterator[Node]:
    """Serve on the same database as an operator does; give the process, to be signalled."""
    with launch(ground, **settings) as node:
        _wait_until_live(node.process, node.address)
        yield node


@contextmanager
def launch(ground: Ground, **settings: str) -> Iterator[Node]:
    """Do the same without waiting until it serves."""
    port = free_port()
    command = [sys.executable, "-m", "referral_api.cli", "serve"]
    output = ground.output.parent / f"node-{port}.log"
    with _launched(
        command, ground.database_url, ground.output.parent, output,
        PORT=str(port), HOST="127.0.0.1", **settings,
    ) as process:  # fmt: skip
        yield Node(f"http://127.0.0.1:{port}", process, output)


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
    with _launched(command, database_url, folder, output, **settings) as process:
        _wait_until_live(process, address)
        yield address


@contextmanager
def _launched(
    command: list[str], database_url: str, folder: Path, output: Path, **settings: str
) -> Iterator["subprocess.Popen[bytes]"]:
    environment = os.environ | {
        "DATABASE_URL": database_url, "REFERRAL_DATA_DIR": str(folder), "POOL_SIZE": "4",
        "PYTHONPATH": os.pathsep.join(sys.path), "PUBLIC_URL": _PUBLIC_URL,
        **UNLIMITED_ENVIRONMENT, **settings,
    }  # fmt: skip
    with output.open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()  # a supervisor ends its workers
        try:
            process.wait(_END_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_live(process: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + _START_LIMIT
    while not _lives(address):
        assert process.poll() is None, "The service did not start."
        assert time.monotonic() < deadline, "The service does not answer."
        time.sleep(0.1)


def _lives(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").is_success
    except httpx.TransportError:
        return False
