"""A node opens the connections that docs/operators.md counts, and no more."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from referral_api.permissions import Role
from tests.support.served_app import Ground, open_ground, serve_node

WORKERS, POOL_SIZE = 2, 3
_OF_THE_SERVICE = (
    "SELECT application_name, count(*) FROM pg_stat_activity"
    " WHERE application_name LIKE 'referral-api%' GROUP BY 1"
)


@pytest.fixture(scope="module")
async def ground() -> AsyncIterator[Ground]:
    async with open_ground() as ground:
        yield ground


async def _count(owner: asyncpg.Connection) -> dict[str, int]:
    return {row[0]: row[1] for row in await owner.fetch(_OF_THE_SERVICE)}


@pytest.mark.one_in(10)
async def test_each_worker_opens_its_pool_and_one_for_readiness(ground: Ground) -> None:
    token = ground.world.token(ground.world.police.agent(Role.FIRST_RESPONDER))
    headers = {"Authorization": f"Bearer {token}"}
    owner = await asyncpg.connect(ground.database_url.replace("referral_app", "postgres"))
    before = await _count(owner)
    limits = httpx.Limits(max_connections=40, max_keepalive_connections=0)
    with serve_node(ground, WORKERS=str(WORKERS), POOL_SIZE=str(POOL_SIZE)) as node:
        async with httpx.AsyncClient(base_url=node.address, limits=limits) as client:
            for _ in range(5):
                asked = ["/v1/cases"] * 40 + ["/health/ready", "/metrics"] * 4
                answers = await asyncio.gather(
                    *(
                        client.get(path, headers=headers if path == "/v1/cases" else {})
                        for path in asked
                    )
                )
                assert {answer.status_code for answer in answers} <= {200, 503}
        opened = {
            name: number - before.get(name, 0) for name, number in (await _count(owner)).items()
        }
    await owner.close()
    assert 1 <= opened["referral-api readiness"] <= WORKERS
    assert WORKERS < opened["referral-api"] <= WORKERS * POOL_SIZE
    assert sum(opened.values()) <= WORKERS * (POOL_SIZE + 1)
