"""A partner's own receiver of webhooks, on this machine: it verifies each one, and keeps the order.

What it does is what docs/integrators.md shows; a partner may copy either.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks import Webhook, WebhookVerificationError
from typing_extensions import override


class PartnerReceiver:
    """Listens on a port of loopback that the system chooses."""

    def __init__(self) -> None:
        self._heard = threading.Condition()
        self._secret: Webhook | None = None
        self._seen: set[str] = set()
        self.was_asked = False
        self.forged = 0
        self.received: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}/evenements"

    def trust(self, secret: str) -> None:
        """Verify with this secret from now on."""
        self._secret = Webhook(secret)

    def consent(self) -> None:
        """Note that the service has asked whether it may send."""
        with self._heard:
            self.was_asked = True
            self._heard.notify_all()

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """Take one event, and return the status of the answer. One may come twice."""
        with self._heard:
            if self._secret is None:
                return 503
            try:
                event: dict[str, Any] = self._secret.verify(body, headers)
            except WebhookVerificationError:
                self.forged += 1
                return 401
            if event["id"] not in self._seen:
                self._seen.add(event["id"])
                self.received.append(event)
                self._heard.notify_all()
            return 204

    def waits_for(self, holds: Callable[["PartnerReceiver"], bool], seconds: float) -> bool:
        """Wait until something is true of what it heard; say whether it is."""
        with self._heard:
            return self._heard.wait_for(lambda: holds(self), seconds)

    def types_by_subject(self) -> dict[str, list[str]]:
        """Return what was received of each subject, in the order of arrival."""
        found = defaultdict(list)
        for event in self.received:
            found[event["data"]["subject_id"]].append(event["type"])
        return found


def _handler(receiver: PartnerReceiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_OPTIONS(self) -> None:
            self.send_response(200)
            self.send_header("WebHook-Allowed-Origin", "*")
            self.send_header("Content-Length", "0")
            self.end_headers()
            receiver.consent()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, dict(self.headers.items())))
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the story tells what came."""

    return Handler
