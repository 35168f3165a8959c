"""Workers as an operator runs them: processes of their own, each by a clock of its own, killed."""

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Self

from faults.scenario import World

# Clocks that are ahead and behind, by more than any limit here is long.
CLOCKS = (0.0, 300.0, -300.0)
_BY_ITS_CLOCK = "import faults.moved_clock; from referral_api.cli import main; main()"
_PATIENCE = 30.0


class Workers:
    """Any number of ``referral-api worker`` on the service's database."""

    def __init__(self, world: World, settings: Mapping[str, str]) -> None:
        self._world = world
        self._log = world.folder / "service.log"
        self._running: list[asyncio.subprocess.Process] = []
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "DATABASE_URL": world.url, "KEY_DIR": str(world.keys),
            "REFERRAL_DATA_DIR": str(world.folder), "MAINTENANCE_INTERVAL": "PT1S",
            "WEBHOOK_ALLOWED_NETWORKS": '["127.0.0.0/8"]', **settings,
        }  # fmt: skip

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._running:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def start(self, number: int) -> None:
        """Start some more."""
        for _ in range(number):
            clock = {"MOVED_CLOCK": str(self._world.chance.choice(CLOCKS))}
            with self._log.open("ab") as log:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-c", _BY_ITS_CLOCK, "worker",
                    stdout=log, stderr=log, env=self._environment | clock,
                )  # fmt: skip
            self._running.append(process)

    async def kill_one(self) -> None:
        """End one with SIGKILL, whatever it is doing, and start another."""
        process = self._running.pop(self._world.chance.randrange(len(self._running)))
        if process.returncode is not None:
            raise RuntimeError(f"A worker ended by itself; see {self._log}.")
        process.kill()
        await process.wait()
        await self.start(1)

    async def end(self) -> list[int]:
        """End all with SIGTERM, as an operator does; return their statuses."""
        for process in self._running:
            process.terminate()
        async with asyncio.timeout(_PATIENCE):
            return [await process.wait() for process in self._running]
