"""How many requests an agent and a client may make, and how many tokens a client may get.

Only a caller whose identity is proven is counted: otherwise anybody could use up what another may
ask (docs/decisions/0028).
"""

import hashlib
import math
from functools import lru_cache
from typing import Literal
from uuid import UUID

from referral_api.errors import TooManyRequests
from referral_api.http.arrival_table import ArrivalTable, Asked, Rate
from referral_api.observability import metrics
from referral_api.permissions import Actor

Whose = Literal["agent", "client", "tokens"]
_Counted = tuple[tuple[Whose, ...], tuple[Asked, ...]]
# The time whose requests may be made at once, in seconds.
_AT_ONCE: dict[Whose, int] = {"agent": 12, "client": 12, "tokens": 60}
# Callers whose hashes each worker keeps.
_REMEMBERED = 4096


class CallLimits:
    """The limits of all workers of a host. ``per_minute`` is 0 where there is none.

    ``key`` hashes the ids of callers: whoever reads the table learns nobody's.
    """

    def __init__(self, table: ArrivalTable, key: bytes, **per_minute: int) -> None:
        self._table = table
        self._key = key
        self._rates: dict[Whose, Rate] = {
            whose: Rate.of(per_minute[whose], seconds)
            for whose, seconds in _AT_ONCE.items() if per_minute[whose]
        }  # fmt: skip
        # Hashing an id costs more than counting its request.
        self._of_request = lru_cache(_REMEMBERED)(
            lambda agent, client: self._limits(("agent", agent), ("client", client))
        )

    def count_request(self, actor: Actor) -> None:
        """Count one request of an agent, and of the client that it came through; TooManyRequests
        if either has to wait.
        """
        self._count(*self._of_request(actor.agent_id, actor.client_id))

    def count_token(self, client_id: UUID) -> None:
        """Count one request for a token; TooManyRequests if the client has to wait."""
        self._count(*self._limits(("tokens", client_id)))

    def _limits(self, *callers: tuple[Whose, UUID | None]) -> _Counted:
        limited = [
            (whose, Asked(self._tag(whose, caller), self._rates[whose]))
            for whose, caller in callers
            if caller is not None and whose in self._rates
        ]
        return tuple(whose for whose, _ in limited), tuple(asked for _, asked in limited)

    def _count(self, whose_limits: tuple[Whose, ...], requests: tuple[Asked, ...]) -> None:
        crowded = self._table.crowded
        wait, slowest = self._table.take(*requests)
        if self._table.crowded > crowded:
            metrics.uncounted_requests.inc()
        if wait:
            whose = whose_limits[slowest]
            metrics.throttled_requests.labels(whose).inc()
            raise TooManyRequests(whose=whose, seconds=math.ceil(wait / 1e9))

    def _tag(self, whose: Whose, caller: UUID) -> int:
        digest = hashlib.blake2b(
            caller.bytes, digest_size=8, key=self._key, person=whose.encode("ascii")
        ).digest()
        return int.from_bytes(digest)
