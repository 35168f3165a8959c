"""Clients that repeat each act under the same key until it is acknowledged."""

import asyncio
import random
import time
from contextlib import suppress
from typing import Any, Self

from faults.http import Broken, Reply, Wire
from faults.memory import Acknowledged, Memory, says_again
from faults.stage import Stage
from faults.story import Story, play

CLIENTS = 24
DRAIN_LIMIT = 30.0


class Ended(Exception):
    """The story stops here: the load ends, or the service gave an answer it must not give."""


class Load(Memory):
    """The clients of one scenario. ``idempotent`` False makes the control: each try a new key.

    ``patient`` clients come one by one and wait as long as Retry-After says; the others come
    back sooner.
    """

    def __init__(
        self, port: int, stage: Stage, seed: int, *, clients: int = CLIENTS,
        idempotent: bool = True, patient: bool = False, story: Story = play,
    ) -> None:  # fmt: skip
        super().__init__()
        self.idempotent = idempotent
        self.patient = patient
        self.story = story
        self._clients = [
            _Client(self, Wire(port), stage, random.Random(f"{seed}/{number}"))  # noqa: S311 - replayable
            for number in range(clients)
        ]

    async def __aenter__(self) -> Self:
        self._running = [asyncio.create_task(client.live()) for client in self._clients]
        return self

    async def __aexit__(self, *raised: object) -> None:
        """Let each client have its pending act acknowledged, then stop."""
        self.ending = True
        _done, late = await asyncio.wait(self._running, timeout=DRAIN_LIMIT)
        self.given_up = len(late)
        for task in late:
            task.cancel()
        await asyncio.gather(*self._running)


class _Client:
    def __init__(self, load: Load, wire: Wire, stage: Stage, chance: random.Random) -> None:
        self._load = load
        self._wire = wire
        self._stage = stage
        self._chance = chance

    async def live(self) -> None:
        """Play stories until the load ends."""
        try:
            if self._load.patient:  # they are many, and not sent by one hand
                await asyncio.sleep(self._chance.uniform(0, 1.5))
            while not self._load.ending:
                with suppress(Ended):
                    await self._load.story(self._perform, self._stage, self._chance)
        except asyncio.CancelledError:
            pass
        finally:
            self._wire.close()

    async def _perform(
        self, agent: str, action: str, path: str, content: object, version: int | None = None
    ) -> dict[str, Any]:
        if self._load.ending:
            raise Ended
        headers = {"Authorization": f"Bearer {self._stage.tokens[agent]}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        key = self._draw_key()
        while True:
            headers["Idempotency-Key"] = key
            began = time.monotonic()
            reply = await self._try(action, path, headers, content)
            if reply is not None and reply.status < 300:
                body = reply.json()
                self._load.note(Acknowledged(action, key, body, reply.body), began)
                return dict(body)
            if reply is not None and reply.status < 500 and not says_again(reply):
                await asyncio.sleep(0.05)
                raise Ended
            await asyncio.sleep(self._draw_pause(reply))
            if not self._load.idempotent:
                key = self._draw_key()

    def _draw_pause(self, reply: Reply | None) -> float:
        pause = (
            float(reply.headers.get("retry-after", "0")) if reply and self._load.patient else 0.0
        )
        return pause + self._chance.uniform(0.05, 0.3)

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
