"""Limits hold over the workers of a host, and forwarded addresses are believed from proxies alone,
as the service is really started.
"""

import asyncio
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.mmap_dict import MmapedDict

from referral_api.permissions import Role
from tests.support.served_app import Ground, open_ground, serve

pytestmark = pytest.mark.one_in(10)


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


async def _ask(address: str, headers: dict[str, str]) -> httpx.Response:
    """Ask on a connection of its own, which any worker may take."""
    async with httpx.AsyncClient() as caller:
        return await caller.get(f"{address}/v1/cases", headers=headers)


def _workers_that_served(ground: Ground) -> int:
    """Count the workers that have counted a request in their own file of metrics."""
    served = 0
    for path in (ground.output.parent / "metrics").glob("*/counter_*.db"):
        counts = MmapedDict.read_all_values_from_file(str(path))  # type: ignore[no-untyped-call]
        served += any("referral_requests_total" in name and number for name, number, *_ in counts)
    return served


async def test_two_workers_keep_one_limit(ground: Ground) -> None:
    token = ground.world.token(ground.world.police.agent(Role.FIRST_RESPONDER))
    headers = {"Authorization": f"Bearer {token}"}
    answers: list[httpx.Response] = []
    # One each second, twelve at once.
    with serve(ground, WORKERS="2", REQUESTS_PER_MINUTE="60") as address:
        began = time.monotonic()
        while _workers_that_served(ground) < 2 or len(answers) < 60:
            answers += await asyncio.gather(*(_ask(address, headers) for _ in range(10)))
            assert time.monotonic() - began < 30, "one worker serves everything"
        spent = time.monotonic() - began
        await asyncio.sleep(int(answers[-1].headers["retry-after"]))
        assert (await _ask(address, headers)).status_code == 200
    served = sum(answer.status_code == 200 for answer in answers)
    # Two that count at the same moment may count one.
    assert 12 <= served <= 12 + spent + 3
    assert {answer.status_code for answer in answers} == {200, 429}
    assert {
        answer.headers["retry-after"] for answer in answers if answer.status_code == 429
    } == {"1"}  # fmt: skip


@pytest.mark.parametrize(("trusted", "believed"), [('["127.0.0.1"]', True), ("[]", False)])
async def test_a_forwarded_address_is_believed_from_a_trusted_proxy_alone(
    ground: Ground, trusted: str, believed: bool
) -> None:
    """Of each address one refusal is recorded."""
    settings = {"TRUSTED_PROXIES": trusted, "ANONYMOUS_EVENTS_PER_MINUTE": "1"}
    with serve(ground, **settings) as address:
        answers = [
            await _ask(address, {"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(40)
        ]
    assert {answer.status_code for answer in answers} == {401}
    recorded = 0
    for answer in answers:
        request_id = answer.headers["x-request-id"]
        recorded += len(await ground.world.events(request_id=request_id))
    assert (recorded > 1) == believed
    assert recorded
