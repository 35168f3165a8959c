"""A COMMIT takes the opening of the next in line along: neither may suffer for the other."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text
from uuid_utils.compat import uuid7

from referral_api.connections import Connections, Loan
from referral_api.database import Database
from referral_api.embedded import Embedded
from referral_api.errors import Unavailable
from referral_api.permissions import Actor, Role
from referral_api.statements import Statement
from referral_api.transactions import Sight, Transaction
from referral_api.turns import Waiting
from tests.contract.sessions import EVENT
from tests.world import TestOrganisation, World

_WHO = Statement(
    text(
        "SELECT current_user::text AS role, current_setting('app.organisation_id') AS organisation,"
        " current_setting('app.agent_id') AS agent, current_setting('app.sight') AS sight"
    )
)
_MOVE_TO_KAYES = Statement(text("UPDATE \"case\" SET region = 'KAYES' WHERE id = :case_id"))


@pytest.fixture
async def single(server: Embedded) -> AsyncIterator[Database]:
    """A database with one connection: who is second waits in line."""
    database = Database(server.url("referral_app"), size=1)
    yield database
    await database.close()


def _actor(organisation: TestOrganisation) -> Actor:
    agent = organisation.agent(Role.SUPERVISOR)
    return Actor(organisation.id, "police", agent, None, frozenset({Role.SUPERVISOR}), "test")


class _Visit:
    """One caller: enters, says who the database takes her for, and waits to be let go."""

    def __init__(self, database: Database, actor: Actor, sight: Sight = "grants") -> None:
        self.transaction = database.transaction(actor, sight)
        self.inside, self.may_leave = asyncio.Event(), asyncio.Event()
        self.seen: dict[str, Any] = {}
        self.task = asyncio.create_task(self._visit())

    async def _visit(self) -> None:
        async with self.transaction as transaction:
            self.seen = dict(await transaction.row(_WHO))
            self.inside.set()
            await self.may_leave.wait()

    async def leave(self) -> None:
        self.may_leave.set()
        await self.task


async def _in_line(*visits: _Visit) -> None:
    """Let the first in, and the others into the line behind her."""
    await visits[0].inside.wait()
    await asyncio.sleep(0)


def _before_the_commit(monkeypatch: pytest.MonkeyPatch, act: Any, *, of: Transaction) -> None:
    """Do something at the moment when a transaction sends its COMMIT."""
    send = Transaction._send

    async def sent(self: Transaction, sql: str) -> str:
        if self is of and sql.startswith("COMMIT"):
            act()
        return await send(self, sql)

    monkeypatch.setattr(Transaction, "_send", sent)


async def test_the_next_is_herself_whatever_went_before(world: World, single: Database) -> None:
    callers: list[tuple[TestOrganisation, Sight, str]] = [
        (world.oversight, "audit", "referral_auditor"), (world.police, "grants", "referral_app"),
        (world.coordination, "flow", "referral_app"),
        (world.oversight, "audit", "referral_auditor"),
    ]  # fmt: skip
    actors = [_actor(organisation) for organisation, _, _ in callers]
    visits = [
        _Visit(single, actor, sight) for actor, (_, sight, _) in zip(actors, callers, strict=True)
    ]
    await _in_line(*visits)
    for visit in visits:
        await visit.leave()
    for visit, actor, (_, sight, role) in zip(visits, actors, callers, strict=True):
        assert visit.seen == {
            "role": role, "organisation": str(actor.organisation_id),
            "agent": str(actor.agent_id), "sight": sight,
        }  # fmt: skip
    assert [visit.transaction.flights for visit in visits] == [3, 2, 2, 2]


async def test_a_commit_that_fails_fails_alone(world: World, single: Database) -> None:
    case = await world.a_case()
    first = await single.transaction(_actor(world.police)).__aenter__()
    await first.run(_MOVE_TO_KAYES, case_id=UUID(case["id"]))
    second = _Visit(single, _actor(world.ngo))
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


async def test_an_opening_that_fails_fails_alone(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = UUID((await world.a_case())["id"])
    first, second = (single.transaction(_actor(world.police)) for _ in range(2))
    async with first:
        await first._connection.execute(EVENT, uuid7(), world.police.id, case_id)
        await first.run(_MOVE_TO_KAYES, case_id=case_id)
        with monkeypatch.context() as patch:
            patch.setattr(Transaction, "_opening", "BEGIN;SELECT 1/0")
            failing = asyncio.create_task(second.__aenter__())
            await asyncio.sleep(0)
        third = _Visit(single, _actor(world.ngo))
        await asyncio.sleep(0)
    assert first.committed
    with pytest.raises(asyncpg.DivisionByZeroError):
        await failing
    await third.leave()
    assert third.seen["organisation"] == str(world.ngo.id)
    found = await world.owner.fetchval('SELECT region FROM "case" WHERE id = $1', case_id)
    assert found == "KAYES"


@pytest.mark.parametrize("gone", ["called off", "out of patience"])
async def test_who_is_gone_by_then_leaves_nothing_open(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    first, second, third = (_Visit(single, _actor(world.police)) for _ in range(3))
    await _in_line(first, second, third)

    def be_gone() -> None:
        if gone == "called off":
            second.task.cancel()
        else:
            assert first.transaction._next is not None
            first.transaction._next.turn.set_exception(TimeoutError())

    _before_the_commit(monkeypatch, be_gone, of=first.transaction)
    await first.leave()
    assert first.transaction.committed
    await third.leave()
    assert third.transaction.flights == 3  # the connection was given back clean
    with pytest.raises(asyncio.CancelledError if gone == "called off" else Unavailable):
        await second.task
    assert not second.inside.is_set()


async def test_who_is_called_off_as_her_turn_comes_gives_it_on(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (_Visit(single, _actor(world.police)) for _ in range(3))
    await _in_line(first, second, third)
    give = Connections.hand_over

    def hand_over(self: Connections, loan: Loan, called: Waiting[Loan], opened: str) -> bool:
        given = give(self, loan, called, opened)
        second.task.cancel()
        return given

    with monkeypatch.context() as patch:
        patch.setattr(Connections, "hand_over", hand_over)
        await first.leave()
    await asyncio.wait_for(third.leave(), 5)
    assert second.task.cancelled()
    assert third.seen["organisation"] == str(world.police.id)


@pytest.mark.parametrize("end", ["before", "meanwhile", "by the server"])
async def test_a_lost_connection_is_no_proof_and_the_next_opens_another(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    case_id = UUID((await world.a_case())["id"])
    first = await single.transaction(_actor(world.police)).__aenter__()
    await first._connection.execute(EVENT, uuid7(), world.police.id, case_id)
    await first.run(_MOVE_TO_KAYES, case_id=case_id)
    second = _Visit(single, _actor(world.police))
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
    _before_the_commit(monkeypatch, lose, of=first)
    with pytest.raises(Unavailable):
        await first.__aexit__(None, None, None)
    assert not first.committed
    await second.leave()
    assert second.transaction.committed
    assert second.transaction.flights == 3


async def test_after_a_statement_that_failed_nothing_is_committed(
    world: World, single: Database
) -> None:
    transaction = await single.transaction(_actor(world.police)).__aenter__()
    with pytest.raises(asyncpg.DivisionByZeroError):
        await transaction.run(Statement(text("SELECT 1/0")))
    with pytest.raises(RuntimeError):
        await transaction.__aexit__(None, None, None)
    assert not transaction.committed
