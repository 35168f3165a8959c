"""Odd requests get one clear answer, and an event if their caller is known."""

import asyncio
from typing import Any

import httpx
import pytest

from referral_api.http.request_body import BodyReceiver
from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.world import World

Message = dict[str, Any]


async def _check_recorded(world: World, answer: httpx.Response, code: str) -> None:
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["code"]) == (
        "token:authenticate", "refused", code
    )  # fmt: skip
    assert event["agent_id"] == world.police.agent(Role.FIRST_RESPONDER)


@pytest.mark.parametrize("path", ["/v1/cases/", "/health/ready/", "/docs/assets", "//v1/cases"])
async def test_an_address_with_a_slash_too_many_is_404_and_redirects_nowhere(
    world: World, path: str
) -> None:
    known = await world.call(world.police.agent(Role.FIRST_RESPONDER), "GET", path)
    assert (known.status_code, known.json()["code"]) == (404, "not-found")
    assert "location" not in known.headers
    await _check_recorded(world, known, "not-found")
    unknown = await world.call(None, "GET", path)
    assert (unknown.status_code, unknown.headers.get("location")) == (404, None)
    assert not await world.events(request_id=unknown.headers["x-request-id"])


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "DELETE"])
@pytest.mark.parametrize("path", ["/v1/cases", "/v1/codelists"])
async def test_a_method_that_is_not_offered_is_405(world: World, method: str, path: str) -> None:
    known = await world.call(world.police.agent(Role.FIRST_RESPONDER), method, path)
    assert known.status_code == 405
    assert "GET" in known.headers["allow"]
    await _check_recorded(world, known, "method-not-allowed")
    unknown = await world.call(None, method, path)
    assert unknown.status_code == 405
    assert not await world.events(request_id=unknown.headers["x-request-id"])


async def test_a_token_that_is_not_accepted_changes_nothing_there(world: World) -> None:
    answer = await world.call(None, "GET", "/v1/cases/", headers={"Authorization": "Bearer none"})
    assert answer.status_code == 404
    assert not await world.events(request_id=answer.headers["x-request-id"])


async def test_a_websocket_is_closed(world: World) -> None:
    sent: list[Message] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    scope: Message = {"type": "websocket", "path": "/v1/cases", "headers": [], "subprotocols": []}
    await world.app(scope, receive, send)
    assert [message["type"] for message in sent] == ["websocket.close"]


def _scope(world: World, length: int) -> Message:
    token = world.token(world.police.agent(Role.FIRST_RESPONDER))
    headers = {
        "authorization": f"Bearer {token}", "content-type": "application/json",
        "content-length": str(length), "idempotency-key": "odd", "host": "test",
    }  # fmt: skip
    return {
        "type": "http", "method": "POST", "path": "/v1/cases", "query_string": b"",
        "http_version": "1.1", "scheme": "http", "server": ("test", 80), "client": None,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip


async def _send(world: World, messages: list[Message]) -> httpx.Response:
    """Send a request whose body arrives in these messages, and no more."""
    sent: list[Message] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Message:
        if not messages:
            await asyncio.sleep(60)
        return messages.pop(0)

    await world.app(_scope(world, 500), receive, send)
    start, body = sent
    return httpx.Response(start["status"], headers=start["headers"], content=body["body"])


async def test_a_caller_who_hangs_up_in_its_body_leaves_an_event_and_no_error(
    world: World, logs: Logs
) -> None:
    piece = {"type": "http.request", "body": b'{"sex":', "more_body": True}
    answer = await _send(world, [piece, {"type": "http.disconnect"}])
    await _check_recorded(world, answer, "request-incomplete")
    assert '"level":"error"' not in logs()


async def test_a_body_that_does_not_arrive_in_time_is_408_and_the_connection_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    piece = {"type": "http.request", "body": b'{"sex":', "more_body": True}
    monkeypatch.setattr(world.app.middleware_stack, "_bodies", BodyReceiver(0.1))
    answer = await _send(world, [piece])
    assert (answer.status_code, answer.json()["code"]) == (408, "request-incomplete")
    assert answer.headers["connection"] == "close"
    await _check_recorded(world, answer, "request-incomplete")


async def test_bodies_that_are_too_many_at_once_are_503(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referral_api.http.request_body._MOST_BYTES_ARRIVING", 5)
    piece = {"type": "http.request", "body": b'{"sex":', "more_body": False}
    assert (await _send(world, [piece])).status_code == 503
    monkeypatch.undo()
    piece = {"type": "http.request", "body": b'{"sex":', "more_body": False}
    assert (await _send(world, [piece])).status_code == 422
