"""A place to measure in: a PostgreSQL of its own, with the data set, and services on it."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from faults.unlimited import UNLIMITED_ENVIRONMENT

from bench import POOL_SIZE, ROOT, WORKERS
from bench.dataset import Speaker
from bench.loading import load
from referral_api import embedded
from referral_api.security import issue_access_token, load_or_create_signing_key
from referral_api.security.issue import LONGEST_LIFETIME

SERVE = ("-m", "referral_api.cli", "serve")
_MIGRATE = ("-m", "referral_api.cli", "migrate")
# A checkpoint in the middle of one round, and not of another, would be measured.
_SERVER = {"checkpoint_timeout": "1h", "max_wal_size": "16GB", "shared_buffers": "512MB"}


@dataclass(frozen=True, slots=True)
class Place:
    """One PostgreSQL with its data set."""

    folder: Path
    server: embedded.Embedded

    @property
    def postgres(self) -> psutil.Process:
        """The server's first process."""
        mark = self.folder / "postgres" / "postmaster.pid"
        return psutil.Process(int(mark.read_text().split()[0]))

    def token(self, agent: Speaker) -> str:
        """Issue a token for an agent, as the token endpoint does."""
        return issue_access_token(
            load_or_create_signing_key(self.folder / "keys" / "token.pem"),
            issuer="http://bench", audience="http://bench", subject=agent.agent_id, client_id=None,
            lifetime=LONGEST_LIFETIME, now=datetime.now(UTC),
        )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """What its services are started with."""
        return os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "REFERRAL_DATA_DIR": str(self.folder), "PUBLIC_URL": "http://bench",
            "WORKERS": str(WORKERS), "POOL_SIZE": str(POOL_SIZE), "ADMISSION_LIMIT": "64",
            "HOST": "127.0.0.1", "BENCH_DATABASE": self.server.url("referral_app"),
            **UNLIMITED_ENVIRONMENT,
        }  # fmt: skip


@contextmanager
def place(size: int, referrals: int) -> Iterator[Place]:
    """Start PostgreSQL in a temporary folder, migrate it, fill it; end both."""
    folder = Path(tempfile.mkdtemp(prefix="referral-bench-"))
    try:
        with embedded.start(folder, _SERVER) as server:
            made = Place(folder, server)
            owner = {"MIGRATION_DATABASE_URL": server.url("referral_owner")}
            subprocess.run(
                [sys.executable, *_MIGRATE], env=made.environment | owner, cwd=ROOT, check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            asyncio.run(load(server.url("postgres"), size, referrals))
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Service:
    """A service at work."""

    name: str
    port: int
    process: psutil.Process


@contextmanager
def service(at: Place, name: str, *command: str, **settings: str) -> Iterator[Service]:
    """Start a service on a free port and wait until it answers. ``{port}`` is filled in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = subprocess.Popen(
        [sys.executable, *(part.format(port=port) for part in command)], cwd=ROOT,
        env=at.environment | settings | {"PORT": str(port)}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_until_ready(started, name, port)
        yield Service(name, port, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(15)


def _wait_until_ready(started: "subprocess.Popen[bytes]", name: str, port: int) -> None:
    for _ in range(300):
        if started.poll() is not None:
            raise SystemExit(f"{name} ended with {started.returncode} before it answered.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{name} did not answer on port {port}.")
