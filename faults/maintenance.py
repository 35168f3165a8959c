"""Maintenance as an operator runs it: a process of its own, killed at will."""

import asyncio
import os
import sys

from faults.scenario import World


class Maintenance:
    """One run of ``referral-api maintain`` on the service's database."""

    def __init__(self, world: World) -> None:
        self._log = world.folder / "service.log"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "DATABASE_URL": world.url, "KEY_DIR": str(world.keys),
            "REFERRAL_DATA_DIR": str(world.folder),
        }  # fmt: skip

    async def start(self) -> None:
        """Start the run."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "referral_api.cli", "maintain",
                stdout=log, stderr=log, env=self._environment,
            )  # fmt: skip

    async def kill(self) -> bool:
        """End it with SIGKILL; say whether it was still at work."""
        at_work = self._process.returncode is None
        if at_work:
            self._process.kill()
            await self._process.wait()
        return at_work

    async def end(self, limit: float) -> int | None:
        """Wait for its exit code; None if it does not end in time."""
        try:
            return await asyncio.wait_for(self._process.wait(), limit)
        except TimeoutError:
            await self.kill()
            return None
