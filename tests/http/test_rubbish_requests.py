"""Whatever bytes come in: no failure of the service, nothing repeated back, and nothing hangs.

``make odd REQUESTS=10000`` sends as many.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import urlsplit

import httpx
import pytest

from referral_api.permissions import Role
from referral_api.security import issue_access_token
from tests.support.odd_requests import OddRequest, make_odd
from tests.support.route_table import ROWS
from tests.support.routes import Route, guarded_routes
from tests.support.rubbish import MARKER, role_for
from tests.support.scene import Relation, Scene, build_scene
from tests.support.served_app import Ground, open_ground

_REQUESTS = int(os.environ.get("ODD_REQUESTS", "400"))
_SEED = int(os.environ.get("ODD_SEED", "7"))
_AT_ONCE = 8
_PATIENCE = 15.0  # seconds
_PAUSE = 1.0
_UNREAD = 60_000  # bytes


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground(log_level="INFO") as ground:
        yield ground


async def test_no_odd_request_breaks_the_service_is_repeated_or_hangs(ground: Ground) -> None:
    scene = await build_scene(ground.world)
    routes = [route for route in guarded_routes(ground.app) if route.name in ROWS]
    chosen, found = Random(_SEED), Counter[str]()
    place = urlsplit(ground.address)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def try_one(number: int, request: OddRequest) -> None:
        what = (_SEED, number, request.kinds, request.method, request.target[:80])
        async with gate:
            answer = await _exchange(place.hostname or "", place.port or 0, request, what)
        status = answer.split(b" ")[1].decode() if answer else "closed"
        found[status] += 1
        # What may end before its body does is closed without an answer; and an answer that the
        # service gave without reading a large body may be lost with the rest of the connection.
        may_be_closed = request.may_be_unfinished or len(bytes(request)) > _UNREAD
        assert status < "500" or (status == "closed" and may_be_closed), (
            what, status, answer[:300],
        )  # fmt: skip
        # Names of organisations, agents and systems that were taken are shown.
        if not status.startswith("2"):
            assert MARKER.lower().encode() not in answer.lower(), (what, answer[:600])

    for start in range(0, _REQUESTS, 200):
        async with asyncio.TaskGroup() as tasks:
            for number in range(start, min(start + 200, _REQUESTS)):
                request = _good_request(ground, scene, chosen.choice(routes))
                body = ROWS[request.kinds.pop()].body
                good = body(scene.places[Relation.OWN]) if body else None
                if isinstance(good, bytes):
                    request.body, good = good, None
                tasks.create_task(try_one(number, make_odd(chosen, request, good)))
    print(f"ODD_SEED={_SEED}: {_REQUESTS} answered {dict(sorted(found.items()))}")  # noqa: T201
    assert {"400", "404", "422"} <= found.keys()
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{ground.address}/health/ready")).status_code == 200
    said = ground.said()
    assert "Traceback" not in said, said[-3000:]
    assert MARKER.lower() not in said.lower()


def _good_request(ground: Ground, scene: Scene, route: Route) -> OddRequest:
    organisation = scene.organisations[Relation.OWN]
    role = role_for(route)
    if role is Role.PARTNER_SYSTEM:
        token = scene.tokens[Relation.OWN, role]
    else:
        # A long search lasts longer than one token.
        url = ground.world.process.settings.public_url
        token = issue_access_token(
            ground.world.process.signing_key, issuer=url, audience=url, client_id=None,
            subject=ground.world.seat(role, organisation).agent(role),
            lifetime=timedelta(minutes=15), now=datetime.now(UTC),
        )  # fmt: skip
    path = route.path.format_map(scene.places[Relation.OWN])
    headers = [
        (b"Host", b"127.0.0.1"), (b"Authorization", f"Bearer {token}".encode()),
        (b"Content-Type", b"application/json"), (b"Idempotency-Key", os.urandom(8).hex().encode()),
        (b"If-Match", b'"999999"'),
    ]  # fmt: skip
    # The route's name comes along until its body is made.
    return OddRequest(route.method.encode(), path.encode(), headers, kinds=[route.name])


async def _exchange(host: str, port: int, request: OddRequest, what: object) -> bytes:
    """Send the bytes and no more; return all that is answered."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        async with asyncio.timeout(_PATIENCE):
            writer.write(bytes(request))
            if request.may_be_unfinished:
                # The service waits for the rest, as it must, until this end is closed.
                first = await _wait(reader)
                if not first:
                    writer.write_eof()
                return first + await reader.read()
            return await reader.read()
    except TimeoutError:
        raise AssertionError(f"hangs: {what}") from None
    except ConnectionError:
        return b""  # closed before it was read to its end
    finally:
        writer.close()


async def _wait(reader: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(_PAUSE):
            return await reader.read(1)
    except TimeoutError:
        return b""
