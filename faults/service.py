"""The service under test: its own process, killed and started again at will."""

import asyncio
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import psutil

from faults.http import Broken, Wire
from faults.stage import ISSUER
from faults.unlimited import UNLIMITED_ENVIRONMENT

_START_LIMIT = 60.0  # several workers beside clients, on two processors


def free_port() -> int:
    """Find a port that nobody listens on: a left-over server there would answer in our stead."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    """One API process on a free port."""

    def __init__(
        self, database_url: str, keys: Path, log: Path, *, serve: bool = False,
        files: int | None = None, settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """``serve`` starts it as an operator does; otherwise uvicorn is started alone. ``files`` is
        how many it may have open at the same time.
        """
        self.port = free_port()
        self.kills = 0
        self.wrapper: list[str] = []
        self._serve = serve
        self._files = files
        self.extra_environment: dict[str, str] = {}
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        # Compiled modules are kept, as where it is installed: a restart does not compile anew.
        ours = {
            name: value for name, value in os.environ.items()
            if not name.startswith("PG") and name != "PYTHONDONTWRITEBYTECODE"
        }  # fmt: skip
        self._environment = {
            **ours, "DATABASE_URL": database_url, "KEY_DIR": str(keys),
            "REFERRAL_DATA_DIR": str(keys.parent), "PORT": str(self.port),
            "PUBLIC_URL": ISSUER,
            **UNLIMITED_ENVIRONMENT, **(settings or {}),
        }  # fmt: skip

    async def __aenter__(self) -> Self:
        await self.start()
        await self.wait_until_live()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self) -> None:
        """Start the process; it answers a little later."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdout=log, stderr=log,
                env=self._environment | self.extra_environment, preexec_fn=self._limit_files,
            )  # fmt: skip

    def _limit_files(self) -> None:
        if self._files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (self._files, self._files))

    @property
    def _command(self) -> list[str]:
        if self._serve:
            return [sys.executable, "-m", "referral_api.cli", "serve"]
        return [
            *(self.wrapper or [sys.executable, "-m", "uvicorn"]),
            "--factory", "referral_api.main:create_app", "--host", "127.0.0.1",
            "--port", str(self.port), "--no-access-log", "--log-level", "warning",
        ]  # fmt: skip

    async def kill(self) -> None:
        """End it with SIGKILL: it gets no chance to tidy up."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
            self.kills += 1

    async def end(self) -> int:
        """End it with SIGTERM, as an operator does; give its exit status."""
        process = self._running
        process.terminate()
        status = await process.wait()
        self._process = None
        return status

    def kill_worker(self) -> bool:
        """End one of its workers with SIGKILL; say whether there was one."""
        for child in psutil.Process(self._running.pid).children():
            if child.net_connections(kind="tcp"):
                child.kill()
                self.kills += 1
                return True
        return False

    async def replace_workers(self, count: int) -> None:
        """Have its parent replace this many workers, one after the other; wait until it has."""
        before = self._count_stopped()
        self._running.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + _START_LIMIT * count
        while self._count_stopped() < before + count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"The workers are not replaced; see {self._log}.")
            await asyncio.sleep(0.5)

    def _count_stopped(self) -> int:
        return self._log.read_bytes().count(b'"event":"worker.stopped"')

    @property
    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("The service does not run.")
        return self._process

    async def wait_until_live(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + _START_LIMIT
        wire = Wire(self.port)
        while time.monotonic() < deadline:
            try:
                if (await wire.ask("GET", "/health/live", {})).status == 200:
                    wire.close()
                    return
            except (Broken, TimeoutError):
                await asyncio.sleep(0.05)
        raise RuntimeError(f"The service does not start; see {self._log}.")
