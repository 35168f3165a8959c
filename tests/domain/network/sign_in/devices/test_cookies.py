"""The cookies of a device: renewed at each sign-in, and a copy is seen."""

from uuid import UUID

import pytest

from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.devices.operations import resume_device
from referral_api.domain.network.sign_in.sessions.opening import Opened
from referral_api.errors import Conflict, SessionEnded, SignInRefused
from referral_api.permissions import Role
from tests.support.sign_in import Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


async def _sign_in(unit: Unit) -> Opened:
    return await unit.open(way=SignInWay.PASSKEY, device_id=unit.device.id)


async def _later(unit: Unit) -> None:
    """Let two minutes pass since a cookie was spent."""
    await unit.world.owner.execute(
        "UPDATE device_cookie SET spent_at = spent_at - interval '2 minutes' WHERE device_id = $1",
        unit.device.id,
    )


async def test_a_sign_in_gives_the_device_its_next_cookie_and_the_database_only_a_digest(
    unit: Unit,
) -> None:
    opened = await _sign_in(unit)
    assert opened.device_cookie is not None
    assert await unit.recognise(opened.device_cookie) == unit.device
    rows = await unit.world.owner.fetch(
        "SELECT c::text AS told FROM device_cookie c WHERE device_id = $1", unit.device.id
    )
    assert len(rows) == 2
    for cookie in (unit.device_cookie, opened.device_cookie):
        assert not any(
            cookie in row["told"] or cookie.encode().hex() in row["told"] for row in rows
        )


async def test_lost_answers_do_not_shut_the_telephone_out(unit: Unit) -> None:
    lost = [await _sign_in(unit) for _ in range(3)]
    await _later(unit)
    assert await unit.recognise() == unit.device
    # An answer that was late after all is as good, until a later one was seen.
    assert lost[0].device_cookie is not None
    for _ in range(2):
        assert await unit.recognise(lost[0].device_cookie) == unit.device
        await _later(unit)


async def test_the_first_page_of_a_session_shows_that_its_answer_has_arrived(unit: Unit) -> None:
    opened = await _sign_in(unit)
    await unit.look_up(opened.cookie)
    await _later(unit)
    with pytest.raises(SignInRefused):
        await unit.recognise()  # the cookie before


async def test_an_answer_that_arrives_after_that_of_another_page_is_the_devices_from_then_on(
    unit: Unit, world: World
) -> None:
    slow, fast = await _sign_in(unit), await _sign_in(unit)
    assert slow.device_cookie is not None
    assert fast.device_cookie is not None
    assert await unit.recognise(fast.device_cookie) == unit.device
    await _later(unit)
    for _ in range(2):  # spent before it was seen: the browser has nothing else now
        assert await unit.recognise(slow.device_cookie) == unit.device
        await _later(unit)
    assert not await world.events(action="session:refuse", subject_id=unit.device.id)
    with pytest.raises(SignInRefused):
        await unit.recognise(fast.device_cookie)  # which it had replaced
    (event,) = await world.events(action="device:suspend", subject_id=unit.device.id)
    assert event["code"] == "copied"


async def test_what_was_spent_unseen_is_taken_once(unit: Unit, world: World) -> None:
    slow, fast = await _sign_in(unit), await _sign_in(unit)
    assert slow.device_cookie is not None
    await unit.look_up(fast.cookie)
    await unit.look_up(slow.cookie)  # its session came back: so has its cookie
    opened = await _sign_in(unit)
    await unit.look_up(opened.cookie)
    await _later(unit)
    with pytest.raises(SignInRefused):
        await unit.recognise(slow.device_cookie)
    (denied,) = await world.events(action="session:refuse", subject_id=unit.device.id)
    assert denied["code"] == "copied"


async def test_a_request_that_was_under_way_is_no_copy(unit: Unit) -> None:
    opened = await _sign_in(unit)
    assert opened.device_cookie is not None
    await unit.recognise(opened.device_cookie)
    assert await unit.recognise() == unit.device


async def test_a_copy_suspends_the_device_ends_its_sessions_and_is_told_to_the_supervisor(
    unit: Unit, world: World
) -> None:
    opened = await _sign_in(unit)
    assert opened.device_cookie is not None
    await unit.recognise(opened.device_cookie)
    await _later(unit)
    with pytest.raises(SignInRefused) as refused:
        await unit.recognise()
    assert refused.value.reason == "copied"
    assert await unit.recognise(opened.device_cookie) is None
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    (event,) = await world.events(action="device:suspend", subject_id=unit.device.id)
    assert (event["organisation_id"], event["code"]) == (unit.organisation.id, "copied")
    (denied,) = await world.events(action="session:refuse", subject_id=unit.device.id)
    assert (denied["outcome"], denied["code"]) == ("refused", "copied")
    (notice,) = await world.owner.fetch(
        "SELECT * FROM notice WHERE subject_id = $1", unit.device.id
    )
    assert (notice["kind"], notice["role"], notice["organisation_id"]) == (
        "device_copied", "supervisor", unit.organisation.id,
    )  # fmt: skip
    (device,) = await unit.devices()
    async with unit.database.transaction(unit.actor(Role.SUPERVISOR)) as transaction:
        with pytest.raises(Conflict, match="copied"):
            await resume_device(transaction, device.id, device.version)


async def test_what_was_never_a_cookie_is_no_device(unit: Unit, world: World) -> None:
    for cookie in ("", "x", "a" * 43, "é" * 43):
        assert await unit.recognise(cookie or "-") is None
    assert not await world.events(action="session:refuse", organisation_id=unit.organisation.id)


async def test_a_device_of_a_deactivated_organisation_is_none(unit: Unit, world: World) -> None:
    about: UUID = unit.organisation.id
    await world.arrange(about, "UPDATE organisation SET active = false WHERE id = $1", about)
    assert await unit.recognise() is None
