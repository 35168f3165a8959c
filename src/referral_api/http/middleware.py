"""The outermost layer: admission, size and time limits, headers, and one log line per request."""

import asyncio
import time
from collections.abc import MutableMapping
from typing import Any

from opentelemetry.trace import Span
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from referral_api.errors import BodyTooLarge, InternalError, ServiceError, Unavailable
from referral_api.http.exception_handlers import answer_exception
from referral_api.http.problems import problem_response
from referral_api.observability import metrics
from referral_api.observability.logs import place_of, write_request
from referral_api.observability.request_ids import begin_request
from referral_api.observability.traces import span

MOST_BYTES = 1024 * 1024
# These paths are served even at the admission limit.
_ALWAYS_ADMITTED = ("/health/", "/metrics")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


class RequestMiddleware:
    """Admits up to ``limit`` concurrent requests and responds 503 to the others at once."""

    def __init__(self, app: ASGIApp, limit: int, timeout: float) -> None:
        self._app = app
        self._limit = limit
        self._timeout = timeout
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        if scope["path"].startswith(_ALWAYS_ADMITTED):
            await self._run(exchange)
            return
        if self._active >= self._limit:
            await exchange.refuse(Unavailable())
        elif exchange.announced_bytes > MOST_BYTES:
            await exchange.refuse(BodyTooLarge())
        else:
            self._active += 1
            try:
                with span("request") as request_span:
                    await self._run(exchange)
                    exchange.describe(request_span)
            finally:
                self._active -= 1
                metrics.inside.set(self._active)
        exchange.report()

    async def _run(self, exchange: "_Exchange") -> None:
        # Equivalent to asyncio.timeout, at a quarter of its cost.
        task = asyncio.current_task()
        alarm = asyncio.get_running_loop().call_later(self._timeout, exchange.time_out, task)
        try:
            try:
                await self._app(exchange.scope, exchange.receive, exchange.send)
            except Exception as error:  # noqa: BLE001 - raised again if it has no response
                await exchange.respond_to(error)
        except asyncio.CancelledError:
            if not exchange.timed_out or task is None or task.uncancel():
                raise
            await exchange.refuse(Unavailable())
        except TimeoutError:
            await exchange.refuse(Unavailable())
        except Exception as error:  # noqa: BLE001 - the last handler
            # Only the place and the kind of the error: its message may quote data.
            exchange.fault = place_of(error)
            await exchange.refuse(InternalError())
        finally:
            alarm.cancel()


class _Exchange:
    """One request and its response."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        self._request_id = begin_request(self._headers.get(b"x-request-id")).encode("ascii")
        self._bytes = 0
        self.status = 0
        self.fault: str | None = None
        self.timed_out = False

    @property
    def announced_bytes(self) -> int:
        """The Content-Length, or 0 without a readable one."""
        length = self._headers.get(b"content-length", "0")
        return int(length) if length.isascii() and length.isdigit() else 0

    def time_out(self, task: asyncio.Task[Any] | None) -> None:
        """Cancel the request, because its time is over."""
        self.timed_out = True
        if task is not None:
            task.cancel()

    async def receive(self) -> Message:
        """Count the body as it arrives: a chunked one announces no length."""
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BYTES:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Add the headers that every response has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"] = list(message["headers"])
            names = {name for name, _ in headers}
            headers += [header for header in _HEADERS if header[0] not in names]
            headers.append((b"x-request-id", self._request_id))
        await self._send(message)

    async def respond_to(self, error: Exception) -> None:
        """Respond to the error, unless a response has begun."""
        if self.status:
            raise error
        response = await answer_exception(Request(self.scope, self.receive), error)
        await response(self.scope, self.receive, self.send)

    async def refuse(self, refusal: ServiceError) -> None:
        """Respond with a refusal, unless a response has begun."""
        if self.status:
            return
        response = problem_response(refusal, self._headers.get(b"accept-language"))
        await response(self.scope, self.receive, self.send)

    def describe(self, request_span: Span | None) -> None:
        """Write the route, the permission and the status on the span."""
        if request_span is not None:
            request_span.set_attribute(
                "http.route", getattr(self.scope.get("route"), "path", "unknown")
            )
            request_span.set_attribute("http.response.status_code", self.status)
            request_span.set_attribute(
                "referral.act", str(self.scope.get("state", {}).get("permission"))
            )

    def report(self) -> None:
        """Count the request and write its log line."""
        seconds = time.perf_counter() - self._began
        state: MutableMapping[str, Any] = self.scope.get("state", {})
        fault = self.fault or state.get("fault")
        route = getattr(self.scope.get("route"), "path", "unknown")
        # A caller can invent methods, which must not become labels.
        method = self.scope["method"] if self.scope["method"] in _METHODS else "other"
        metrics.count_request(method, route, self.status, seconds)
        actor = state.get("actor")
        write_request(
            method=method, route=route, status=self.status, act=state.get("permission"),
            agent_id=actor and actor.agent_id, organisation_id=actor and actor.organisation_id,
            milliseconds=round(seconds * 1000, 1), fault=fault,
        )  # fmt: skip
