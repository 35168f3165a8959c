"""The spans of the last seconds arrive, and a collector that is silent holds up no end."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from typing_extensions import override

from tests.support.served_app import Ground, Node, open_ground, serve_node

pytestmark = pytest.mark.one_in(10)
REQUESTS = 40


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


@contextmanager
def collect() -> Iterator[tuple[str, list[str]]]:
    """Collect the names of the spans that arrive at the address."""
    names: list[str] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = ExportTraceServiceRequest.FromString(body)
            for resource in told.resource_spans:
                for scope in resource.scope_spans:
                    names.extend(span.name for span in scope.spans)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", names
    finally:
        server.shutdown()
        server.server_close()


def _settings(address: str) -> dict[str, str]:
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
        "OTEL_BSP_SCHEDULE_DELAY": "60000",  # nothing is sent before the end
    }  # fmt: skip


def _ask(node: Node) -> None:
    assert httpx.get(f"{node.address}/v1/codelists").status_code == 200


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_every_span_survives_sigterm(ground: Ground, workers: str) -> None:
    with (
        collect() as (address, names),
        serve_node(ground, WORKERS=workers, **_settings(address)) as node,
    ):
        for _ in range(REQUESTS):
            _ask(node)
        assert not names
        node.process.terminate()
        node.process.wait(10)
        assert names == ["request"] * REQUESTS


async def test_a_silent_collector_holds_up_the_end_for_seconds_only(ground: Ground) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with serve_node(ground, **_settings(address)) as node:
            _ask(node)
            began = time.monotonic()
            node.process.terminate()
            node.process.wait(9)
            assert time.monotonic() - began > 2  # it did try
