"""uvicorn's protocol with bounds: how large a head is, and how long and how many requests arrive.

uvicorn bounds the size of a head only in its other, slower parser, and its ``limit_concurrency``
counts connections of all addresses together. An upgrade to another protocol is not offered: the
request is answered as the HTTP request that it is (RFC 9110, section 7.8), and the connection ends.
"""

import asyncio
from contextvars import copy_context
from functools import cache
from http import HTTPStatus
from typing import Any

import httptools
from typing_extensions import override

from referral_api.errors import HeadTooLarge, RequestIncomplete, ServiceError, Unreadable
from referral_api.http.buffering_transport import BufferingTransport
from referral_api.http.lobby import Lobby
from referral_api.http.middleware import PRIVACY_HEADERS
from referral_api.http.problems import problem_response
from referral_api.observability import metrics
from referral_api.observability.request_ids import begin_request
from referral_api.private_apis import HttpToolsProtocol
from referral_api.settings import read_settings

LARGEST_HEAD = 32 * 1024
# Seconds that are left to the middleware, which answers a body that does not arrive in time.
_FOR_THE_ANSWER = 2.0
# Seconds between a refusal and the end of its connection.
_LINGERING = 0.5
# Seconds that an idle connection is kept when the process ends: a request may be on its way.
_LAST_REQUEST = 1.0


@cache
def lobby_of_process() -> Lobby:
    """Make the lobby of this worker."""
    settings = read_settings()
    return Lobby(settings.idle_connections, settings.arrival_timeout, settings.trusted_proxies)


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.waiting_since: float | None = self.loop.time()
        self.has_served = False
        self._lobby = lobby_of_process()
        self._refusal: ServiceError | None = None
        self._ended = False  # what arrives from now on is not read
        self._in_head = True
        self._head_size = 0  # of the pieces before this one
        self._piece_size = 0  # what of this piece belongs to the head, if the head does not end
        self._received = 0

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(BufferingTransport(transport))  # type: ignore[arg-type]
        self._lobby.admit(self, self.client[0] if self.client else None)
        if self._lobby.is_closing:  # accepted in the last moment
            self.shutdown()

    @override
    def shutdown(self) -> None:
        """Let the response at work be the last; close an idle connection a little later, unless a
        request comes until then.
        """
        if self._is_idle:
            self.loop.call_later(_LAST_REQUEST, self._close_if_idle)
        else:
            super().shutdown()

    def _close_if_idle(self) -> None:
        if self._is_idle:
            self.transport.close()

    @property
    def _is_idle(self) -> bool:
        cycle: Any = self.cycle  # None before the first request
        return not self._head_size and (cycle is None or cycle.response_complete)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._lobby.forget(self)

    @override
    def data_received(self, data: bytes) -> None:
        if self._ended:
            return
        self._unset_keepalive_if_required()
        self._received = self._piece_size = len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # what follows is not read
        except httptools.HttpParserError:
            self._refuse(self._refusal or Unreadable())
        else:
            if self._in_head:
                self._head_size += self._piece_size
                if self._head_size > LARGEST_HEAD:
                    self._refuse(HeadTooLarge())

    @override
    def on_headers_complete(self) -> None:
        if self._head_size + self._received > LARGEST_HEAD and self._exact_size > LARGEST_HEAD:
            self._refusal = HeadTooLarge()
            raise self._refusal  # the parser ends with an error of its own
        self._in_head = False
        self._head_size = 0
        self.waiting_since = self.loop.time() + _FOR_THE_ANSWER
        super().on_headers_complete()
        # After an upgrade comes no HTTP that the parser would read.
        if self.parser.should_upgrade() or self._lobby.is_closing:
            self.cycle.keep_alive = False

    @override
    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.waiting_since = None
        self._in_head = True
        self._piece_size = 0

    @override
    def on_response_complete(self) -> None:
        self.has_served = True
        if not self.pipeline:
            self.waiting_since = self.loop.time()
        super().on_response_complete()

    def dismiss(self, *, answered: bool) -> None:
        """Close a connection that waits; ``answered`` tells whoever has begun a request."""
        if answered and self._head_size:
            self._refuse(RequestIncomplete())
        else:
            self.transport.close()

    @property
    def _exact_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _refuse(self, refusal: ServiceError) -> None:
        """Answer what is no request, after the answer to an earlier one; read nothing more.

        The connection is closed a little later: the answer would be lost if more arrived on a
        closed one.
        """
        if self._ended or self.transport.is_closing():
            return
        self._ended = True
        if self._is_answering:
            self.cycle.keep_alive = False
            return
        self.transport.write(copy_context().run(_render, refusal))
        self.loop.call_later(_LINGERING, self.transport.close)

    @property
    def _is_answering(self) -> bool:
        cycle: Any = self.cycle  # None before the first request
        if cycle is None or cycle.response_complete:
            return False
        return bool(self.pipeline) or cycle.response_started or not cycle.more_body


def _render(refusal: ServiceError) -> bytes:
    request_id = begin_request(None)
    metrics.count_anonymous_refusal(refusal.code, refusal.reason, "none")
    response = problem_response(refusal, None)
    known = {name for name, _ in response.raw_headers}
    headers = [
        *response.raw_headers, (b"x-request-id", request_id.encode("ascii")),
        *(header for header in PRIVACY_HEADERS if header[0] not in known),
    ]  # fmt: skip
    head = b"".join(b"%b: %b\r\n" % header for header in headers)
    status = HTTPStatus(refusal.status)
    first = f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode("ascii")
    return first + head + b"\r\n" + bytes(response.body)
