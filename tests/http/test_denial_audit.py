"""A refusal is sent only if the same server could record it.

A former primary may still respond with an outdated state. Its refusals must not be sent: each is
recorded on the connection that found it, and there it cannot be committed.
"""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.database.pool import Pool
from referral_api.database.transaction import Transaction
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, refused
from tests.support.rubbish import check_refusal
from tests.support.world import World


def one_connection(patch: pytest.MonkeyPatch) -> list[Any]:
    """Let one connection be had and no second; return those that were."""
    taken: list[Any] = []
    acquire = Pool.acquire

    async def acquire_once(pool: Pool) -> Any:
        if taken:
            raise OSError("the other server")
        taken.append(await acquire(pool))
        return taken[0]

    patch.setattr(Pool, "acquire", acquire_once)
    return taken


async def test_a_refusal_is_recorded_on_the_connection_that_it_was_found_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await world.call(stranger, "GET", "/v1/cases")
    path = f"/v1/cases/{(await world.a_case())['id']}"
    with monkeypatch.context() as patch:
        taken = one_connection(patch)
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


async def test_a_refusal_that_its_own_connection_cannot_record_is_not_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await world.call(stranger, "GET", "/v1/cases")
    path = f"/v1/cases/{(await world.a_case())['id']}"
    send, hung_up = Transaction._send, list[str]()

    async def hang_up_once(transaction: Transaction, sql: str) -> str:
        if sql == "COMMIT" and not hung_up:
            hung_up.append(sql)
            raise asyncpg.PostgresConnectionError("another has taken over")
        return await send(transaction, sql)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_send", hang_up_once)
        answer = await world.call(stranger, "GET", path)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert not await world.events(request_id=answer.headers["x-request-id"])


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


async def test_who_is_not_known_leaves_a_trace_too(world: World) -> None:
    told = await refused(world, 401, "invalid-token", None, "GET", "/v1/cases")
    (event,) = await world.events(request_id=told["request_id"])
    assert (event["action"], event["organisation_id"]) == ("token:authenticate", None)


async def test_the_refusal_of_a_step_names_the_case_it_was_about(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    row = await world.move(officer, "referrals", await world.a_referral(), "send")
    await move_refused(world, 409, "invalid-transition", officer, "referrals", row, "send")
    (event,) = await world.events(case_id=UUID(row["case_id"]), outcome="refused")
    assert (event["action"], event["subject_id"]) == ("referral:send", UUID(row["id"]))


@pytest.mark.parametrize("resource", ["referrals", "handoffs"])
async def test_a_reading_its_case_and_its_event_are_one(
    world: World, monkeypatch: pytest.MonkeyPatch, resource: str
) -> None:
    row = await (world.a_referral() if resource == "referrals" else world.an_offer())
    supervisor, path = world.police.agent(Role.SUPERVISOR), f"/v1/{resource}/{row['id']}"
    await world.done(supervisor, "GET", "/v1/cases")
    with monkeypatch.context() as patch:
        taken = one_connection(patch)
        answer = await world.call(supervisor, "GET", path)
    assert (answer.status_code, len(taken)) == (200, 1)
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["outcome"]) == (f"{resource[:-1]}:read", "allowed")
    assert (event["subject_id"], event["case_id"]) == (UUID(row["id"]), UUID(row["case_id"]))
