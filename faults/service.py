"""The service under test: its own process, killed and started again at will."""

import asyncio
import os
import resource
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from faults.http import Broken, Wire
from faults.unlimited import UNLIMITED_ENVIRONMENT

_START_LIMIT = 30.0


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
