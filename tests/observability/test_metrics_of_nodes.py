"""The metrics of a node are those of its own workers, and what they say of this moment is true."""

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest
from prometheus_client import REGISTRY
from starlette.types import Message, Receive, Scope, Send
from uuid_utils.compat import uuid7

from referral_api.domain.events.webhooks.following import follow_outbox
from referral_api.domain.events.webhooks.keeping import pending, verify
from referral_api.http.middleware import RequestMiddleware
from referral_api.observability.metrics_folder import make_metrics_folder
from referral_api.permissions import Role
from tests.support.notices import a_notice
from tests.support.receivers import subscribe
from tests.support.served_app import Ground, Node, open_ground, serve_node
from tests.support.world import World

pytestmark = pytest.mark.one_in(10)


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


def _figure(node: Node, name: str) -> float:
    lines = httpx.get(f"{node.address}/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(name))


def _counted(node: Node) -> float:
    return _figure(node, 'referral_requests_total{method="GET",route="/v1/cases"')


def _ask(node: Node, ground: Ground) -> None:
    token = ground.world.token(ground.world.police.agent(Role.FIRST_RESPONDER))
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{node.address}/v1/cases", headers=headers).status_code == 200


async def _until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline, "It does not happen."
        await asyncio.sleep(0.02)


async def test_a_request_is_inside_while_it_waits() -> None:
    arrived, may_go_on = asyncio.Event(), asyncio.Event()

    async def wait(_scope: Scope, _receive: Receive, _send: Send) -> None:
        arrived.set()
        await may_go_on.wait()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None: ...

    middleware = RequestMiddleware(wait, limit=5, timeout=5, arrival=5)
    scope = {"type": "http", "method": "GET", "path": "/v1/cases", "headers": []}
    waiting = asyncio.create_task(middleware(scope, receive, send))
    await arrived.wait()
    assert REGISTRY.get_sample_value("referral_requests_inside") == 1
    may_go_on.set()
    await waiting
    assert REGISTRY.get_sample_value("referral_requests_inside") == 0


async def test_what_was_inside_a_killed_worker_is_inside_no_more(ground: Ground) -> None:
    token = ground.world.token(ground.world.police.agent(Role.FIRST_RESPONDER))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
    body = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}
    url = ground.database_url.replace("referral_app", "referral_owner")
    owner = await asyncpg.connect(url)
    with serve_node(ground, WORKERS="2", REQUEST_TIMEOUT="5") as node:
        await _until(lambda: len(node.lines("worker.started")) == 2)
        async with httpx.AsyncClient(base_url=node.address) as client:
            async with owner.transaction():
                await owner.execute('LOCK TABLE "case" IN ACCESS EXCLUSIVE MODE')
                asking = asyncio.create_task(client.post("/v1/cases", json=body, headers=headers))
                await _until(lambda: _figure(node, "referral_requests_inside") == 1)
                for worker in node.workers():
                    worker.kill()
            with pytest.raises(httpx.TransportError):
                await asking
        await _until(lambda: len(node.lines("worker.started")) == 4)
        assert _figure(node, "referral_requests_inside") == 0
    await owner.close()


async def _leave_waiting(world: World) -> None:
    """Leave a webhook, a message and a job of the queue that nobody does, since known times."""
    database, unit = world.process.database, await world.make_organisation("shelter")
    await subscribe(world, unit, "https://partner.example/hook")
    for waiting in await pending(database):
        await verify(database, waiting)
    notice = await a_notice(world, unit, uuid7())
    await follow_outbox(database)
    await world.owner.execute("UPDATE webhook_delivery SET next_at = now() - interval '2 hours'")
    await world.owner.execute(
        "INSERT INTO notice_message (notice_id, channel, organisation_id, state, attempts, next_at)"
        " VALUES ($1, 'mail', $2, 'waiting', 0, now() - interval '3 hours')", UUID(notice), unit.id,
    )  # fmt: skip
    await world.owner.execute(
        "INSERT INTO queue.pgqueuer (priority, status, entrypoint, created)"
        " VALUES (0, 'queued', 'webhook_lane', now() - interval '4 hours')"
    )


def _says_what_waits(node: Node) -> None:
    waits = {"webhook": ("webhooks_waiting", 2), "message": ("messages_waiting", 3)}
    for kind, (count, hours) in (waits | {"job": ("queue_jobs", 4)}).items():
        assert _figure(node, f"referral_{count}") == 1, kind
        lag = _figure(node, f'referral_maintenance_lag_seconds{{waiting="{kind}"}}')
        assert 0 <= lag - hours * 3600 < 600, kind


async def test_a_second_node_on_the_data_folder_counts_for_itself(
    ground: Ground,
) -> None:
    await _leave_waiting(ground.world)
    with serve_node(ground, WORKERS="2") as first:
        _ask(first, ground)
        with serve_node(ground, WORKERS="2") as second:
            _ask(second, ground)
            _ask(second, ground)
            assert (_counted(first), _counted(second)) == (1, 2)
            for node in (first, second):
                _says_what_waits(node)
        _ask(first, ground)
        assert _counted(first) == 2


def test_the_folder_of_a_dead_service_is_removed_and_that_of_a_living_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    left_over = tmp_path / "17-dead"
    left_over.mkdir()
    (left_over / "lock").touch()
    (tmp_path / "counter_17.db").touch()  # of an earlier version
    make_metrics_folder(tmp_path)
    held = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    make_metrics_folder(tmp_path)
    own = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    assert held != own
    assert {*tmp_path.iterdir()} == {held, own}


def test_two_services_that_start_at_once_remove_nothing_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is being made is not held yet."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    second = threading.Thread(target=make_metrics_folder, args=(tmp_path,))
    opened = os.open

    def open_and_be_overtaken(path: Path, flags: int, *rest: Any, **more: Any) -> int:
        descriptor = opened(path, flags, *rest, **more)
        if flags & os.O_CREAT and second.ident is None:
            second.start()
            second.join(0.3)
        return descriptor

    monkeypatch.setattr(os, "open", open_and_be_overtaken)
    make_metrics_folder(tmp_path)
    second.join()
    assert len([*tmp_path.glob("*/lock")]) == 2
