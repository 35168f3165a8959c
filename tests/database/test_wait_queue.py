"""The wait queue: serves in the order of arrival, refuses when hopeless, loses no reservation."""

import asyncio

import pytest

from referral_api.database.wait_queue import WaitQueue


async def _waiters(queue: WaitQueue, count: int) -> list["asyncio.Task[None]"]:
    waiting = [asyncio.create_task(queue.acquire()) for _ in range(count)]
    await asyncio.sleep(0)
    return waiting


async def test_the_first_to_arrive_is_the_first_to_be_served() -> None:
    queue = WaitQueue(1)
    await queue.acquire()
    first, second = await _waiters(queue, 2)
    queue.release(0.0)
    await first
    assert not second.done()
    queue.release(0.0)
    await second


async def test_a_caller_that_would_wait_too_long_is_refused_at_once() -> None:
    queue = WaitQueue(1)
    await queue.acquire()
    for _ in range(32):
        queue.release(5.0)
        await queue.acquire()
    with pytest.raises(TimeoutError):
        queue.acquire().send(None)


async def test_a_waiter_that_has_waited_too_long_gives_up_and_takes_no_reservation() -> None:
    queue = WaitQueue(1, longest=0.01)
    await queue.acquire()
    with pytest.raises(TimeoutError):
        await queue.acquire()
    queue.release(0.0)
    await asyncio.wait_for(queue.acquire(), 1)


async def test_a_waiter_that_is_cancelled_takes_no_reservation() -> None:
    queue = WaitQueue(1)
    await queue.acquire()
    cancelled, following = await _waiters(queue, 2)
    cancelled.cancel()
    await asyncio.sleep(0)
    queue.release(0.0)
    await asyncio.wait_for(following, 1)
    assert cancelled.cancelled()


async def test_a_waiter_that_was_cancelled_a_moment_ago_is_passed_by() -> None:
    queue = WaitQueue(1)
    await queue.acquire()
    cancelled, following = await _waiters(queue, 2)
    cancelled.cancel()
    queue.release(0.0)  # before it could leave the queue
    await asyncio.wait_for(following, 1)
    assert cancelled.cancelled()


async def test_a_reservation_given_to_a_waiter_that_is_cancelled_in_the_same_moment_goes_on() -> (
    None
):
    queue = WaitQueue(1)
    await queue.acquire()
    cancelled, following = await _waiters(queue, 2)
    queue.release(0.0)
    cancelled.cancel()
    await asyncio.wait_for(following, 1)
    assert cancelled.cancelled()


async def test_a_reservation_that_nobody_waits_for_is_free_again() -> None:
    queue = WaitQueue(2)
    for _ in range(5):
        await asyncio.wait_for(queue.acquire(), 1)
        await asyncio.wait_for(queue.acquire(), 1)
        queue.release(0.0)
        queue.release_unused()
