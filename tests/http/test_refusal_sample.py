"""The sample of refusals: bounded, and nobody starves it of what others do."""

import asyncio

import pytest

from referral_api.errors import InvalidToken
from referral_api.http import refusal_sample
from referral_api.http.refusal_sample import RefusalKind, RefusalSample
from referral_api.permissions import TokenPermission
from tests.conftest import Logs
from tests.support.world import World

_MISSING = RefusalKind.of(TokenPermission.AUTHENTICATE, InvalidToken())
_EXPIRED = RefusalKind.of(TokenPermission.AUTHENTICATE, InvalidToken(reason="expired"))


async def test_the_first_of_each_kind_and_source_are_taken() -> None:
    sample = RefusalSample(2)
    assert [sample.takes(_MISSING, 1) for _ in range(4)] == [True, True, False, False]
    assert sample.takes(_MISSING, 2)
    assert sample.takes(_EXPIRED, 1)
    sample.end_window()
    assert sample.takes(_MISSING, 1)
    sample.end_window()


async def test_it_begins_anew_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal_sample, "_WINDOW", 0.01)
    sample = RefusalSample(1)
    assert [sample.takes(_MISSING, 1) for _ in range(2)] == [True, False]
    await asyncio.sleep(0.05)
    assert sample.takes(_MISSING, 1)
    sample.end_window()


async def test_addresses_share_a_few_groups_that_nobody_can_choose() -> None:
    sample = RefusalSample(1)
    addresses = [f"192.0.2.{number}" for number in range(200)]
    groups = [sample.address_group(address) for address in addresses]
    assert len(set(groups)) == refusal_sample._GROUPS
    assert groups == [sample.address_group(address) for address in addresses]
    sample.end_window()
    assert groups != [sample.address_group(address) for address in addresses]
    sample.end_window()


async def test_an_address_is_a_subscriber() -> None:
    sample = RefusalSample(1)
    network = {sample.address_group(f"2001:db8::{number:x}") for number in range(1, 100)}
    assert len(network) == 1
    mapped = {sample.address_group(f"::ffff:192.0.2.{number}") for number in range(100)}
    assert len(mapped) > 1
    assert sample.address_group("::ffff:192.0.2.7") == sample.address_group("192.0.2.7")
    assert sample.address_group(None) == sample.address_group("not an address")
    sample.end_window()


async def test_the_log_says_how_many_were_left_out_of_the_sample(world: World, logs: Logs) -> None:
    sample = RefusalSample(1)
    for _ in range(4):
        sample.takes(_EXPIRED, 1)
    sample.takes(_MISSING, 1)
    sample.end_window()
    await world.call(None, "GET", "/v1/codelists")
    (line,) = [line for line in logs().splitlines() if "refusals_left_out" in line]
    for part in ('"act":"token:authenticate"', '"reason":"expired"', '"number":3'):
        assert part in line
