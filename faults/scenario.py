"""One scenario: its world, its verdict, and the floors that it must hold."""

import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.checks import Findings, inspect
from faults.load import Load
from faults.postgres import Postgres
from faults.proxy import Proxy
from faults.service import Service
from faults.stage import Stage, set_stage

ANSWER_LIMIT = 5.5  # seconds
DATABASE_BACK, SERVICE_BACK, FAILED_OVER = 1.0, 3.0, 10.0  # seconds to the first success


@dataclass
class Result:
    """What one scenario showed. ``control`` names the number that must not be 0."""

    scenario: str
    seed: int
    machine_load: float = 0.0
    acknowledged: int = 0
    findings: Findings = field(default_factory=lambda: Findings(0, 0, 0, 0, 0, ()))
    answers: dict[int, int] = field(default_factory=dict)
    strange: dict[str, int] = field(default_factory=dict)
    worst: float = 0.0
    injected: int = 0
    recoveries: list[float] = field(default_factory=list)
    recovery_limit: float = DATABASE_BACK
    given_up: int = 0
    control: str | None = None
    skipped: str | None = None
    broken_floors: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def recovery(self) -> float | None:
        return max(self.recoveries, default=None)

    def judge(self) -> None:
        """Name each floor that did not hold."""
        if self.skipped:
            return
        if self.control:
            if not getattr(self.findings, self.control):
                self.broken_floors.append(f"the control did not fail: {self.control} is 0")
            return
        floors = {
            f"lost {self.findings.lost}": not self.findings.lost,
            f"duplicated {self.findings.duplicated}": not self.findings.duplicated,
            f"unaudited {self.findings.unaudited}": not self.findings.unaudited,
            f"custody gaps {self.findings.custody_gaps}": not self.findings.custody_gaps,
            f"wrong beds {self.findings.wrong_beds}": not self.findings.wrong_beds,
            f"answers {self.strange}": not self.strange,
            f"{self.given_up} clients gave up": not self.given_up,
            f"an answer after {self.worst:.1f} s": self.worst <= ANSWER_LIMIT,
            f"back after {self.recovery or 0:.2f} s": (self.recovery or 0) <= self.recovery_limit,
            "nothing was acknowledged": bool(self.acknowledged),
            "nothing was injected": bool(self.injected),
        }
        self.broken_floors += [words for words, held in floors.items() if not held]


@dataclass
class World:
    """What a scenario works on: server, wire, service, clients."""

    name: str
    seed: int
    scale: float
    chance: random.Random
    folder: Path
    keys: Path
    postgres: Postgres
    proxy: Proxy

    @property
    def url(self) -> str:
        """The service's database, through the wire."""
        return f"postgresql://referral_app@127.0.0.1:{self.proxy.port}/referral?sslmode=disable"

    def times(self, count: int) -> int:
        """Scale a number of rounds; never to nothing."""
        return max(1, round(count * self.scale))

    def service(
        self, url: str | None = None, *, serve: bool = False, files: int | None = None,
        **settings: str,
    ) -> Service:  # fmt: skip
        """Make a service on this database."""
        return Service(
            url or self.url, self.keys, self.folder / "service.log", serve=serve, files=files,
            settings=settings,
        )  # fmt: skip

    async def stage(self) -> Stage:
        return await set_stage(self.postgres.superuser, self.keys)


Scenario = Callable[[World, Result], Awaitable[None]]


@asynccontextmanager
async def under_load(
    world: World, result: Result, *, idempotent: bool = True
) -> AsyncIterator[tuple[Service, Load]]:
    """Run a service with clients at work; when they are done, hold their memory to the rows."""
    stage = await world.stage()
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(world.service())
        async with Load(service.port, stage, world.seed, idempotent=idempotent) as load:
            await load.next_success(time.monotonic())
            yield service, load
    await conclude(result, load, world.postgres, stage)


async def conclude(result: Result, load: Load, holder: Any, stage: Stage) -> None:
    """Write down what the clients saw and what the database of ``holder`` says."""
    result.acknowledged = len(load.acknowledged)
    result.answers = dict(sorted(load.answers.items()))
    result.strange = dict(load.strange)
    result.worst = load.worst
    result.given_up = load.given_up
    result.findings = await inspect(
        holder.superuser, stage, load.acknowledged, pending=load.given_up
    )
