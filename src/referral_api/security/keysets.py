"""The public keys of an outside issuer: fetched, cached, refreshed, and used during its outages."""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from referral_api.observability.outage_log import OutageLog
from referral_api.security.outside_issuers import OutsideIssuer
from referral_api.security.public_keys import key_id, public_pem

FRESH = 600.0
# After this long without a request the set is fetched before it is used, since a key may have been
# withdrawn meanwhile.
IDLE = 2 * FRESH
BETWEEN_ATTEMPTS = 30.0
AFTER_FAILURE = 2.0
LAST_GOOD = 24 * 3600.0
TIMEOUT = 2.0
LARGEST_SET = 256 * 1024
MOST_KEYS = 100


class NoKeySet(ValueError):
    """What the issuer answers is none."""


class KeySet:
    """The keys of one issuer. Known keys are served from memory, even if the issuer fails."""

    def __init__(
        self,
        trusted: OutsideIssuer,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        address = urlsplit(trusted.jwks_url)
        on_this_machine = address.hostname in {"127.0.0.1", "::1", "localhost"}
        if address.scheme != "https" and not (address.scheme == "http" and on_this_machine):
            raise ValueError("The key set of an outside issuer must be fetched over https.")
        self.trusted = trusted
        self._transport = transport
        self._clock = clock
        self._keys: dict[str, str] = {}
        self._loaded: float | None = None
        self._attempted: float | None = None
        self._refresh: asyncio.Task[None] | None = None
        self._outages = OutageLog("issuer", issuer=trusted.issuer)
        self.is_away = False  # the last attempt failed

    def known(self, kid: str) -> str | None:
        """Return a key that can be trusted without waiting; refresh an old set meanwhile."""
        if self._age(self._attempted) > IDLE:
            return None
        pem = self._cached(kid)
        if pem is not None and self._age(self._loaded) > FRESH:
            self._begin_refresh()
        return pem

    async def find(self, kid: str) -> str | None:
        """Return a key after fetching the set again, unless it was fetched a moment ago.

        Without one, ``is_away`` tells whether the issuer could be asked.
        """
        refresh = self._begin_refresh()
        if refresh is not None:
            # Shielded: a caller that is cancelled does not end the attempt for the others.
            await asyncio.shield(refresh)
        return self._cached(kid)

    def _cached(self, kid: str) -> str | None:
        return self._keys.get(kid) if self._age(self._loaded) <= LAST_GOOD else None

    def _age(self, moment: float | None) -> float:
        return float("inf") if moment is None else self._clock() - moment

    def _begin_refresh(self) -> asyncio.Task[None] | None:
        """Start an attempt or join the running one; None if the last one was a moment ago."""
        if self._refresh is not None and not self._refresh.done():
            return self._refresh
        if self._age(self._attempted) < (AFTER_FAILURE if self.is_away else BETWEEN_ATTEMPTS):
            return None
        self._attempted = self._clock()
        self._refresh = asyncio.create_task(self._load())
        return self._refresh

    async def _load(self) -> None:
        try:
            async with asyncio.timeout(TIMEOUT):
                published = await self._fetch()
            self._keys = _accepted(published, self.trusted.algorithm)
            self._loaded = self._clock()
        except Exception as failure:  # noqa: BLE001 - whatever fails, known keys stay in use
            self.is_away = True
            self._attempted = self._clock()  # a wait begins, however long it took
            self._outages.note_failure(failure)
        else:
            self.is_away = False
            self._outages.note_success()

    async def _fetch(self) -> bytes:
        # The timeout of httpx applies to each read; the caller limits the whole. Compression is
        # refused, because a small response could expand into a large one.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        async with (
            httpx.AsyncClient(
                transport=self._transport, timeout=TIMEOUT, follow_redirects=False
            ) as client,
            client.stream("GET", self.trusted.jwks_url, headers=headers) as response,
        ):
            if response.status_code != 200 or "content-encoding" in response.headers:
                raise NoKeySet("The answer is not a plain key set.")
            content = bytearray()
            async for part in response.aiter_bytes():
                content += part
                if len(content) > LARGEST_SET:
                    raise NoKeySet("The key set is too large.")
            return bytes(content)


def _accepted(published: bytes, algorithm: str) -> dict[str, str]:
    """Return the acceptable keys, kid → PEM; the others of the set are ignored."""
    document = json.loads(published.decode("utf-8"))
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise NoKeySet("The answer is not a key set.")
    found: dict[str, str] = {}
    ambiguous: set[str] = set()
    for key in keys:
        try:
            pem = public_pem(key, algorithm)
            name = key_id(key)
        except ValueError:
            continue
        if found.setdefault(name, pem) != pem:
            ambiguous.add(name)
    return {name: pem for name, pem in found.items() if name not in ambiguous}
