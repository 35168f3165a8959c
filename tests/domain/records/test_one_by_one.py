"""One that cannot be written down holds up no other."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

import asyncpg
import pytest

from referral_api.domain.records.one_by_one import Due, ExpiriesFailed, write_each
from referral_api.errors import Unavailable

_ID = UUID(int=7)


async def _each(*due: tuple[str, Callable[[], Awaitable[bool]]]) -> AsyncIterator[Due]:
    for kind, write in due:
        yield Due(kind, _ID, write)


async def _due() -> bool:
    return True


async def _over() -> bool:
    return False


async def _broken() -> bool:
    raise ValueError("a row that must not be quoted")


async def test_those_that_are_due_still_are_counted() -> None:
    assert await write_each(_each(("alert", _due), ("alert", _over), ("referral", _due))) == 2


async def test_those_that_fail_are_told_by_kind_once_all_others_are_written() -> None:
    written: list[str] = []

    async def last() -> bool:
        written.append("last")
        return True

    with pytest.raises(ExpiriesFailed) as failed:
        await write_each(_each(("alert", _broken), ("alert", _broken), ("referral", last)))
    assert written == ["last"]
    assert str(failed.value) == f"alert (ValueError): 2 ({_ID}, {_ID})"
    assert failed.value.number == 1


@pytest.mark.parametrize(
    ("cause", "goes_on"),
    [
        (asyncpg.LockNotAvailableError("a row"), True),
        (asyncpg.QueryCanceledError("too slow"), True),
        (ConnectionRefusedError(), False),
        (asyncpg.CannotConnectNowError("it starts"), False),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_one_that_is_locked_or_slow_is_passed_and_a_lost_database_ends_the_run(
    cause: Exception, goes_on: bool
) -> None:
    written: list[str] = []

    async def unavailable() -> bool:
        raise Unavailable from cause

    async def last() -> bool:
        written.append("last")
        return True

    with pytest.raises(ExpiriesFailed if goes_on else Unavailable):
        await write_each(_each(("alert", unavailable), ("alert", last)))
    assert bool(written) is goes_on
