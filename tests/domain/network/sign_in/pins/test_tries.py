"""Wrong tries: five, then a lock that doubles; fifteen in a day, then the supervisor."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.limits import WAYS
from referral_api.errors import SignInRefused
from referral_api.permissions import Role
from tests.support.sign_in import OTHER_PIN, PIN, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    made = await make_unit(world)
    await made.give_pin()
    return made


async def _refusal(unit: Unit, pin: str, device: KnownDevice | None = None) -> SignInRefused | None:
    try:
        await unit.check(pin, device=device)
    except SignInRefused as refused:
        return refused
    return None


async def _why(unit: Unit, pin: str, device: KnownDevice | None = None) -> str | None:
    refused = await _refusal(unit, pin, device)
    return None if refused is None else str(refused.reason)


async def _pass(unit: Unit, **time: float) -> None:
    """Let time pass for the tries of this device."""
    await unit.world.owner.execute(
        "UPDATE pin_try SET locked_until = locked_until - $2::interval,"
        " day_began_at = day_began_at - $2::interval WHERE device_id = $1",
        unit.device.id, timedelta(**time),
    )  # fmt: skip


async def test_the_fifth_wrong_try_locks_for_a_quarter_of_an_hour_then_for_twice_as_long(
    unit: Unit,
) -> None:
    for minutes in (15, 30):
        assert [await _why(unit, OTHER_PIN) for _ in range(5)] == ["wrong"] * 5
        refused = await _refusal(unit, PIN)  # the right one, too
        assert refused is not None
        assert refused.until is not None
        assert refused.reason == "tries"
        left = refused.until - datetime.now(UTC)
        assert timedelta(minutes=minutes - 1) < left <= timedelta(minutes=minutes)
        await _pass(unit, minutes=minutes)
    assert await _why(unit, PIN) is None


async def test_every_refusal_is_in_the_log_under_the_unit_the_device_and_the_agent(
    unit: Unit, world: World
) -> None:
    for _ in range(6):
        await _why(unit, OTHER_PIN)
    events = await world.events(action="session:refuse", subject_id=unit.device.id)
    assert [row["code"] for row in events] == ["wrong"] * 5 + ["tries"]
    for row in events:
        assert (row["organisation_id"], row["agent_id"]) == (unit.organisation.id, unit.worker)
        assert (row["outcome"], row["subject"], row["token_id"]) == ("refused", "device", "system")


async def test_a_right_pin_takes_the_count_back_but_not_that_of_the_day(unit: Unit) -> None:
    for _ in range(3):
        assert [await _why(unit, OTHER_PIN) for _ in range(4)] == ["wrong"] * 4
        assert await _why(unit, PIN) is None
    assert [await _why(unit, OTHER_PIN) for _ in range(3)] == ["wrong"] * 3
    assert await _why(unit, PIN) == "reset_needed"


async def test_after_fifteen_in_a_day_only_a_supervisor_helps(unit: Unit) -> None:
    for _ in range(3):
        assert [await _why(unit, OTHER_PIN) for _ in range(5)] == ["wrong"] * 5
        await _pass(unit, hours=2)
    assert await _why(unit, PIN) == "reset_needed"
    await _pass(unit, days=30)
    assert await _why(unit, PIN) == "reset_needed"
    await unit.give_pin(OTHER_PIN)
    assert await _why(unit, OTHER_PIN) is None


async def test_fourteen_wrong_tries_in_a_day_are_forgotten_the_day_after(unit: Unit) -> None:
    for number in (5, 5, 4):
        assert [await _why(unit, OTHER_PIN) for _ in range(number)] == ["wrong"] * number
        await _pass(unit, hours=2)
    await _pass(unit, days=1)
    assert await _why(unit, OTHER_PIN) == "wrong"
    # The fifth since the last lock: an hour, and so on without end.
    refused = await _refusal(unit, PIN)
    assert refused is not None
    assert refused.until is not None
    assert refused.until - datetime.now(UTC) > timedelta(minutes=59)
    await _pass(unit, hours=1)
    assert await _why(unit, PIN) is None


async def test_tries_on_one_device_touch_nobody_on_another(unit: Unit) -> None:
    other = await unit.another_device()
    for _ in range(6):
        await _why(unit, OTHER_PIN)
    assert await _why(unit, PIN) == "tries"
    assert await _why(unit, PIN, other) is None
    # Nor those of a colleague on this one.
    colleague = await unit.world.make_agent(unit.organisation, Role.CASE_WORKER)
    await unit.give_pin(PIN, colleague)
    assert (await unit.check(PIN, colleague)).agent_id == colleague


async def test_fifty_tries_at_once_are_five(unit: Unit) -> None:
    found = await asyncio.gather(*(_why(unit, OTHER_PIN) for _ in range(20)))
    assert sorted(found, key=str) == ["tries"] * 15 + ["wrong"] * 5


async def test_an_agent_that_does_not_exist_is_refused_and_locked_like_any_other(
    unit: Unit, world: World
) -> None:
    nobody = world.police.id  # no agent at all
    elsewhere = world.stranger.agent(Role.CASE_WORKER)
    for agent_id in (nobody, elsewhere):
        found = []
        for _ in range(6):
            with pytest.raises(SignInRefused) as refused:
                await unit.check(PIN, agent_id)
            found.append(refused.value)
        assert {type(one) for one in found} == {SignInRefused}
        assert {str(one) for one in found} == {SignInRefused.title}
        assert [one.until is None for one in found] == [True] * 5 + [False]
    events = await world.events(action="session:refuse", subject_id=unit.device.id)
    assert {row["agent_id"] for row in events} == {None}


def test_ten_thousand_guesses_from_fifty_devices_are_not_to_be_had() -> None:
    """By the table: what a year lets fifty devices try of one PIN that nobody resets."""
    way = WAYS[SignInWay.PIN]
    assert way.tries is not None
    assert way.locked is not None
    assert way.tries_per_day is not None
    in_one_day = 50 * way.tries_per_day  # then each device waits for the supervisor
    # Or always one less than that, until the lock is longer than the year.
    waited, locks = timedelta(0), 0
    while (waited := waited + way.locked * 2**locks) < timedelta(days=365):
        locks += 1
    in_a_year = 50 * way.tries * (locks + 1)
    assert in_one_day < 1_000
    assert in_a_year < 10_000
    assert in_a_year / 10**6 < 1 / 200


async def test_a_played_sample_of_guesses_opens_nothing_and_shuts_nobody_out_elsewhere(
    unit: Unit,
) -> None:
    devices = [await unit.another_device() for _ in range(3)]
    guesses = [f"{number:06}" for number in range(500_000, 500_040)]
    found = [await _why(unit, guess, device) for device in devices for guess in guesses]
    assert found.count("wrong") == 3 * 5
    assert set(found) == {"wrong", "tries"}
    assert await _why(unit, PIN) is None
