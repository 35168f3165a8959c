"""Ten thousand guesses from fifty devices open nothing, and shut nobody out elsewhere."""

import asyncio

import pytest

from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.errors import SignInRefused
from referral_api.permissions import Role
from tests.support.sign_in import OTHER_PIN, PIN, Unit, make_unit
from tests.support.world import World

_DEVICES, _AT_ONCE = 50, 6


@pytest.fixture
async def unit(world: World) -> Unit:
    made = await make_unit(world)
    await made.give_pin()
    return made


async def _guess(unit: Unit, device: KnownDevice, guesses: range) -> list[str]:
    found = []
    for number in guesses:
        try:
            await unit.check(f"{number:06}", device=device)
        except SignInRefused as refused:
            found.append(str(refused.reason))
        else:
            found.append("open")
    return found


@pytest.mark.parametrize(
    "whole", [500, pytest.param(10_000, marks=pytest.mark.one_in(20))], ids=["some", "all"]
)
async def test_guesses_from_fifty_devices_open_nothing_and_shut_nobody_out_elsewhere(
    unit: Unit, world: World, whole: int
) -> None:
    devices = [await unit.another_device() for _ in range(_DEVICES)]
    each, turn = whole // _DEVICES, asyncio.Semaphore(_AT_ONCE)
    right = int(PIN)

    async def play(number: int) -> list[str]:
        # The right one is among the guesses of every device, after its five.
        first = right - each + 1
        async with turn:
            return await _guess(unit, devices[number], range(first, first + each))

    played = await asyncio.gather(*map(play, range(_DEVICES)))
    assert all(one == ["wrong"] * 5 + ["tries"] * (each - 5) for one in played)
    # On the unit's own device the person signs in as ever, and a colleague on one of the fifty.
    assert (await unit.check(PIN)).agent_id == unit.worker
    colleague = await world.make_agent(unit.organisation, Role.CASE_WORKER)
    await unit.give_pin(OTHER_PIN, colleague)
    proof = await unit.check(OTHER_PIN, colleague, device=devices[0])
    assert proof.agent_id == colleague
    refused = await world.events(action="session:refuse", organisation_id=unit.organisation.id)
    codes = [event["code"] for event in refused]
    assert codes.count("wrong") == 5 * _DEVICES
    assert codes.count("tries") == (each - 5) * _DEVICES
