"""A COMMIT takes the opening of the next in line along: neither may suffer for the other."""

import asyncio

import pytest

from referral_api.database.database import Database
from referral_api.database.pool import Connections, Loan
from referral_api.database.transaction import Sight, Transaction
from referral_api.database.wait_queue import Waiting
from referral_api.embedded import Embedded
from referral_api.errors import Unavailable
from tests.support.visits import Visit, actor_of, before_the_commit, in_line
from tests.support.world import TestOrganisation, World


async def test_the_next_is_herself_whatever_went_before(world: World, single: Database) -> None:
    callers: list[tuple[TestOrganisation, Sight, str]] = [
        (world.oversight, "audit", "referral_auditor"), (world.police, "grants", "referral_app"),
        (world.coordination, "flow", "referral_app"),
        (world.oversight, "audit", "referral_auditor"),
    ]  # fmt: skip
    actors = [actor_of(organisation) for organisation, _, _ in callers]
    visits = [
        Visit(single, actor, sight) for actor, (_, sight, _) in zip(actors, callers, strict=True)
    ]
    await in_line(*visits)
    for visit in visits:
        await visit.leave()
    for visit, actor, (_, sight, role) in zip(visits, actors, callers, strict=True):
        assert visit.seen == {
            "role": role, "organisation": str(actor.organisation_id),
            "agent": str(actor.agent_id), "sight": sight,
        }  # fmt: skip
    assert [visit.transaction.flights for visit in visits] == [3, 2, 2, 2]


async def test_who_was_called_takes_another_turn_if_that_commit_takes_long(
    world: World, server: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = Database(server.url("referral_app"), size=2)
    slow, quick = (Visit(double, actor_of(world.police)) for _ in range(2))
    await slow.inside.wait()
    await quick.inside.wait()
    called = Visit(double, actor_of(world.ngo))
    await asyncio.sleep(0)
    send, go_on = Transaction._send, asyncio.Event()

    async def held_up(self: Transaction, sql: str) -> str:
        if self is slow.transaction and sql.startswith("COMMIT"):
            await go_on.wait()
        return await send(self, sql)

    monkeypatch.setattr(Transaction, "_send", held_up)
    slow.may_leave.set()
    await asyncio.sleep(0.05)
    assert not called.inside.is_set()
    await quick.leave()
    await asyncio.wait_for(called.inside.wait(), 0.5)
    go_on.set()
    await slow.task
    await called.leave()
    last = [Visit(double, actor_of(world.police)) for _ in range(3)]
    for visit in last:
        await visit.leave()
    assert slow.transaction.committed
    await double.close()


@pytest.mark.parametrize("gone", ["called off", "out of patience"])
async def test_who_is_gone_by_then_leaves_nothing_open(
    world: World, single: Database, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    first, second, third = (Visit(single, actor_of(world.police)) for _ in range(3))
    await in_line(first, second, third)

    def be_gone() -> None:
        if gone == "called off":
            second.task.cancel()
        else:
            assert first.transaction._next is not None
            first.transaction._next.turn.set_exception(TimeoutError())

    before_the_commit(monkeypatch, be_gone, of=first.transaction)
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
    first, second, third = (Visit(single, actor_of(world.police)) for _ in range(3))
    await in_line(first, second, third)
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
