"""Sending one request to somebody else's address: bounded in time and size, without redirects."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import httpcore

from referral_api.delivery.addresses import AddressRefused, GuardedBackend, Network

TIMEOUT = 15.0
_MOST_READ = 16_384  # bytes of a response; nothing of it is used


class Failure(StrEnum):
    """Why there was no response."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of a response and its headers; or why there is none."""

    status: int | None = None
    headers: Mapping[str, str] | None = None
    failure: Failure | None = None

    @property
    def is_success(self) -> bool:
        """Say whether it was taken: 2xx, and nothing else."""
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Sends. No connection outlives its request, so each is judged anew.

    Without ``networks`` the address is the operator's own, and is not judged.
    """

    def __init__(self, networks: Sequence[Network] | None, timeout: float = TIMEOUT) -> None:
        self._networks, self._timeout = networks, timeout
        self._trust = ssl.create_default_context()

    def _backend(self, *, plain: bool) -> httpcore.AsyncNetworkBackend:
        if self._networks is None:
            return httpcore.AnyIOBackend()
        return GuardedBackend(self._networks, listed_only=plain)

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Send once; whatever goes wrong is an answer."""
        backend = self._backend(plain=url.startswith("http://"))
        times = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout)
        try:
            async with (
                asyncio.timeout(self._timeout),
                httpcore.AsyncConnectionPool(
                    ssl_context=self._trust, network_backend=backend, max_connections=1
                ) as pool,
                pool.stream(
                    method, url, headers=list(headers.items()), content=body,
                    extensions={"timeout": times},
                ) as response,
            ):  # fmt: skip
                read = 0
                async for chunk in response.aiter_stream():
                    read += len(chunk)
                    if read > _MOST_READ:
                        break
                told = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                return Answer(response.status, told)
        except AddressRefused:
            return Answer(failure=Failure.REFUSED)
        except (TimeoutError, httpcore.TimeoutException):
            return Answer(failure=Failure.TIMED_OUT)
        except (OSError, ssl.SSLError, httpcore.NetworkError, httpcore.ProtocolError,
                httpcore.UnsupportedProtocol):  # fmt: skip
            return Answer(failure=Failure.UNREACHABLE)
