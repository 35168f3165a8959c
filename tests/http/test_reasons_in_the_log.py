"""The line of a refused request says why, in words of the service: never a token or an address."""

import secrets
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from referral_api.permissions import Role
from referral_api.security import issue_access_token
from tests.support.served_app import Ground, Node, open_ground, serve_node


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


@pytest.fixture(scope="module")
async def node(ground: Ground) -> AsyncIterator[Node]:
    with serve_node(ground, LOG_LEVEL="INFO") as node:
        yield node


async def _line(node: Node, **request: Any) -> tuple[httpx.Response, dict[str, Any]]:
    async with httpx.AsyncClient(base_url=node.address) as client:
        response = await client.request(**request)
    return response, _line_of(node, response.headers["x-request-id"])


def _line_of(node: Node, request_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + 5
    while True:
        found = [line for line in node.lines("request") if line.get("request_id") == request_id]
        if found:
            return found[0]
        assert time.monotonic() < deadline, "The request has no line."
        time.sleep(0.02)


def _expired_token(ground: Ground, agent: UUID) -> str:
    process = ground.world.process
    url = process.settings.public_url
    return issue_access_token(
        process.signing_key, issuer=url, audience=url, subject=agent, client_id=None,
        lifetime=timedelta(minutes=10), now=datetime.now(UTC) - timedelta(minutes=20),
    )  # fmt: skip


async def test_a_401_says_what_was_wrong_with_the_token(ground: Ground, node: Node) -> None:
    """The caller is told none of it."""
    agent = ground.world.police.agent(Role.FIRST_RESPONDER)
    good, expired = ground.world.token(agent), _expired_token(ground, agent)
    nobody = ground.world.token(ground.world.police.id)  # an id that is no agent's
    bodies = set()
    for authorization, reason in {
        "": "missing", f"Bearer {good}x": "untrusted", f"Bearer {nobody}": "inactive",
        f"Bearer {expired}": "expired",
    }.items():  # fmt: skip
        headers = {"Authorization": authorization} if authorization else {}
        response, line = await _line(node, method="GET", url="/v1/cases", headers=headers)
        assert response.status_code == line["status"] == 401
        assert (line["code"], line["reason"]) == ("invalid-token", reason)
        bodies.add(response.json()["title"])
    assert len(bodies) == 1
    said = node.output.read_text()
    assert good not in said
    assert nobody not in said
    assert expired not in said
    assert "127.0.0.1" not in "".join(map(str, node.lines("request")))


async def test_other_refusals_say_their_code_and_success_says_none(
    ground: Ground, node: Node
) -> None:
    headers = {
        "Authorization": f"Bearer {ground.world.token(ground.world.ngo.agent(Role.CASE_WORKER))}"
    }
    _, line = await _line(
        node, method="GET", url=f"/v1/cases/{ground.world.ngo.id}", headers=headers
    )
    assert line["code"] == "not-found"
    assert "reason" not in line
    _, line = await _line(node, method="GET", url="/v1/cases", headers=headers)
    assert line["status"] == 200
    assert not {"code", "reason"} & line.keys()


async def test_a_503_says_what_was_wanting(ground: Ground) -> None:
    headers = {
        "Authorization": f"Bearer {ground.world.token(ground.world.ngo.agent(Role.CASE_WORKER))}",
        "Idempotency-Key": secrets.token_hex(8),
    }
    with serve_node(ground, ADMISSION_LIMIT="1", REQUEST_TIMEOUT="0.000001") as node:
        response, line = await _line(node, method="GET", url="/v1/cases", headers=headers)
        assert response.status_code == 503
        assert (line["code"], line["reason"]) == ("unavailable", "time")
