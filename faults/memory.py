"""The responses that the clients of one scenario received, and their times."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from faults.http import Reply


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One act that the service acknowledged."""

    action: str
    key: str
    row: dict[str, Any]
    body: bytes


class Memory:
    """Shared by all clients; ``ending`` asks them to finish their pending act and stop."""

    def __init__(self) -> None:
        self.acknowledged: list[Acknowledged] = []
        self.answers: Counter[int] = Counter()
        self.strange: Counter[str] = Counter()
        self.refusals: list[float] = []
        self.worst = 0.0
        self.broken = 0
        self.given_up = 0
        self.ending = False
        self._latest = (0.0, 0.0)

    def note(self, act: Acknowledged, began: float) -> None:
        """Remember an acknowledged act."""
        self.acknowledged.append(act)
        if began > self._latest[0]:
            self._latest = (began, time.monotonic())

    def note_answer(self, reply: Reply, action: str, seconds: float) -> None:
        """Count an answer; one that is neither a success nor a polite 503 is strange."""
        self.answers[reply.status] += 1
        self.worst = max(self.worst, seconds)
        if reply.status == 503:
            self.refusals.append(seconds)
        if reply.status >= 300 and not says_again(reply):
            code = reply.json().get("code") if reply.body else None
            self.strange[f"{reply.status} {code} {action}"] += 1

    async def next_success(self, since: float, limit: float = 30.0) -> float:
        """Give the seconds from then to the first success of a request sent after it."""
        while self._latest[0] <= since:
            if time.monotonic() - since > limit:
                return limit
            await asyncio.sleep(0.005)
        return self._latest[1] - since


def says_again(reply: Reply) -> bool:
    """Say whether a response asks for a retry: overload, outage, or a concurrent duplicate."""
    if "retry-after" not in reply.headers:
        return False
    return reply.status == 503 or (
        reply.status == 409 and reply.json()["code"] == "idempotency-key-in-use"
    )
