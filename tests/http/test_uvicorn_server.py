"""The end of one server process, step by step: what it logs, and whom it still lets in."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from starlette.types import Receive, Scope, Send
from uvicorn import Config

from referral_api.http.uvicorn_protocol import lobby_of_process
from referral_api.http.uvicorn_server import DrainingServer
from referral_api.observability.logs import configure_logs

_ASK = b"GET / HTTP/1.1\r\nHost: service\r\n\r\n"


async def _app(scope: Scope, _: Receive, send: Send) -> None:
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket of our own; afterwards the signals and the lobby of this process are as before."""
    numbers = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.getsignal(number) for number in numbers}
    configure_logs("INFO")  # whatever an app of another test's has asked for
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener
    for number, handler in handlers.items():
        signal.signal(number, handler)
    lobby_of_process().is_closing = False


def _server(**options: Any) -> DrainingServer:
    return DrainingServer(Config(_app, lifespan="off", log_config=None), **options)


async def _ask(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_ASK)
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    return head


async def test_a_service_of_one_process_says_when_it_begins_ends_and_has_ended(
    listener: socket.socket,
) -> None:
    server = _server()
    with structlog.testing.capture_logs() as lines:
        serving = asyncio.create_task(server._serve([listener]))
        port = listener.getsockname()[1]
        assert b" 204 " in await _ask(port)
        server.handle_exit(signal.SIGTERM, None)
        server.handle_exit(signal.SIGTERM, None)  # told twice, it says so once
        # From now on the kernel lets nobody in: whoever asks is not reset, and asks again.
        with pytest.raises((TimeoutError, ConnectionRefusedError)):
            await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 0.1)
        await asyncio.wait_for(serving, 10)
    assert [(line["event"], line["pid"]) for line in lines] == [
        (event, os.getpid()) for event in ("service.started", "service.stopping", "service.stopped")
    ]
    assert lines[1]["signal"] == "SIGTERM"


async def test_a_worker_whose_parent_is_gone_ends_by_itself(listener: socket.socket) -> None:
    nobody = os.getpid()  # no process is its own parent
    with structlog.testing.capture_logs() as lines:
        await asyncio.wait_for(_server(parent=nobody)._serve([listener]), 10)
    assert [line["event"] for line in lines] == [
        "worker.started", "worker.orphaned", "worker.stopped",
    ]  # fmt: skip


async def test_a_worker_that_is_told_to_end_leaves_the_socket_to_the_others(
    listener: socket.socket,
) -> None:
    server = _server(parent=os.getppid())
    with structlog.testing.capture_logs() as lines:
        serving = asyncio.create_task(server._serve([listener]))
        assert b" 204 " in await _ask(listener.getsockname()[1])
        server.handle_exit(signal.SIGTERM, None)
        await asyncio.wait_for(serving, 10)
    assert [line["event"] for line in lines] == ["worker.started", "worker.stopped"]
