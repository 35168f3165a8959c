"""Turns: given in the order of arrival, refused when hopeless, and never lost."""

import asyncio

import pytest

from referral_api.database import wait_queue as turns
from referral_api.database.wait_queue import Turns


def _none_lost(thing: str) -> None:
    raise AssertionError(thing)


async def _line(one: Turns[str], length: int, wish: str = "") -> list["asyncio.Task[str | None]"]:
    waiting = [asyncio.create_task(one.take(wish)) for _ in range(length)]
    await asyncio.sleep(0)
    return waiting


async def test_who_came_first_goes_first() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    first, second = await _line(one, 2)
    one.end(0.0)
    await first
    assert not second.done()
    one.end(0.0)
    await second


async def test_who_would_wait_too_long_is_refused_at_once() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    for _ in range(32):
        one.end(5.0)
        await one.take("")
    with pytest.raises(TimeoutError):
        one.take("").send(None)


async def test_who_has_waited_too_long_gives_up_and_takes_no_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "_PATIENCE", 0.01)
    one = Turns(1, _none_lost)
    await one.take("")
    with pytest.raises(TimeoutError):
        await one.take("")
    one.end(0.0)
    await asyncio.wait_for(one.take(""), 1)


async def test_who_is_called_off_in_the_line_takes_no_turn() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    called_off, next_one = await _line(one, 2)
    called_off.cancel()
    await asyncio.sleep(0)
    one.end(0.0)
    await asyncio.wait_for(next_one, 1)
    assert called_off.cancelled()


async def test_who_was_called_off_a_moment_ago_is_passed_by() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    called_off, next_one = await _line(one, 2)
    called_off.cancel()
    one.end(0.0)  # before she could leave the line
    await asyncio.wait_for(next_one, 1)
    assert called_off.cancelled()


async def test_who_is_called_may_be_given_what_she_wished_for() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    first, second = await _line(one, 2, "bread")
    called = one.call()
    assert called is not None
    assert called.wish == "bread"
    one.learn(0.0)
    assert called.give("a loaf")
    assert await first == "a loaf"
    one.end(0.0)
    assert await second is None


async def test_a_turn_kept_for_who_has_given_up_goes_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    monkeypatch.setattr(turns, "_PATIENCE", 0.01)
    (hasty,) = await _line(one, 1)
    monkeypatch.undo()
    (next_one,) = await _line(one, 1)
    called = one.call()
    with pytest.raises(TimeoutError):
        await hasty
    assert called is not None
    assert not called.give("too late")
    one.end(0.0, called)
    assert await next_one is None


async def test_what_was_given_to_who_is_called_off_in_the_same_moment_is_told_as_lost() -> None:
    lost: list[str] = []
    one = Turns(1, lost.append)
    await one.take("")
    called_off, next_one = await _line(one, 2)
    called = one.call()
    assert called is not None
    assert called.give("a loaf")
    called_off.cancel()
    await asyncio.sleep(0)
    assert lost == ["a loaf"]
    one.end(0.0)
    assert await next_one is None


async def test_a_turn_given_to_who_is_called_off_in_the_same_moment_goes_on() -> None:
    one = Turns(1, _none_lost)
    await one.take("")
    called_off, next_one = await _line(one, 2)
    one.end(0.0)
    called_off.cancel()
    await asyncio.wait_for(next_one, 1)
    assert called_off.cancelled()


async def test_a_turn_that_nobody_waits_for_is_free_again() -> None:
    two = Turns(2, _none_lost)
    for _ in range(5):
        await asyncio.wait_for(two.take(""), 1)
        await asyncio.wait_for(two.take(""), 1)
        two.end(0.0)
        two.pass_on()
