"""Devices: invited by a code, registered once, suspended by one call, and by whom."""

from dataclasses import replace
from datetime import timedelta

import pytest

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus, SignInWay
from referral_api.domain.network.sign_in.devices.codes import LETTERS, new_code, read_code
from referral_api.domain.network.sign_in.devices.operations import (
    end_device,
    invite_device,
    list_devices,
    resume_device,
    suspend_device,
)
from referral_api.errors import (
    Forbidden,
    InvalidTransition,
    NotFound,
    SessionEnded,
    SignInRefused,
    StaleVersion,
)
from referral_api.permissions import Actor, Role
from tests.support.sign_in import FIRST_PAGE, LIMITS, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


def _of(unit: Unit, role: Role) -> Actor:
    return unit.actor(role)


async def _suspend(unit: Unit, actor: Actor) -> DeviceStatus:
    async with unit.database.transaction(actor) as transaction:
        return (await suspend_device(transaction, unit.device.id)).status


def _coordinator(world: World) -> Actor:
    coordination = world.coordination
    return Actor(
        coordination.id, "coordination", coordination.agent(Role.COORDINATOR), None,
        frozenset({Role.COORDINATOR}), "test",
    )  # fmt: skip


def _stranger(world: World) -> Actor:
    ngo = world.stranger
    return Actor(
        ngo.id, "ngo", ngo.agent(Role.SUPERVISOR), None, frozenset({Role.SUPERVISOR}), "test"
    )


def test_a_code_has_ten_letters_that_nobody_takes_for_others_and_is_read_as_people_type_it() -> (
    None
):
    code = new_code()
    assert len(code) == 10
    assert not set("ILOQV0123456789") & set(LETTERS)
    assert read_code(f" {code[:5].lower()} - {code[5:]}") == code
    assert read_code(code[:9]) is None
    assert read_code("I" * 10) is None


async def test_a_code_registers_one_device_and_leaves_an_event_of_each_step(unit: Unit) -> None:
    invited = await unit.invite()
    await unit.register(invited.code)
    with pytest.raises(SignInRefused):
        await unit.register(invited.code)
    events = await unit.world.events(subject="device", subject_id=invited.device_id)
    assert [(row["action"], row["agent_id"]) for row in events] == [
        ("device:invite", unit.supervisor), ("device:register", None),
    ]  # fmt: skip
    row = await unit.world.owner.fetchrow(
        "SELECT * FROM unit_device WHERE id = $1", invited.device_id
    )
    assert row is not None
    assert row["code_digest"] is None
    assert row["ends_at"] - row["registered_at"] == LIMITS.device_whole


async def test_a_code_is_of_no_use_once_its_time_is_over(unit: Unit) -> None:
    invited = await unit.invite(replace(LIMITS, device_code=timedelta(0)))
    before = len(await unit.world.events(action="session:refuse", code="code"))
    with pytest.raises(SignInRefused) as refused:
        await unit.register(invited.code)
    assert refused.value.reason == "code"
    # Of nobody: the page takes a sample (``tests/pages/sign_in/test_floods.py``).
    assert len(await unit.world.events(action="session:refuse", code="code")) == before
    (device,) = [device for device in await unit.devices() if device.id == invited.device_id]
    assert (device.status, device.reason) == (DeviceStatus.ENDED, DeviceReason.CODE_EXPIRED)


async def test_only_a_supervisor_or_an_administrator_invites_and_lists(unit: Unit) -> None:
    for role in (Role.CASE_WORKER, Role.INTAKE_OFFICER):
        with pytest.raises(Forbidden):
            await unit.invite(role=role)
        async with unit.database.transaction(_of(unit, role)) as transaction:
            with pytest.raises(Forbidden):
                await list_devices(transaction, None, FIRST_PAGE)
    await unit.invite(role=Role.ADMINISTRATOR)


async def test_nobody_invites_into_another_organisation_but_a_national_administrator(
    unit: Unit, world: World
) -> None:
    async def invite(transaction: Transaction) -> None:
        await invite_device(transaction, unit.hasher.keys, LIMITS, unit.organisation.id)

    async with unit.database.transaction(_stranger(world)) as transaction:
        with pytest.raises(Forbidden):
            await invite(transaction)
    coordination = world.coordination
    national = Actor(
        coordination.id, "coordination", coordination.agent(Role.ADMINISTRATOR), None,
        frozenset({Role.ADMINISTRATOR}), "test",
    )  # fmt: skip
    async with unit.database.transaction(national) as transaction:
        await invite(transaction)
    assert DeviceStatus.INVITED in {device.status for device in await unit.devices()}


@pytest.mark.parametrize("who", ["colleague", "supervisor", "coordination"])
async def test_a_lost_device_is_shut_out_by_one_call_of_its_people_or_of_the_coordination(
    unit: Unit, world: World, who: str
) -> None:
    opened = await unit.open(way=SignInWay.PASSKEY, device_id=unit.device.id)
    actor = {
        "colleague": _of(unit, Role.INTAKE_OFFICER), "supervisor": _of(unit, Role.SUPERVISOR),
        "coordination": _coordinator(world),
    }[who]  # fmt: skip
    assert await _suspend(unit, actor) == DeviceStatus.SUSPENDED
    (event,) = await world.events(action="device:suspend", subject_id=unit.device.id)
    assert (event["agent_id"], event["code"]) == (actor.agent_id, "lost")
    assert await unit.recognise() is None
    row = await unit.session_row(opened.session_id)
    assert (row["status"], row["end_reason"], row["cookie_digest"]) == ("ended", "device", None)
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    with pytest.raises(SignInRefused):
        await unit.open(way=SignInWay.PASSKEY, device_id=unit.device.id)


async def test_a_stranger_suspends_nothing_and_is_told_nothing(unit: Unit, world: World) -> None:
    with pytest.raises(NotFound):
        await _suspend(unit, _stranger(world))
    assert await unit.recognise() == unit.device


async def test_only_a_supervisor_takes_a_suspension_back_or_ends_a_device(
    unit: Unit, world: World
) -> None:
    await _suspend(unit, _of(unit, Role.CASE_WORKER))
    (device,) = [one for one in await unit.devices() if one.id == unit.device.id]
    for actor in (_of(unit, Role.CASE_WORKER), _coordinator(world)):
        for move in (resume_device, end_device):
            async with unit.database.transaction(actor) as transaction:
                with pytest.raises(Forbidden):
                    await move(transaction, device.id, device.version)
    supervisor = _of(unit, Role.SUPERVISOR)
    async with unit.database.transaction(supervisor) as transaction:
        with pytest.raises(StaleVersion):
            await resume_device(transaction, device.id, device.version - 1)
    async with unit.database.transaction(supervisor) as transaction:
        resumed = await resume_device(transaction, device.id, device.version)
    assert (resumed.status, resumed.reason) == (DeviceStatus.REGISTERED, None)
    assert await unit.recognise() == unit.device
    async with unit.database.transaction(supervisor) as transaction:
        ended = await end_device(transaction, device.id, resumed.version)
    assert ended.status == DeviceStatus.ENDED
    assert await unit.recognise() is None
    with pytest.raises(InvalidTransition):
        await _suspend(unit, supervisor)
    acts = [row["action"] for row in await world.events(subject_id=device.id)]
    assert acts[-3:] == ["device:suspend", "device:resume", "device:end"]
