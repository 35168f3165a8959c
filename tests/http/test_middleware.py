"""Overload, slow requests, long locks and outages each get a quick response."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware

from referral_api import main
from referral_api.database.database import Database
from referral_api.domain.identification.cases import operations
from referral_api.embedded import Embedded
from referral_api.http.middleware import RequestMiddleware
from referral_api.main import create_app
from referral_api.permissions import Role
from referral_api.settings import Settings
from tests.conftest import Logs
from tests.support.rubbish import check_refusal
from tests.support.world import World


def _check_unavailable(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["code"] == "unavailable"
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.fixture
async def slow() -> AsyncIterator[tuple[httpx.AsyncClient, asyncio.Event]]:
    """A small app that admits two requests; its only route waits for the event."""
    let_go = asyncio.Event()
    app = FastAPI()

    @app.get("/slow")
    async def read_slowly() -> dict[str, str]:
        await let_go.wait()
        return {"status": "done"}

    @app.get("/health/live")
    async def read_liveness() -> dict[str, str]:
        return {"status": "live"}

    door = RequestMiddleware(
        AsyncExitStackMiddleware(app.router), limit=2, timeout=0.4, arrival=0.4
    )
    transport = httpx.ASGITransport(door)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client, let_go


async def test_a_request_beyond_the_limit_is_refused_at_once_and_the_others_are_served(
    slow: tuple[httpx.AsyncClient, asyncio.Event],
) -> None:
    client, let_go = slow
    inside = [asyncio.create_task(client.get("/slow")) for _ in range(2)]
    await asyncio.sleep(0.05)
    began = time.perf_counter()
    _check_unavailable(await client.get("/slow"))
    assert time.perf_counter() - began < 0.2
    assert (await client.get("/health/live")).status_code == 200
    let_go.set()
    assert [(await task).status_code for task in inside] == [200, 200]
    assert (await client.get("/slow")).status_code == 200


async def test_the_line_of_a_refusal_says_what_was_wanting(
    slow: tuple[httpx.AsyncClient, asyncio.Event], logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, let_go = slow
    inside = [asyncio.create_task(client.get("/slow")) for _ in range(2)]
    await asyncio.sleep(0.05)
    _check_unavailable(await client.get("/slow"))
    assert '"reason":"admission"' in logs()
    assert '"reason":"time"' not in logs()
    for task in inside:
        _check_unavailable(await task)
    assert logs().count('"reason":"time"') == 2
    let_go.set()
    monkeypatch.setattr("referral_api.http.request_body._MOST_BYTES_ARRIVING", 10)
    _check_unavailable(await client.post("/slow", content=b"x" * 20))
    assert '"reason":"memory"' in logs()


async def test_a_request_that_takes_too_long_is_cancelled(
    slow: tuple[httpx.AsyncClient, asyncio.Event],
) -> None:
    client, let_go = slow
    began = time.perf_counter()
    _check_unavailable(await client.get("/slow"))
    assert time.perf_counter() - began < 2
    let_go.set()
    assert (await client.get("/slow")).status_code == 200


async def test_a_locked_row_is_503_and_nothing_is_changed(world: World) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{case['id']}"
    async with world.owner.acquire() as connection, connection.transaction():
        await connection.execute('SELECT 1 FROM "case" WHERE id = $1 FOR UPDATE', case["id"])
        answer = await world.call(officer, "PATCH", path, {"region": "KAYES"}, version=1)
        _check_unavailable(answer)
        assert (await world.done(officer, "GET", path))["region"] == "BAMAKO"
    done = await world.done(officer, "PATCH", path, {"region": "KAYES"}, version=1)
    assert done["region"] == "KAYES"


@pytest.fixture
async def impatient(
    server: Embedded, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """The service with its own limits on seconds, which it has not in other tests."""
    monkeypatch.setattr(main, "Database", Database)
    settings = Settings(referral_data_dir=data_dir, pool_size=2)
    app = create_app(settings, server.url("referral_app"))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        yield client


@pytest.mark.parametrize(
    "sql", ["SELECT pg_sleep(10)", "SELECT count(*) FROM generate_series(1, 1e12)"]
)
async def test_a_statement_that_takes_too_long_is_503(
    world: World, impatient: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    headers = {"Authorization": f"Bearer {world.token(officer)}"}
    path = f"/v1/cases/{(await world.a_case())['id']}"

    async def read_slowly(transaction: object, _: object) -> None:
        await transaction._connection.execute(sql)  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(operations, "read_case", read_slowly)
        _check_unavailable(await impatient.get(path, headers=headers))
    assert (await impatient.get(path, headers=headers)).status_code == 200


async def test_connections_that_the_server_ends_are_replaced(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.call(officer, "GET", "/v1/cases")
    for connection in world.process.database._pool._idle:
        connection.terminate()
    assert (await world.call(officer, "GET", "/v1/cases")).status_code == 200


async def test_without_a_database_the_service_is_live_not_ready_and_asks_to_retry(
    world: World, data_dir: Path
) -> None:
    settings = Settings(referral_data_dir=data_dir, pool_size=2)
    app = create_app(settings, f"postgresql://referral_app@/referral?host={data_dir}/nowhere")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        assert (await client.get("/health/live")).status_code == 200
        _check_unavailable(await client.get("/health/ready"))
        token = world.token(world.police.agent(Role.FIRST_RESPONDER))
        for headers in ({}, {"Authorization": f"Bearer {token}"}):
            _check_unavailable(await client.get("/v1/cases", headers=headers))
        assert (await client.get("/v1/codelists")).status_code == 200


async def test_a_lease_has_a_longest_duration(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease ends without the server, which may be what no longer responds."""
    short = replace(world.process.database._pool._profile, lease=0.2)
    monkeypatch.setattr(world.process.database._pool, "_profile", short)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{(await world.a_case())['id']}"

    async def hang(transaction: object, _: object) -> None:
        await transaction._connection.execute("SELECT pg_sleep(2)")  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(operations, "read_case", hang)
        began = time.perf_counter()
        _check_unavailable(await world.call(officer, "GET", path))
        assert time.perf_counter() - began < 1.5
    assert (await world.call(officer, "GET", path)).status_code == 200


