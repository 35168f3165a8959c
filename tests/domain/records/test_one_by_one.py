"""One that cannot be written down holds up no other."""

import pytest

from referral_api.domain.records.one_by_one import ExpiriesFailed, write_each


async def _due() -> bool:
    return True


async def _over() -> bool:
    return False


async def _broken() -> bool:
    raise ValueError("a row that must not be quoted")


async def test_those_that_are_due_still_are_counted() -> None:
    assert await write_each([("alert", _due), ("alert", _over), ("referral", _due)]) == 2


async def test_those_that_fail_are_told_by_kind_once_all_others_are_written() -> None:
    written: list[str] = []

    async def last() -> bool:
        written.append("last")
        return True

    with pytest.raises(ExpiriesFailed) as failed:
        await write_each([("alert", _broken), ("alert", _broken), ("referral", last)])
    assert written == ["last"]
    assert str(failed.value) == "alert (ValueError): 2"
