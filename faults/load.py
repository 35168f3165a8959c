"""Clients that repeat each act under the same key until it is acknowledged, and remember it."""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from faults.http import Broken, Reply, Wire
from faults.stage import Stage
from faults.story import play

CLIENTS = 24
DRAIN_LIMIT = 30.0


class Ended(Exception):
    """The story stops here: the load ends, or the service gave an answer it must not give."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One act that the service said it has done."""

    action: str
    key: str
    told: dict[str, Any]
    body: bytes


class Load:
    """The clients of one scenario. ``idempotent`` False makes the control: each try a new key.

    ``patient`` clients wait as long as Retry-After says; the others come back sooner.
    """

    def __init__(
        self, port: int, stage: Stage, seed: int, *, clients: int = CLIENTS,
        idempotent: bool = True, patient: bool = False,
    ) -> None:  # fmt: skip
        self.acknowledged: list[Acknowledged] = []
        self.answers: Counter[int] = Counter()
        self.strange: Counter[str] = Counter()
        self.worst = 0.0
        self.broken = 0
        self.given_up = 0
        self.refusals: list[float] = []
        self.idempotent = idempotent
        self.patient = patient
        self._stage = stage
        self._ending = False
        self._latest = (0.0, 0.0)
        self._clients = [
            _Client(self, Wire(port), stage, random.Random(f"{seed}/{number}"))  # noqa: S311 - replayable
            for number in range(clients)
        ]

    async def __aenter__(self) -> Self:
        self._running = [asyncio.create_task(client.live()) for client in self._clients]
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Let each client have its pending act acknowledged, then stop."""
        self._ending = True
        _done, late = await asyncio.wait(self._running, timeout=DRAIN_LIMIT)
        self.given_up = len(late)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._running)

    @property
    def ending(self) -> bool:
        return self._ending

    def note(self, act: Acknowledged, began: float) -> None:
        """Remember what was told."""
        self.acknowledged.append(act)
        if began > self._latest[0]:
            self._latest = (began, time.monotonic())

    def note_answer(self, reply: Reply, action: str, seconds: float) -> None:
        """Count an answer; one that is neither a success nor a polite 503 is strange."""
        self.answers[reply.status] += 1
        self.worst = max(self.worst, seconds)
        if reply.status == 503:
            self.refusals.append(seconds)
        if reply.status >= 300 and not _says_again(reply):
            code = reply.json().get("code") if reply.body else None
            self.strange[f"{reply.status} {code} {action}"] += 1

    async def next_success(self, since: float, limit: float = 30.0) -> float:
        """Give the seconds from then to the first success of a request sent after it."""
        while self._latest[0] <= since:
            if time.monotonic() - since > limit:
                return limit
            await asyncio.sleep(0.005)
        return self._latest[1] - since


def _says_again(reply: Reply) -> bool:
    """Say whether a client is told to try again: overload, outage, or its twin still at work."""
    if "retry-after" not in reply.headers:
        return False
    return reply.status == 503 or (
        reply.status == 409 and reply.json()["code"] == "idempotency-key-in-use"
    )


class _Client:
    def __init__(self, load: Load, wire: Wire, stage: Stage, chance: random.Random) -> None:
        self._load = load
        self._wire = wire
        self._stage = stage
        self._chance = chance

    async def live(self) -> None:
        """Play stories until the load ends."""
        try:
            while not self._load.ending:
                with suppress(Ended):
                    await play(self._perform, self._stage, self._chance)
        except asyncio.CancelledError:
            pass
        finally:
            self._wire.close()

    async def _perform(
        self, who: str, action: str, path: str, content: object, version: int | None = None
    ) -> dict[str, Any]:
        if self._load.ending:
            raise Ended
        headers = {"Authorization": f"Bearer {self._stage.tokens[who]}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        key = self._draw_key()
        while True:
            headers["Idempotency-Key"] = key
            began = time.monotonic()
            reply = await self._try(action, path, headers, content)
            if reply is not None and reply.status < 300:
                told = reply.json()
                self._load.note(Acknowledged(action, key, told, reply.body), began)
                return dict(told)
            if reply is not None and reply.status < 500 and not _says_again(reply):
                await asyncio.sleep(0.05)
                raise Ended
            await asyncio.sleep(self._draw_pause(reply))
            if not self._load.idempotent:
                key = self._draw_key()

    def _draw_pause(self, reply: Reply | None) -> float:
        told = float(reply.headers.get("retry-after", "0")) if reply and self._load.patient else 0.0
        return told + self._chance.uniform(0.05, 0.3)

    def _draw_key(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    async def _try(
        self, action: str, path: str, headers: dict[str, str], content: object
    ) -> Reply | None:
        began = time.monotonic()
        try:
            reply = await self._wire.ask("POST", path, headers, content)
        except Broken:
            self._load.broken += 1
            return None
        except TimeoutError:
            self._load.worst = max(self._load.worst, time.monotonic() - began)
            return None
        self._load.note_answer(reply, action, time.monotonic() - began)
        return reply
