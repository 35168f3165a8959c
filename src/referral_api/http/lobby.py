"""The connections of one worker that wait for a request, and which of them is closed.

Nobody is known behind a connection until its request is there.
"""

import asyncio
import resource
from collections.abc import Collection, Sequence
from ipaddress import IPv4Network, IPv6Network
from typing import Protocol

from referral_api.http.addresses import read_address, subscriber
from referral_api.observability import metrics

# Seconds between two looks at all connections.
_EVERY = 1.0
# Seconds before one that is too many is closed. Of many that are accepted together, those whose
# request has already arrived are at work by then, and the others still wait.
_GRACE = 0.05
_MOST_IN_ALL = 10_000


class Waiter(Protocol):
    """A connection. ``waiting_since`` is None while a request is at work on it."""

    waiting_since: float | None
    has_served: bool

    def dismiss(self, *, answered: bool) -> None:
        """Close the connection; ``answered`` tells whoever has begun a request."""


class Lobby:
    """At most ``most`` connections of each address wait, each for ``patience`` seconds at most.

    One more closes the one that has waited longest, first of those that have served no request:
    whoever opens connections and sends nothing displaces itself. ``exempt`` are networks of
    proxies, through which everybody comes. Not even they may use up the files of the process.
    """

    def __init__(
        self, most: int, patience: float, exempt: Sequence[IPv4Network | IPv6Network] = ()
    ) -> None:
        self._most = most
        self._patience = patience
        self._exempt = exempt
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        unlimited = files == resource.RLIM_INFINITY  # a number below zero on Linux
        self._most_in_all = _MOST_IN_ALL if unlimited else min(files * 3 // 4, _MOST_IN_ALL)
        self._homes: dict[Waiter, str | None] = {}
        self._by_address: dict[str, set[Waiter]] = {}
        self._crowded: set[str] = set()
        self._looking = False
        self.is_closing = False  # each response is the last of its connection

    def admit(self, waiter: Waiter, host: str | None) -> None:
        """Take in a new connection; close others if they are too many."""
        loop = asyncio.get_running_loop()
        home = self._home(host)
        self._homes[waiter] = home
        if home is not None:
            together = self._by_address.setdefault(home, set())
            together.add(waiter)
            if len(together) > self._most and home not in self._crowded:
                self._crowded.add(home)
                loop.call_later(_GRACE, self._make_room, home)
        if len(self._homes) > self._most_in_all:
            _keep(self._homes, self._most_in_all, "all")
        if not self._looking:
            self._looking = True
            loop.call_later(_EVERY, self._look)

    def forget(self, waiter: Waiter) -> None:
        """Take a closed connection out."""
        home = self._homes.pop(waiter, None)
        if home is not None:
            together = self._by_address[home]
            together.discard(waiter)
            if not together:
                del self._by_address[home]

    def _home(self, host: str | None) -> str | None:
        """The address under which a connection is counted; None if it is not."""
        address = read_address(host)
        if address is None or any(address in network for network in self._exempt):
            return None
        return subscriber(address)

    def _make_room(self, home: str) -> None:
        self._crowded.remove(home)
        _keep(self._by_address.get(home, ()), self._most, "address")

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        latest = loop.time() - self._patience
        for waiter in list(self._homes):
            if waiter.waiting_since is not None and waiter.waiting_since < latest:
                _dismiss(waiter, "slow")
        self._looking = bool(self._homes)
        if self._looking:
            loop.call_later(_EVERY, self._look)


def _keep(waiters: Collection[Waiter], most: int, reason: str) -> None:
    """Dismiss those that are more than ``most``."""
    waiting = sorted(
        (waiter.has_served, waiter.waiting_since, number, waiter)
        for number, waiter in enumerate(waiters)
        if waiter.waiting_since is not None
    )
    for *_, waiter in waiting[: max(0, len(waiting) - most)]:
        _dismiss(waiter, reason)


def _dismiss(waiter: Waiter, reason: str) -> None:
    waiter.waiting_since = None
    metrics.connections_dismissed.labels(reason).inc()
    waiter.dismiss(answered=reason == "slow")
