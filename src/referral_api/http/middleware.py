"""The outermost layer: admission, size and time limits, headers, and one log line per request."""

import time
from collections.abc import MutableMapping
from typing import Any

from opentelemetry.trace import Span
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from referral_api.errors import InternalError, ServiceError, Unavailable
from referral_api.http.deadline import Deadline
from referral_api.http.exception_handlers import answer_exception, answer_unrouted, note_refusal
from referral_api.http.problems import refusal_response
from referral_api.http.request_body import BodyReceiver
from referral_api.observability import metrics
from referral_api.observability.logs import place_of, write_request
from referral_api.observability.request_ids import begin_request
from referral_api.observability.traces import span

# These paths are served even at the admission limit.
_ALWAYS_ADMITTED = ("/health/", "/metrics")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
PRIVACY_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


class RequestMiddleware:
    """Admits up to ``limit`` concurrent requests and responds 503 to the others at once.

    A request is admitted when its body is there, which may take ``arrival`` seconds; its response
    may take ``timeout``.
    """

    def __init__(self, app: ASGIApp, limit: int, timeout: float, arrival: float) -> None:
        self._app = app
        self._limit = limit
        self._timeout = timeout
        self._bodies = BodyReceiver(arrival)
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send)
        if scope["path"].startswith(_ALWAYS_ADMITTED):
            await self._run(self._app, exchange)
            return
        app = self._app
        try:
            await exchange.receive_body(self._bodies)
        except ServiceError as refusal:
            app = _refusing(refusal)
        if self._active >= self._limit:
            await exchange.refuse(Unavailable(reason="admission"))
        else:
            self._active += 1
            metrics.inside.set(self._active)
            try:
                with span("request") as request_span:
                    await self._run(app, exchange)
                    exchange.describe(request_span)
            finally:
                self._active -= 1
                metrics.inside.set(self._active)
        exchange.report()

    async def _run(self, app: ASGIApp, exchange: "_Exchange") -> None:
        try:
            with Deadline(self._timeout) as exchange.state["deadline"]:
                try:
                    await app(exchange.scope, exchange.receive, exchange.send)
                except Exception as error:  # noqa: BLE001 - raised again if it has no response
                    await exchange.respond_to(error)
        except TimeoutError:
            await exchange.refuse(Unavailable(reason="time"))
        except Exception as error:  # noqa: BLE001 - the last handler
            # Only the place and the kind of the error: its message may quote data.
            exchange.fault = place_of(error)
            await exchange.refuse(InternalError())


def _refusing(refusal: ServiceError) -> ASGIApp:
    """Make the application of a request that did not arrive as it must."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        response = await answer_unrouted(Request(scope, receive), refusal)
        await response(scope, receive, send)

    return app


class _Exchange:
    """One request and its response."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.state: MutableMapping[str, Any] = scope.setdefault("state", {})
        self._receive = receive
        self._send = send
        self._began = time.perf_counter()
        self._headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        self._request_id = begin_request(self._headers.get(b"x-request-id")).encode("ascii")
        self._body: bytes | None = None
        self.status = 0
        self.fault: str | None = None

    async def receive_body(self, bodies: BodyReceiver) -> None:
        """Wait for the whole body."""
        self._body = await bodies.receive(self._headers, self._receive, self.scope["path"])

    async def receive(self) -> Message:
        """Give the body once, as a whole."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(self, message: Message) -> None:
        """Add the headers that every response has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message["headers"] = list(message["headers"])
            names = {name for name, _ in headers}
            headers += [header for header in PRIVACY_HEADERS if header[0] not in names]
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
        note_refusal(self.scope, refusal)
        response = refusal_response(self.scope, refusal)
        await response(self.scope, self.receive, self.send)

    def describe(self, request_span: Span | None) -> None:
        """Write the route, the permission and the status on the span."""
        if request_span is not None:
            request_span.set_attribute(
                "http.route", getattr(self.scope.get("route"), "path", "unknown")
            )
            request_span.set_attribute("http.response.status_code", self.status)
            request_span.set_attribute("referral.act", str(self.state.get("permission")))

    def report(self) -> None:
        """Count the request and write its log line."""
        seconds = time.perf_counter() - self._began
        state = self.state
        fault = self.fault or state.get("fault")
        route = getattr(self.scope.get("route"), "path", "unknown")
        # A caller can invent methods, which must not become labels.
        method = self.scope["method"] if self.scope["method"] in _METHODS else "other"
        metrics.count_request(method, route, self.status, seconds)
        actor = state.get("actor")
        write_request(
            method=method, route=route, status=self.status, act=state.get("permission"),
            agent_id=actor and actor.agent_id, organisation_id=actor and actor.organisation_id,
            milliseconds=round(seconds * 1000, 1), fault=fault, **state.get("refusal", {}),
        )  # fmt: skip
