"""Only PostgreSQL's response proves a COMMIT, and the connection is clean afterwards."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from referral_api.audit.log import record
from referral_api.database.database import Database
from referral_api.database.sight import VisibilityScope
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.errors import Unavailable
from referral_api.permissions import CasePermission
from tests.support.visits import Visit, actor_of, before_the_commit, in_line
from tests.support.world import TestOrganisation, World

_MOVE_TO_KAYES = Statement(text("UPDATE \"case\" SET region = 'KAYES' WHERE id = :case_id"))


async def test_each_caller_has_its_own_identity_on_a_reused_connection(
    world: World, single: Database
) -> None:
    callers: list[tuple[TestOrganisation, VisibilityScope, str]] = [
        (world.oversight, "audit", "referral_auditor"), (world.police, "grants", "referral_app"),
        (world.coordination, "flow", "referral_app"),
        (world.oversight, "audit", "referral_auditor"),
    ]  # fmt: skip
    actors = [actor_of(organisation) for organisation, _, _ in callers]
    visits = [
        Visit(single, actor, scope) for actor, (_, scope, _) in zip(actors, callers, strict=True)
    ]
    await in_line(*visits)
    for visit in visits:
        await visit.leave()
    for visit, actor, (_, scope, role) in zip(visits, actors, callers, strict=True):
        assert visit.seen == {
            "role": role, "organisation": str(actor.organisation_id),
            "agent": str(actor.agent_id), "sight": scope,
        }  # fmt: skip
    assert [visit.transaction.round_trips for visit in visits] == [3, 3, 3, 3]


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
    await second.leave()
    assert second.seen["organisation"] == str(world.ngo.id)
    found = await world.owner.fetchval(
        'SELECT region FROM "case" WHERE id = $1', UUID(case["id"])
    )  # fmt: skip
    assert found == case["region"]


@pytest.mark.parametrize("end", ["before", "meanwhile"])
async def test_a_lost_connection_is_no_proof_and_the_next_opens_another(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    case_id = UUID((await world.a_case())["id"])
    first = await single.transaction(actor_of(world.police)).__aenter__()
    await record(first, CasePermission.UPDATE, "case", case_id, case_id=case_id)
    await first.run(_MOVE_TO_KAYES, case_id=case_id)
    second = Visit(single, actor_of(world.police))
    await asyncio.sleep(0)

    def lose() -> None:
        if end == "before":
            first._connection.terminate()
        else:
            # A COMMIT that never reaches the server, on a connection that then breaks.
            wire: asyncio.Transport = first._connection._transport  # type: ignore[attr-defined]
            monkeypatch.setattr(wire, "write", lambda *_: None)
            asyncio.get_running_loop().call_soon(wire.abort)

    before_the_commit(monkeypatch, lose, of=first)
    with pytest.raises(Unavailable):
        await first.__aexit__(None, None, None)
    assert not first.committed
    await second.leave()
    assert second.transaction.committed


async def test_a_waiter_that_is_cancelled_leaves_nothing_open(
    world: World, single: Database
) -> None:
    first, second, third = (Visit(single, actor_of(world.police)) for _ in range(3))
    await in_line(first, second, third)
    second.task.cancel()
    await first.leave()
    assert first.transaction.committed
    await asyncio.wait_for(third.leave(), 5)
    assert third.transaction.round_trips == 3  # the connection was given back clean
    with pytest.raises(asyncio.CancelledError):
        await second.task
    assert not second.inside.is_set()


async def test_after_a_statement_that_failed_nothing_is_committed(
    world: World, single: Database
) -> None:
    transaction = await single.transaction(actor_of(world.police)).__aenter__()
    with pytest.raises(asyncpg.DivisionByZeroError):
        await transaction.run(Statement(text("SELECT 1/0")))
    with pytest.raises(RuntimeError):
        await transaction.__aexit__(None, None, None)
    assert not transaction.committed


async def test_nothing_can_be_done_in_a_transaction_that_has_failed_to_open(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = single.transaction(actor_of(world.police))
    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_begin_sql", "BEGIN;SELECT 1/0")
        with pytest.raises(asyncpg.DivisionByZeroError):
            await failing.__aenter__()
    following = Visit(single, actor_of(world.ngo))
    await following.leave()
    assert following.seen["organisation"] == str(world.ngo.id)
