"""The resolver: one look-up for many pages, and no trust beyond two periods."""

import asyncio

import pytest

from referral_api.domain.network.sign_in.sessions import resolver as resolving
from referral_api.domain.network.sign_in.sessions.ending import end_session
from referral_api.domain.network.sign_in.sessions.opening import Opened
from referral_api.domain.network.sign_in.sessions.resolver import SessionResolver
from referral_api.errors import SessionEnded
from referral_api.permissions import Role
from tests.support.sign_in import Unit, make_unit
from tests.support.world import World

TRUSTED = 10.0


class Clock:
    """The monotonic clock of the module, set by hand."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(resolving, "time", made)
    return made


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


async def _end(unit: Unit, resolver: SessionResolver, opened: Opened) -> None:
    session = await resolver.resolve(opened.cookie)
    async with unit.database.transaction(session.actor) as transaction:
        await end_session(transaction, session.id)


async def test_many_pages_cause_one_look_up(unit: Unit, clock: Clock) -> None:
    opened, known = await unit.open(), unit.resolver(TRUSTED)
    before = unit.database.leases
    found = await asyncio.gather(*(known.resolve(opened.cookie) for _ in range(20)))
    clock.at += TRUSTED - 0.1
    found.append(await known.resolve(opened.cookie))
    assert len({session.id for session in found}) == 1
    assert unit.database.leases == before + 1


async def test_a_session_that_was_ended_elsewhere_is_refused_after_the_look_up_that_is_due(
    unit: Unit, clock: Clock
) -> None:
    opened, known = await unit.open(), unit.resolver(TRUSTED)
    await _end(unit, known, opened)
    clock.at += TRUSTED
    await known.resolve(opened.cookie)  # as known, while it is looked up in the background
    await asyncio.gather(*known._renewing.values(), return_exceptions=True)
    with pytest.raises(SessionEnded):
        await known.resolve(opened.cookie)


async def test_a_session_older_than_two_periods_is_not_used(unit: Unit, clock: Clock) -> None:
    opened, known = await unit.open(), unit.resolver(TRUSTED)
    await _end(unit, known, opened)
    clock.at += 2 * TRUSTED
    with pytest.raises(SessionEnded):
        await known.resolve(opened.cookie)


async def test_a_session_that_was_ended_here_is_refused_at_once(unit: Unit) -> None:
    opened, known = await unit.open(), unit.resolver(TRUSTED)
    await _end(unit, known, opened)
    known.forget(opened.session_id)
    with pytest.raises(SessionEnded):
        await known.resolve(opened.cookie)


async def test_a_look_up_from_before_the_end_is_not_remembered(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, known = await unit.open(), unit.resolver(TRUSTED)
    look_up, gate, begun = known._look_up, asyncio.Event(), asyncio.Event()

    async def slow(digest: bytes) -> object:
        found = await look_up(digest)
        begun.set()
        await gate.wait()
        return found

    monkeypatch.setattr(known, "_look_up", slow)
    page = asyncio.create_task(known.resolve(opened.cookie))
    await begun.wait()
    monkeypatch.setattr(known, "_look_up", look_up)
    await _end(unit, unit.resolver(), opened)
    known.forget(opened.session_id)
    gate.set()
    await page  # it was asked before the end
    with pytest.raises(SessionEnded):
        await known.resolve(opened.cookie)


async def test_what_is_no_cookie_of_ours_is_not_looked_up(unit: Unit) -> None:
    known, before = unit.resolver(), unit.database.leases
    for cookie in ("", "x", "a" * 42, "a" * 44, "é" * 43):
        with pytest.raises(SessionEnded):
            await known.resolve(cookie)
    assert unit.database.leases == before
    with pytest.raises(SessionEnded):
        await known.resolve("a" * 43)


async def test_the_first_sign_in_of_a_national_administrator_is_noted(world: World) -> None:
    unit = Unit(world, world.coordination)
    agent_id = await world.make_agent(world.coordination, Role.CASE_WORKER)
    await world.arrange(
        agent_id, "UPDATE agent SET roles = '{administrator}' WHERE id = $1", agent_id
    )
    opened = await unit.open(agent_id)
    known = unit.resolver(0.0)
    for _ in range(2):
        await known.resolve(opened.cookie)
    (event,) = await world.events(action="agent:sign_in_first", agent_id=agent_id)
    assert event["subject_id"] == agent_id


async def test_the_memory_is_bounded(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "_MOST_REMEMBERED", 1)
    known = unit.resolver(TRUSTED)
    for _ in range(3):
        await known.resolve((await unit.open()).cookie)
    assert len(known._known) == 1
