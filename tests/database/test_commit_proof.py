"""A COMMIT that took the opening of the next along is done only where that is certain."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

from referral_api.database.database import Database
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import Unavailable
from tests.support.sessions import EVENT
from tests.support.visits import Visit, actor_of, before_the_commit
from tests.support.world import World

_MOVE_TO_KAYES = Statement(text("UPDATE \"case\" SET region = 'KAYES' WHERE id = :case_id"))


async def test_a_commit_that_fails_fails_alone(world: World, single: Database) -> None:
    case = await world.a_case()
    first = await single.transaction(actor_of(world.police)).__aenter__()
    await first.run(_MOVE_TO_KAYES, case_id=UUID(case["id"]))
    second = Visit(single, actor_of(world.ngo))
    await asyncio.sleep(0)
    with pytest.raises(asyncpg.PostgresError) as caught:
        await first.__aexit__(None, None, None)
    assert caught.value.sqlstate == "NR001"
    assert not first.committed
    assert first.flights == 3
    await second.leave()
    assert second.seen["organisation"] == str(world.ngo.id)
    assert second.transaction.flights == 3  # she opened it herself
    found = await world.owner.fetchval(
        'SELECT region FROM "case" WHERE id = $1', UUID(case["id"])
    )  # fmt: skip
    assert found == case["region"]


@pytest.mark.parametrize(
    ("opening", "is_done"), [("BEGIN;SELECT 1/0", True), ("BEGIN;SELEC", False)]
)
async def test_where_nobody_can_tell_if_a_commit_was_done_nobody_says_so(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, opening: str, is_done: bool
) -> None:
    """The second is not even read as SQL, so the COMMIT before it is not done either."""
    case_id = UUID((await world.a_case())["id"])
    first, second = (single.transaction(actor_of(world.police)) for _ in range(2))
    await first.__aenter__()
    await first._connection.execute(EVENT, uuid7(), world.police.id, case_id)
    await first.run(_MOVE_TO_KAYES, case_id=case_id)
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_opening", opening)
        failing = asyncio.create_task(second.__aenter__())
        await asyncio.sleep(0)
    third = Visit(single, actor_of(world.ngo))
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await first.__aexit__(None, None, None)
    assert not first.committed
    with pytest.raises(asyncpg.PostgresError):
        await failing
    await third.leave()
    assert third.seen["organisation"] == str(world.ngo.id)
    found = await world.owner.fetchval('SELECT region FROM "case" WHERE id = $1', case_id)
    assert (found == "KAYES") == is_done


@pytest.mark.parametrize("end", ["before", "meanwhile", "by the server"])
async def test_a_lost_connection_is_no_proof_and_the_next_opens_another(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    case_id = UUID((await world.a_case())["id"])
    first = await single.transaction(actor_of(world.police)).__aenter__()
    await first._connection.execute(EVENT, uuid7(), world.police.id, case_id)
    await first.run(_MOVE_TO_KAYES, case_id=case_id)
    second = Visit(single, actor_of(world.police))
    await asyncio.sleep(0)

    def lose() -> None:
        if end == "before":
            first._connection.terminate()
        elif end == "meanwhile":
            # A COMMIT that the server never hears of, on a wire that then breaks.
            wire: asyncio.Transport = first._connection._transport  # type: ignore[attr-defined]
            monkeypatch.setattr(wire, "write", lambda *_: None)
            asyncio.get_running_loop().call_soon(wire.abort)

    if end == "by the server":
        fatal = "SELECT pg_terminate_backend(pg_backend_pid())"
        monkeypatch.setattr(first._connections._turns._line[0], "wish", fatal)
    before_the_commit(monkeypatch, lose, of=first)
    with pytest.raises(Unavailable):
        await first.__aexit__(None, None, None)
    assert not first.committed
    await second.leave()
    assert second.transaction.committed
    assert second.transaction.flights == 3


async def test_after_a_statement_that_failed_nothing_is_committed(
    world: World, single: Database
) -> None:
    transaction = await single.transaction(actor_of(world.police)).__aenter__()
    with pytest.raises(asyncpg.DivisionByZeroError):
        await transaction.run(Statement(text("SELECT 1/0")))
    with pytest.raises(RuntimeError):
        await transaction.__aexit__(None, None, None)
    assert not transaction.committed
