"""Which refusals leave an event, where a flood could cause them: the first of each minute.

The others are counted: in the metrics, and in a log line at the end of the minute.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass

import structlog

from referral_api.errors import ServiceError
from referral_api.http.addresses import read_address, subscriber
from referral_api.permissions import Permission

_WINDOW = 60.0  # seconds
_GROUPS = 8
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """What was asked for, and how it was refused: words of the service, never of the caller."""

    permission: Permission
    code: str
    reason: str

    @classmethod
    def of(cls, permission: Permission, refusal: ServiceError) -> "RefusalKind":
        """Tell the kind of a refusal."""
        return cls(permission, refusal.code, refusal.reason)


class RefusalSample:
    """At most ``most`` refusals of each kind and source in a minute of this worker.

    No kind and no source takes the place of another: whoever floods hides only what looks the same
    and comes from the same source.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[tuple[RefusalKind, Hashable]] = Counter()
        self._left_out: Counter[RefusalKind] = Counter()
        self._salt = b""
        self._window: asyncio.TimerHandle | None = None

    def takes(self, kind: RefusalKind, source: Hashable) -> bool:
        """Say whether this refusal is one of the sample."""
        self._open_window()
        place = (kind, source)
        if self._taken[place] >= self._most:
            self._left_out[kind] += 1
            return False
        self._taken[place] += 1
        return True

    def address_group(self, host: str | None) -> int:
        """Return the group of an address. Groups are few, so that a sample is bounded however
        many addresses it comes from, and are drawn anew each minute, so that nobody can choose to
        share the group of another.
        """
        self._open_window()
        address = read_address(host)
        return hash((self._salt, address and subscriber(address))) % _GROUPS

    def end_window(self) -> None:
        """Log how many were left out, and begin anew with the next refusal."""
        if self._window is not None:
            self._window.cancel()
            self._window = None
        for kind, number in self._left_out.items():
            log.info(
                "refusals_left_out", act=kind.permission, code=kind.code, reason=kind.reason,
                number=number,
            )  # fmt: skip
        self._taken.clear()
        self._left_out.clear()

    def _open_window(self) -> None:
        if self._window is None:
            self._salt = secrets.token_bytes(16)
            self._window = asyncio.get_running_loop().call_later(_WINDOW, self.end_window)