async def test_it_is_ready_while_the_database_answers(world: World) -> None:
    assert (await world.call(None, "GET", "/health/live")).status_code == 200
    assert (await world.call(None, "GET", "/health/ready")).status_code == 200


async def test_unknown_paths_and_unsupported_methods_are_problems(world: World) -> None:
    missing = await world.call(None, "GET", "/v1/nothing")
    check_refusal(missing, "an unknown address")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
    wrong = await world.call(None, "DELETE", "/v1/cases")
    check_refusal(wrong, "a method that is not offered")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
    assert set(wrong.headers["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


async def test_many_refusals_at_once_do_not_wait_for_each_other(world: World) -> None:
    """A refusal is recorded in a transaction of its own, after the first one is released."""
    stranger = world.stranger.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{(await world.a_case())['id']}"
    calls = (world.call(stranger, "GET", path) for _ in range(20))
    answers = await asyncio.gather(*calls)
    assert {answer.status_code for answer in answers} == {404}


async def test_every_response_has_the_headers_that_keep_it_private(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for path in ("/v1/cases", "/v1/nothing", "/v1/cases?limit=0"):
        headers = (await world.call(officer, "GET", path)).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Request-ID"]


async def test_the_database_that_stops_a_connection_in_mid_request_is_503(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.a_case()

    async def end_the_connection(*_: object) -> None:
        raise asyncpg.AdminShutdownError("terminating connection due to administrator command")

    with monkeypatch.context() as patch:
        patch.setattr(operations, "read_case", end_the_connection)
        _check_unavailable(await world.call(officer, "GET", f"/v1/cases/{case['id']}"))
