"""A service that ends answers whoever is in, and refuses whoever comes later: it resets nobody."""

import asyncio
import json
import os
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from multiprocessing import get_context

import pytest
from uvicorn import Config

from referral_api.cli.workers import Worker
from tests.support.served_app import Ground, launch, open_ground, serve_node

pytestmark = pytest.mark.one_in(20)
ASK = b"GET /v1/codelists HTTP/1.1\r\nHost: service\r\n\r\n"


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    (length,) = (
        int(line.partition(b":")[2]) for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )  # fmt: skip
    return head, await reader.readexactly(length)


async def _ask_on_new_connections(port: int, seen: Counter[str], is_over: asyncio.Event) -> None:
    while not is_over.is_set():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            seen["refused"] += 1
            await asyncio.sleep(0.02)
            continue
        try:
            writer.write(ASK)
            head, _ = await _read(reader)
            seen[head.split()[1].decode()] += 1
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            seen[f"lost: {type(error).__name__}"] += 1
        finally:
            writer.transport.abort()


async def _ask_meanwhile(port: int, act: Callable[[], None], seconds: float) -> Counter[str]:
    seen: Counter[str] = Counter()
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(12):
            group.create_task(_ask_on_new_connections(port, seen, is_over))
        await asyncio.sleep(1)
        act()
        await asyncio.sleep(seconds)
        is_over.set()
    return seen


def _wait_until(happened: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "It does not happen."
        time.sleep(0.05)


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_the_end_of_a_service_resets_no_connection(ground: Ground, workers: str) -> None:
    with serve_node(ground, WORKERS=workers) as node:
        seen = await _ask_meanwhile(node.port, node.process.terminate, 2.5)
        node.process.wait(10)
    assert seen.keys() == {"200", "refused"}
    (started,), (stopping,) = node.lines("service.started"), node.lines("service.stopping")
    assert (started["pid"], started["workers"]) == (node.process.pid, int(workers))
    assert started["version"]
    assert stopping["signal"] == "SIGTERM"
    assert node.lines("service.stopped")


async def test_a_signal_to_parent_and_workers_at_once_resets_no_connection(ground: Ground) -> None:
    """So does systemd, unless its unit says otherwise."""
    with serve_node(ground, WORKERS="2") as node:

        def end_all() -> None:
            for pid in (*(worker.pid for worker in node.workers()), node.process.pid):
                os.kill(pid, signal.SIGTERM)

        seen = await _ask_meanwhile(node.port, end_all, 2.5)
    assert seen.keys() == {"200", "refused"}


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_a_request_on_its_way_to_an_idle_connection_is_answered(
    ground: Ground, workers: str
) -> None:
    with serve_node(ground, WORKERS=workers) as node:
        reader, writer = await asyncio.open_connection("127.0.0.1", node.port)
        writer.write(ASK)
        head, _ = await _read(reader)
        assert b"connection: close" not in head.lower()
        node.process.terminate()
        _wait_until(lambda: node.lines("service.stopping"))
        await asyncio.sleep(0.6)
        writer.write(ASK)
        head, _ = await _read(reader)
        assert head.startswith(b"HTTP/1.1 200")
        assert b"connection: close" in head.lower()
        assert await reader.read() == b""  # closed, not reset
        writer.close()
        node.process.wait(10)


async def test_an_idle_connection_is_closed_soon_and_holds_up_nothing(ground: Ground) -> None:
    with serve_node(ground) as node:
        reader, writer = await asyncio.open_connection("127.0.0.1", node.port)
        writer.write(ASK)
        await _read(reader)
        node.process.terminate()
        assert await asyncio.wait_for(reader.read(), 3) == b""
        writer.close()
        node.process.wait(5)


async def test_sighup_replaces_the_workers_one_after_the_other(ground: Ground) -> None:
    with serve_node(ground, WORKERS="2") as node:
        _wait_until(lambda: len(node.lines("worker.started")) == 2)
        before = {worker.pid for worker in node.workers()}
        seen = await _ask_meanwhile(node.port, lambda: node.process.send_signal(signal.SIGHUP), 1)
        _wait_until(lambda: len(node.lines("worker.stopped")) == 2)
        after = {worker.pid for worker in node.workers()}
    assert seen.keys() == {"200"}
    assert len(after) == 2
    assert not before & after
    assert not node.lines("worker.died")


async def test_sighup_ends_a_service_of_one_worker_as_sigterm_does(ground: Ground) -> None:
    with serve_node(ground) as node:
        node.process.send_signal(signal.SIGHUP)
        assert node.process.wait(10) == 0
        (stopping,) = node.lines("service.stopping")
        assert stopping["signal"] == "SIGHUP"


async def test_a_service_whose_workers_cannot_start_ends_with_an_error(ground: Ground) -> None:
    """Otherwise a supervisor would believe that it ended as it was asked to. It waits for no worker
    that has ended: such a wait lasts a minute.
    """
    unsafe = [{"issuer": "i", "audience": "a", "jwks_url": "http://192.0.2.1/jwks"}]
    with launch(ground, WORKERS="2", OUTSIDE_ISSUERS=json.dumps(unsafe)) as node:
        assert node.process.wait(40) == 3
        assert {line["cause"] for line in node.lines("worker.died")} == {"exit 3"}


def test_a_worker_that_runs_and_does_not_answer_is_silent() -> None:
    worker = Worker(Config("none", workers=2), [])
    worker.process = get_context("spawn").Process(target=time.sleep, args=(60,))
    worker.start()
    try:
        assert not worker.is_alive(0.1)
        assert worker.is_silent
    finally:
        worker.kill()
        worker.join()
    assert not worker.is_alive(60)


async def test_a_killed_worker_is_told_and_replaced(ground: Ground) -> None:
    with serve_node(ground, WORKERS="2") as node:
        _wait_until(lambda: len(node.lines("worker.started")) == 2)
        killed = node.workers()[0]
        killed.kill()
        _wait_until(lambda: len(node.lines("worker.started")) == 3)
        (line,) = node.lines("worker.died")
        assert (line["pid"], line["cause"], line["level"]) == (killed.pid, "SIGKILL", "error")


async def test_workers_end_when_their_parent_was_killed(ground: Ground) -> None:
    with serve_node(ground, WORKERS="2") as node:
        _wait_until(lambda: len(node.lines("worker.started")) == 2)
        workers = node.workers()
        node.process.kill()
        _wait_until(lambda: not any(worker.is_running() for worker in workers))
        assert len(node.lines("worker.orphaned")) == 2


async def test_a_worker_that_starts_while_its_parent_is_killed_ends(ground: Ground) -> None:
    with launch(ground, WORKERS="2") as node:
        _wait_until(lambda: len(node.workers()) == 2)
        workers = node.workers()
        node.process.kill()
        _wait_until(lambda: not any(worker.is_running() for worker in workers))
        assert len(node.lines("worker.orphaned")) == 2
