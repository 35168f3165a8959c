"""A service that trusts an outside issuer, as an operator starts it: the shapes of its tokens, and
what a caller is told while the issuer is away.
"""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from faults.service import free_port

from referral_api.permissions import Role
from tests.support.outside_provider import Provider
from tests.support.served_app import Ground, Node, open_ground, serve_node

pytestmark = pytest.mark.one_in(10)
ISSUER, AUDIENCE = "https://login.example/tenant/v2.0", "api-of-the-mechanism"
PLAIN = {"claim": "scp", "value": "referral", "longest_life": "PT12H"}
PROVIDER = Provider()
# As the providers send them: header, claims.
SHAPES: dict[str, tuple[dict[str, object], dict[str, Any]]] = {
    "entra": ({"typ": "JWT", "x5t": "dGh1bWI"}, {"ver": "2.0", "uti": "u"}),
    "auth0": ({"typ": "at+jwt"}, {"aud": [AUDIENCE, "https://login.example/userinfo"]}),
    "zitadel": ({}, {"aud": ["1", AUDIENCE], "jti": "V2_1", "exp": 43_199}),
    "keycloak": ({"typ": "JWT"}, {"typ": "Bearer", "jti": "onrtac:1", "azp": "portal"}),
    "capitals": ({"typ": "AT+JWT", "cty": "JWT", "nonce": "n"}, {"jti": "two"}),
}


def a_token(subject: str, header: dict[str, object], **claims: Any) -> str:
    now = int(time.time())
    content = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "scp": "referral", **claims}
    return PROVIDER.sign(header, content | {"iat": now, "exp": now + claims.get("exp", 3600)})


@contextmanager
def trusting(ground: Ground, port: int, **more: Any) -> Iterator[Node]:
    trusted = {
        "issuer": ISSUER, "audience": AUDIENCE, "jwks_url": f"http://127.0.0.1:{port}/jwks", **more
    }  # fmt: skip
    with serve_node(ground, OUTSIDE_ISSUERS=json.dumps([trusted])) as node:
        yield node


async def an_agent(ground: Ground) -> tuple[UUID, str]:
    agent_id = await ground.world.make_agent(ground.world.ngo, Role.CASE_WORKER)
    subject = secrets.token_hex(8)
    await ground.world.arrange(
        agent_id, "INSERT INTO agent_subject (issuer, subject, agent_id) VALUES ($1, $2, $3)",
        ISSUER, subject, agent_id,
    )  # fmt: skip
    return agent_id, subject


async def ask(node: Node, token: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        headers = {"Authorization": f"Bearer {token}"}
        return await client.get(f"{node.address}/v1/cases", headers=headers)


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


@pytest.fixture(scope="module")
async def node(ground: Ground) -> AsyncIterator[Node]:
    with PROVIDER.publish() as port, trusting(ground, port, plain_tokens=PLAIN) as node:
        yield node


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
async def test_a_token_as_issuers_send_it_signs_its_agent_in(
    ground: Ground, node: Node, shape: tuple[dict[str, object], dict[str, Any]]
) -> None:
    agent_id, subject = await an_agent(ground)
    header, claims = shape
    token = a_token(subject, header, **claims)
    response = await ask(node, token)
    assert response.status_code == 200
    (event,) = await ground.world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["agent_id"]) == (
        "case:list", "allowed", agent_id,
    )  # fmt: skip
    if "jti" in claims:
        assert event["token_id"] == claims["jti"]
    else:  # the same for each act with the token
        again = await ask(node, token)
        (second,) = await ground.world.events(request_id=again.headers["x-request-id"])
        assert event["token_id"] == second["token_id"]
        assert event["token_id"].startswith("sha256:")


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "JWT"}, {"nonce": "n"}), ({"typ": "JWT"}, {"at_hash": "h"}),
        ({"typ": "JWT"}, {"scp": "openid"}), ({"typ": "JWT", "crit": ["x"]}, {}),
    ],
    ids=["nonce", "at_hash", "no mark", "crit"],
)  # fmt: skip
async def test_an_id_token_of_the_same_issuer_and_audience_is_refused_and_recorded(
    ground: Ground, node: Node, header: dict[str, object], claims: dict[str, Any]
) -> None:
    _, subject = await an_agent(ground)
    response = await ask(node, a_token(subject, header, **claims))
    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")
    (event,) = await ground.world.events(request_id=response.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["agent_id"]) == (
        "token:authenticate", "refused", None,
    )  # fmt: skip


async def test_without_the_opt_in_none_of_them_is_accepted(ground: Ground) -> None:
    _, subject = await an_agent(ground)
    with PROVIDER.publish() as port, trusting(ground, port) as node:
        for header, claims in SHAPES.values():
            response = await ask(node, a_token(subject, header, **claims))
            assert response.status_code == 401
        strict = a_token(subject, {"typ": "at+jwt"}, jti="three")
        assert (await ask(node, strict)).status_code == 200


async def test_a_service_that_never_reached_the_issuer_says_503_and_is_back_within_seconds(
    ground: Ground,
) -> None:
    agent_id, subject = await an_agent(ground)
    token = a_token(subject, {"typ": "at+jwt"}, jti="four")
    port = free_port()
    with trusting(ground, port) as node:
        response = await ask(node, token)
        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert int(response.headers["retry-after"]) in range(1, 4)
        (lost,) = node.lines("issuer.lost")
        assert (lost["issuer"], lost["cause"]) == (ISSUER, "ConnectError")
        with PROVIDER.publish(port):
            began = time.monotonic()
            while (response := await ask(node, token)).status_code != 200:
                assert response.status_code == 503
                assert time.monotonic() - began < 4
                await asyncio.sleep(0.1)
        (event,) = await ground.world.events(request_id=response.headers["x-request-id"])
        assert (event["agent_id"], event["token_id"]) == (agent_id, "four")
        (back,) = node.lines("issuer.back")
        assert back["issuer"] == ISSUER
