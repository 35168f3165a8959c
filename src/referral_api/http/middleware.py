"""The outermost door: admission, size, time, headers and one log line for each request."""

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
# What must answer even when the house is full.
_FREE = ("/health/", "/metrics")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


class RequestMiddleware:
    """Lets up to ``limit`` requests in at once; answers the others 503 without delay."""

    def __init__(self, app: ASGIApp, limit: int, timeout: float) -> None:
        self._app = app
        self._limit = limit
        self._timeout = timeout
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        passage = _Exchange(scope, receive, send)
        if scope["path"].startswith(_FREE):
            await self._pass(passage)
            return
        if self._inside >= self._limit:
            await passage.refuse(Unavailable())
        elif passage.announced_bytes > MOST_BYTES:
            await passage.refuse(BodyTooLarge())
        else:
            self._inside += 1
            try:
                with span("request") as opened:
                    await self._pass(passage)
                    passage.describe(opened)
            finally:
                self._inside -= 1
                metrics.inside.set(self._inside)
        passage.tell()

    async def _pass(self, passage: "_Exchange") -> None:
        # What asyncio.timeout does, at a quarter of what it costs.
        task = asyncio.current_task()
        alarm = asyncio.get_running_loop().call_later(self._timeout, passage.give_up, task)
        try:
            try:
                await self._app(passage.scope, passage.receive, passage.send)
            except Exception as error:  # noqa: BLE001 - raised again where it has no answer
                await passage.end(error)
        except asyncio.CancelledError:
            if not passage.given_up or task is None or task.uncancel():
                raise
            await passage.refuse(Unavailable())
        except TimeoutError:
            await passage.refuse(Unavailable())
        except Exception as error:  # noqa: BLE001 - the last one to answer
            # Only where and what kind: a message may quote data.
            passage.fault = place_of(error)
            await passage.refuse(InternalError())
        finally:
            alarm.cancel()


class _Exchange:
    """One request on its way through."""

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
        self.given_up = False

    @property
    def announced_bytes(self) -> int:
        """The Content-Length, or 0 without a readable one."""
        length = self._headers.get(b"content-length", "0")
        return int(length) if length.isascii() and length.isdigit() else 0

    def give_up(self, task: asyncio.Task[Any] | None) -> None:
        """End it: its time is over."""
        self.given_up = True
        if task is not None:
            task.cancel()

    async def receive(self) -> Message:
        """Count the body as it comes: a chunked one announces no length."""
        message = await self._receive()
        self._bytes += len(message.get("body", b""))
        if self._bytes > MOST_BYTES:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Add the headers that every answer has."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            told = message["headers"] = list(message["headers"])
            names = {name for name, _ in told}
            told += [header for header in _HEADERS if header[0] not in names]
            told.append((b"x-request-id", self._request_id))
        await self._send(message)

    async def end(self, error: Exception) -> None:
        """Answer what ended it early, unless an answer has begun."""
        if self.status:
            raise error
        response = await answer_exception(Request(self.scope, self.receive), error)
        await response(self.scope, self.receive, self.send)

    async def refuse(self, refusal: ServiceError) -> None:
        """Answer with a refusal, unless an answer has begun."""
        if self.status:
            return
        response = problem_response(refusal, self._headers.get(b"accept-language"))
        await response(self.scope, self.receive, self.send)

    def describe(self, opened: Span | None) -> None:
        """Say on the span what was asked for and how it ended."""
        if opened is not None:
            opened.set_attribute("http.route", getattr(self.scope.get("route"), "path", "unknown"))
            opened.set_attribute("http.response.status_code", self.status)
            opened.set_attribute("referral.act", str(self.scope.get("state", {}).get("permission")))

    def tell(self) -> None:
        """Count it, and write one line."""
        seconds = time.perf_counter() - self._began
        state: MutableMapping[str, Any] = self.scope.get("state", {})
        fault = self.fault or state.get("fault")
        route = getattr(self.scope.get("route"), "path", "unknown")
        # A caller can make up methods; a label must not follow.
        method = self.scope["method"] if self.scope["method"] in _METHODS else "other"
        metrics.count_request(method, route, self.status, seconds)
        actor = state.get("actor")
        write_request(
            method=method, route=route, status=self.status, act=state.get("permission"),
            agent_id=actor and actor.agent_id, organisation_id=actor and actor.organisation_id,
            milliseconds=round(seconds * 1000, 1), fault=fault,
        )  # fmt: skip
