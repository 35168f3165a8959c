"""The same request twice at once: it is done once, and nobody else waits for it."""

import asyncio
import secrets
from contextlib import suppress
from uuid import UUID

from referral_api.http.idempotency import IdempotencyKey
from referral_api.http.stored_responses import StoredResponse
from referral_api.permissions import Actor, Role
from tests.support.rubbish import check_refusal
from tests.support.world import World

_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


_ANSWER = StoredResponse(200, b"{}", None, None, "case", UUID(int=7))


def _key() -> str:
    return secrets.token_hex(12)


def _claimant(world: World) -> tuple[Actor, IdempotencyKey]:
    """Somebody, and a key of hers for one request."""
    officer = world.police.agent(Role.FIRST_RESPONDER)
    actor = Actor(world.police.id, "police", officer, None, frozenset(), "")
    return actor, IdempotencyKey.of(
        actor, _key(), world.process.known_secrets, b"POST", b"/v1/cases", b"{}"
    )


async def test_a_claim_never_waits_and_the_response_waits_for_a_concurrent_duplicate(
    world: World,
) -> None:
    actor, key = _claimant(world)
    database = world.process.database
    async with database.transaction(actor, with_begin=key.claim) as first:
        assert await key.find_stored(first) is None
        async with asyncio.timeout(0.5), database.transaction(actor, with_begin=key.claim) as hasty:
            assert hasty.begin_status == "SELECT 1"
        waiting = asyncio.create_task(_answer_of(world, key, actor))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        key.store(first, _ANSWER)
    assert await waiting == _ANSWER


async def _answer_of(world: World, key: IdempotencyKey, actor: Actor) -> StoredResponse | None:
    async with world.process.database.transaction(actor, with_begin=key.claim) as transaction:
        return await key.find_stored(transaction)


async def test_a_key_without_an_answer_is_not_used_by_two_at_once(world: World) -> None:
    actor, key = _claimant(world)
    database = world.process.database
    async with database.transaction(actor, with_begin=key.claim):
        pass  # its request left no answer behind
    async with database.transaction(actor, with_begin=key.claim) as first:
        assert await key.find_stored(first) is None
        waiting = asyncio.create_task(_answer_of(world, key, actor))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        key.store(first, _ANSWER)
    assert await waiting == _ANSWER


async def test_a_request_that_gets_the_lock_sees_the_response_of_its_duplicate(
    world: World,
) -> None:
    """The claim waits for the lock here, so that the duplicate commits after the claim began."""
    actor, key = _claimant(world)
    claim = key.claim.prepared.statement
    patient = claim.sql.replace("pg_try_advisory_xact_lock", "pg_temp.lock_in_the_end")
    async with world.owner.acquire() as owner, owner.transaction():
        await owner.execute(
            "CREATE FUNCTION pg_temp.lock_in_the_end(bigint) RETURNS boolean LANGUAGE sql"
            " AS 'SELECT pg_advisory_xact_lock($1)::text IS NOT NULL'"
        )
        async with world.process.database.transaction(actor, with_begin=key.claim) as duplicate:
            assert await key.find_stored(duplicate) is None
            waiting = asyncio.create_task(owner.fetch(patient, *claim.arguments(key.claim.values)))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            key.store(duplicate, _ANSWER)
        assert len(await waiting) == 1, "a used key is reported as free"


async def test_a_duplicate_that_stored_nothing_leaves_the_key_to_the_waiter(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    actor = Actor(world.police.id, "police", officer, None, frozenset(), "")
    body = b'{"sex":"female","age_band":"25_59","region":"BAMAKO"}'
    claim = IdempotencyKey.of(
        actor, key, world.process.known_secrets, b"POST", b"/v1/cases", body
    ).claim
    with suppress(RuntimeError):
        async with world.process.database.transaction(actor, with_begin=claim) as duplicate:
            assert duplicate.begin_status == "SELECT 0"
            waiting = asyncio.create_task(world.call(officer, "POST", "/v1/cases", _CASE, key=key))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            raise RuntimeError
    answer = await waiting
    assert (answer.status_code, "Idempotent-Replayed" in answer.headers) == (201, False)


async def test_the_same_key_of_another_caller_is_no_duplicate(world: World) -> None:
    key = _key()
    officers = world.police.agent(Role.FIRST_RESPONDER), world.ngo.agent(Role.FIRST_RESPONDER)
    actor = Actor(world.police.id, "police", officers[0], None, frozenset(), "")
    claim = IdempotencyKey.of(actor, key, world.process.known_secrets, b"", b"", b"").claim
    async with world.process.database.transaction(actor, with_begin=claim) as transaction:
        assert transaction.begin_status == "SELECT 0"
        async with asyncio.timeout(1):
            answer = await world.call(officers[1], "POST", "/v1/cases", _CASE, key=key)
    assert answer.status_code == 201


async def test_a_duplicate_that_takes_too_long_is_a_key_in_use(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    actor = Actor(world.police.id, "police", officer, None, frozenset(), "")
    claim = IdempotencyKey.of(actor, key, world.process.known_secrets, b"", b"", b"").claim
    async with world.process.database.transaction(actor, with_begin=claim):
        answer = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    check_refusal(answer, "a key in use")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-key-in-use")
    (event,) = await world.events(request_id=answer.json()["request_id"])
    assert (event["outcome"], event["code"]) == ("refused", "idempotency-key-in-use")
