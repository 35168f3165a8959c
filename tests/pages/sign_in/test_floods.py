"""Who is not known fills neither the audit log nor a table, and holds up nobody who is."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import pytest

from referral_api.domain.network.sign_in.factors.checking import Given, _whose
from referral_api.domain.network.sign_in.pins.checking import check_pin
from referral_api.errors import Unavailable
from referral_api.http.process_context import ProcessContext
from referral_api.http.refusal_sample import RefusalSample
from referral_api.pages.sign_in.outside import BACK
from referral_api.security.hash_thread import HashThread
from tests.support.accounts import ENTER, INVITED, PERSONAL
from tests.support.desk import PIN, Desk
from tests.support.sign_in import LIMITS, Unit, make_unit
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_REGISTER, _PASSKEY = "/bureau/appareil", "/bureau/entrer/cle"


@pytest.fixture
def sampled(world: World) -> Iterator[ProcessContext]:
    """The process with a sample of one."""
    before, sample = world.process, RefusalSample(1)
    world.app.state.process = dataclasses.replace(before, anonymous_refusals=sample)
    yield world.app.state.process
    sample.end_window()
    world.app.state.process = before


@pytest.fixture
async def gate(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """Holds every hash up until it is opened."""
    made, real = asyncio.Event(), HashThread.run

    async def run(self: HashThread, *values: Any) -> Any:
        await made.wait()
        return await real(self, *values)

    monkeypatch.setattr(HashThread, "run", run)
    yield made
    made.set()


async def _attack(visitor: Visitor, kind: str) -> int:
    if kind == "outside":
        return (await visitor.get(BACK)).status_code
    place, said = {
        "device": (_REGISTER, {"code": "ABCDEFGHJK", "name": "x"}),
        "invitation": (INVITED, {"invitation": "ABCDEFGHJK"}),
        "passkey": (_PASSKEY, {"answer": '{"id": "AAAA"}'}),
        "password": (PERSONAL, {"name": f"x.{uuid4()}", "password": "x", "code": "1"}),
    }[kind]
    page = await visitor.get(ENTER if place == PERSONAL else place)
    return (await visitor.send(page, place, **said)).status_code


@pytest.mark.usefixtures("sampled")
@pytest.mark.parametrize(
    ("kind", "code"),
    [("outside", "wrong"), ("device", "code"), ("invitation", "code"), ("passkey", "wrong"),
     ("password", "unknown")],
)  # fmt: skip
async def test_of_refusals_of_nobody_the_first_of_a_minute_are_events(
    world: World, kind: str, code: str
) -> None:
    visitor, before = Visitor(world, None), await world.events(action="session:refuse")
    assert {await _attack(visitor, kind) for _ in range(5)} == {401}
    (event,) = (await world.events(action="session:refuse"))[len(before) :]
    subject = "device" if kind == "device" else "session"
    assert (event["outcome"], event["code"], event["subject"]) == ("refused", code, subject)
    assert (event["agent_id"], event["organisation_id"], event["subject_id"]) == (None,) * 3


async def test_names_without_an_account_are_counted_in_a_bounded_number_of_rows(
    world: World,
) -> None:
    hasher = world.process.passwords
    assert hasher is not None
    whose = {_whose(hasher, Given(f"x.{number}", "", ""), None) for number in range(100_000)}
    assert 40_000 < len(whose) <= 65_536
    stranger, name = Visitor(world, None), f"x.{uuid4()}"
    page = await stranger.get(ENTER)
    for shut in [False] * 5 + [True]:  # as an account would be
        answer = await stranger.send(page, PERSONAL, name=name, password="x", code="1")
        assert ("Réessayez" in Parsed(answer.text).text) == shut


async def test_a_flood_of_passwords_is_told_to_wait_before_it_is_counted_and_holds_up_no_other(
    world: World, gate: asyncio.Event
) -> None:
    visitor = Visitor(world, None)
    page = await visitor.get(ENTER)
    tries, events = await _rows(world, "factor_try"), await _rows(world, "audit_event")
    flood = [
        asyncio.create_task(
            visitor.send(page, PERSONAL, name=f"x.{uuid4()}", password="x", code="1")
        )
        for _ in range(40)
    ]
    _, waiting = await asyncio.wait(flood, timeout=5)
    assert len(waiting) == 9  # one at work, eight that wait
    assert [each.result().status_code for each in flood if each.done()] == [503] * 31
    assert await _rows(world, "audit_event") == events
    assert (await _rows(world, "factor_try")) - tries <= 1
    assert (await visitor.get("/v1/codelists")).status_code != 503
    gate.set()
    answers = await asyncio.gather(*waiting)
    assert {answer.status_code for answer in answers} == {401}


async def test_a_flood_of_passwords_takes_no_thread_from_pins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, passwords = await Desk.of(world), world.process.passwords
    assert passwords is not None
    monkeypatch.setattr(passwords._thread, "_places", 0)
    page = await desk.browser.get(ENTER)
    told = await desk.browser.send(page, PERSONAL, name="x.y", password="x", code="1")
    assert told.status_code == 503
    assert "Retry-After" in told.headers
    await desk.sign_in()
    assert await world.events(action="session:open", agent_id=desk.guard)


async def test_a_pin_whose_request_gives_up_in_the_queue_was_not_tried(
    world: World, gate: asyncio.Event
) -> None:
    unit = await make_unit(world)
    gate.set()
    await unit.give_pin(PIN)
    gate.clear()
    checks = [asyncio.create_task(_check(unit)) for _ in range(5)]
    await asyncio.sleep(0.5)
    for waiting in checks[1:]:
        waiting.cancel()
    await asyncio.wait(checks[1:])
    tried = "SELECT sum(tries) FROM pin_try WHERE agent_id = $1"
    assert await world.owner.fetchval(tried, unit.worker) == 1
    gate.set()
    await checks[0]
    assert await world.owner.fetchval(tried, unit.worker) == 0
    assert not await world.events(action="session:refuse", agent_id=unit.worker)


async def test_a_queue_of_pins_that_is_full_counts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = await make_unit(world)
    await unit.give_pin(PIN)
    monkeypatch.setattr(unit.hasher._thread, "_places", 0)
    with pytest.raises(Unavailable):
        await _check(unit)
    tried = "SELECT sum(tries) FROM pin_try WHERE agent_id = $1"
    assert await world.owner.fetchval(tried, unit.worker) == 0


async def _check(unit: Unit) -> object:
    return await check_pin(unit.database, unit.hasher, LIMITS, unit.device, unit.worker, PIN)


async def _rows(world: World, table: str) -> int:
    number: int = await world.owner.fetchval(f"SELECT count(*) FROM {table}")
    return number
