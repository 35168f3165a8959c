"""The key of the vault is rotated beside two nodes that read: killed midway, and run again."""

import asyncio
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from faults.checks import Findings
from faults.http import Broken, Wire
from faults.scenario import Result, World
from faults.service import Service

PERSONS = 3_000
_WRITERS, _READERS = 8, 4  # of each node
_PATIENCE = 30  # seconds until the command has wrapped a batch
_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}
_BATCHES = "SELECT count(*) FROM audit_event WHERE action = 'installation:rewrap'"


@dataclass
class _Readings:
    """What the readers were told: each identity must open, and be that of the case."""

    cases: Sequence[str]
    headers: dict[str, str]
    number: int = 0
    worst: float = 0.0
    failed: dict[str, int] = field(default_factory=dict)

    async def go_on(self, port: int, end: asyncio.Event) -> None:
        """Read one identity after the other until the end."""
        wire = Wire(port)
        for number in cycle(range(len(self.cases))):
            if end.is_set():
                break
            await self.read(wire, number)
        wire.close()

    async def read(self, wire: Wire, number: int) -> bool:
        """Read one identity; say whether it was right."""
        began = time.monotonic()
        path = f"/v1/cases/{self.cases[number]}/identity"
        try:
            reply = await wire.ask("GET", path, self.headers)
            right = reply.status == 200 and reply.json()["identity"]["family_name"] == _name(number)
            told = str(reply.status)
        except (Broken, TimeoutError) as error:
            right, told = False, type(error).__name__
        self.worst = max(self.worst, time.monotonic() - began)
        self.number += right
        if not right:
            self.failed[told] = self.failed.get(told, 0) + 1
        return right


async def rewrap(world: World, result: Result) -> None:
    """Rotate the key of the vault as docs/operators.md says, under readings of identities."""
    stage = await world.stage()
    operator = _Operator(world)
    headers = {"Authorization": f"Bearer {stage.tokens['officer']}"}
    await operator.run("rotate", "vault")
    async with operator.node("knows-the-successor") as older:
        cases = await _record(older.port, headers, world.times(PERSONS))
        await operator.run("rotate", "vault")
        async with operator.node("uses-it") as newer:
            readings, end = _Readings(cases, headers), asyncio.Event()
            reading = [
                asyncio.create_task(readings.go_on(node.port, end))
                for node in (older, newer) for _ in range(_READERS)
            ]  # fmt: skip
            result.injected = await _kill_midway(operator)
            began = time.monotonic()
            await operator.run("rewrap")
            result.figures |= {"persons": len(cases), "seconds": time.monotonic() - began}
            end.set()
            await asyncio.gather(*reading)
    await operator.run("rotate", "vault")
    async with operator.node("without-the-former") as last:
        wire = Wire(last.port)
        lost = [number for number in range(len(cases)) if not await readings.read(wire, number)]
        wire.close()
    result.acknowledged, result.worst = readings.number, readings.worst
    result.strange = readings.failed
    result.findings = Findings(len(lost), 0, 0, 0, 0, ())


class _Operator:
    """Runs the commands on a key folder of its own, and gives each node a copy of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._folder = world.folder / "rotated"
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(world.keys, self._folder / "keys")

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        """Start a command on the keys."""
        settings = {
            "KEY_DIR": str(self._folder / "keys"), "DATABASE_URL": self.world.url,
            "MIGRATION_DATABASE_URL": self.world.postgres.owner_url,
        }  # fmt: skip
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "referral_api.cli", "keys", *words, env=os.environ | settings,
            stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip

    async def run(self, *words: str) -> None:
        """Run a command, which must succeed."""
        process = await self.start(*words)
        if await process.wait():
            raise RuntimeError(f"keys {' '.join(words)} ended with {process.returncode}")

    def node(self, name: str) -> Service:
        """Make a node with the keys as they are now."""
        copied = Path(shutil.copytree(self._folder / "keys", self._folder / name / "keys"))
        return Service(self.world.url, copied, self.world.folder / "service.log")


async def _record(port: int, headers: dict[str, str], number: int) -> list[str]:
    """Register cases with identities; return their ids in order."""
    cases = [""] * number

    async def write(first: int) -> None:
        wire = Wire(port)
        for place in range(first, number, _WRITERS):
            keyed = headers | {"Idempotency-Key": f"person-{place}"}
            made = (await wire.ask("POST", "/v1/cases", keyed, _CASE)).json()
            cases[place] = made["id"]
            path = f"/v1/cases/{made['id']}/identity"
            first_version = headers | {"If-Match": '"0"'}
            await wire.ask("PUT", path, first_version, {"family_name": _name(place)})
        wire.close()

    await asyncio.gather(*(write(first) for first in range(_WRITERS)))
    return cases


async def _kill_midway(operator: _Operator) -> int:
    """Kill the command once it has wrapped a batch; return 1 if it was not done by then."""
    superuser = operator.world.postgres.superuser
    before = await superuser.fetchval(_BATCHES)
    process = await operator.start("rewrap")
    for _ in range(_PATIENCE * 100):
        if process.returncode is not None:
            return 0
        if await superuser.fetchval(_BATCHES) > before:
            break
        await asyncio.sleep(0.01)
    process.kill()
    await process.wait()
    return 1


def _name(number: int) -> str:
    return f"Fictive {number}"
