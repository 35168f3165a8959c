"""A refusal is sent only if the same server could record it.

A former primary may still respond with an outdated state. Its refusals must not be sent: each is
recorded on the connection that found it, and there it cannot be committed.
"""

from typing import Any

import asyncpg
import pytest

from referral_api.database.pool import Pool
from referral_api.database.transaction import Transaction
from referral_api.permissions import Role
from tests.support.rubbish import check_refusal
from tests.support.world import World


async def test_a_refusal_is_recorded_on_the_connection_that_it_was_found_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await world.call(stranger, "GET", "/v1/cases")
    path = f"/v1/cases/{(await world.a_case())['id']}"
    taken: list[Any] = []
    acquire = Pool.acquire

    async def acquire_once(pool: Pool) -> Any:
        if taken:
            raise OSError("the other server")
        taken.append(await acquire(pool))
        return taken[0]

    with monkeypatch.context() as patch:
        patch.setattr(Pool, "acquire", acquire_once)
        answer = await world.call(stranger, "GET", path)
    check_refusal(answer, path)
    assert (answer.status_code, len(taken)) == (404, 1)
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["code"]) == (
        "case:read", "refused", "not-found"
    )  # fmt: skip


@pytest.mark.parametrize("sight", ["grants", "audit"])
async def test_a_refusal_that_cannot_be_committed_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch, sight: str
) -> None:
    if sight == "audit":
        caller, path = world.oversight.agent(Role.AUDITOR), "/v1/audit/events?cursor=unreadable"
    else:
        caller = world.stranger.agent(Role.SUPERVISOR)
        path = f"/v1/cases/{(await world.a_case())['id']}"
    refused = await world.call(caller, "GET", path)
    assert refused.status_code in {400, 404}
    (event,) = await world.events(request_id=refused.headers["x-request-id"])
    assert event["outcome"] == "refused"
    send = Transaction._send

    async def hang_up(transaction: Transaction, sql: str) -> None:
        if sql == "COMMIT":
            raise asyncpg.PostgresConnectionError("no standby answers")
        await send(transaction, sql)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_send", hang_up)
        answer = await world.call(caller, "GET", path)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert not await world.events(request_id=answer.headers["x-request-id"])
    assert (await world.call(caller, "GET", path)).status_code == refused.status_code


async def test_a_refusal_by_the_commit_is_recorded_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)

    class ChainMoved(asyncpg.PostgresError):
        sqlstate = "NR003"

    async def refuse(_: Transaction) -> None:
        raise ChainMoved

    path = f"/v1/cases/{(await world.a_case())['id']}"
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_commit", refuse)
        answer = await world.call(officer, "GET", path)
    assert answer.status_code == 409
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["outcome"], event["code"]) == ("refused", "conflict")
