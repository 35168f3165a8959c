"""What time ends and what maintenance deletes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.network.sign_in.by_time import OLD_PENDING, OLD_SIGN_INS
from referral_api.domain.network.sign_in.sessions.ending import end_session
from referral_api.domain.network.sign_in.sessions.opening import begin_sign_in
from referral_api.errors import SignInRefused
from tests.support.sign_in import LIMITS, OTHER_PIN, Unit, make_unit
from tests.support.world import World

KEPT = LIMITS.kept


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


async def _device(unit: Unit) -> tuple[str, str | None]:
    row = await unit.world.owner.fetchrow("SELECT * FROM unit_device WHERE id = $1", unit.device.id)
    assert row is not None
    return row["status"], row["reason"]


@pytest.mark.parametrize("limit", ["unused_until", "ends_at"])
async def test_a_device_that_nobody_uses_or_that_is_old_ends_with_an_event(
    unit: Unit, world: World, limit: str
) -> None:
    opened = await unit.open(device_id=unit.device.id)
    await world.arrange(
        unit.device.id, f"UPDATE unit_device SET {limit} = now() WHERE id = $1", unit.device.id
    )
    assert await unit.recognise() is None  # at once
    await publish_overdue(unit.database)
    reason = {"unused_until": "unused", "ends_at": "old"}[limit]
    assert await _device(unit) == ("ended", reason)
    (event,) = await world.events(action="device:end", subject_id=unit.device.id)
    assert (event["code"], event["organisation_id"], event["token_id"]) == (
        reason, unit.organisation.id, "system",
    )  # fmt: skip
    assert (await unit.session_row(opened.session_id))["end_reason"] == "device"


async def test_a_sign_in_moves_the_day_on_which_a_device_falls_unused(unit: Unit) -> None:
    about = unit.device.id
    await unit.world.owner.execute(
        "UPDATE unit_device SET unused_until = now() + interval '1 day' WHERE id = $1", about
    )
    await unit.open(device_id=about)
    (device,) = await unit.devices()
    assert device.registered_at is not None
    assert device.unused_until is not None
    assert device.unused_until - device.registered_at >= LIMITS.device_unused


async def test_an_invitation_that_nobody_used_ends(unit: Unit, world: World) -> None:
    invited = await unit.invite(replace(LIMITS, device_code=timedelta(0)))
    await publish_overdue(unit.database)
    (event,) = await world.events(action="device:end", subject_id=invited.device_id)
    assert event["code"] == "code_expired"


async def test_a_session_past_its_whole_limit_ends_with_an_event(unit: Unit, world: World) -> None:
    short = {
        way: clock.model_copy(update={"whole": timedelta(0)}) for way, clock in LIMITS.ways.items()
    }
    opened, other = await unit.open(limits=replace(LIMITS, ways=short)), await unit.open()
    await publish_overdue(unit.database)
    assert (await unit.session_row(opened.session_id))["end_reason"] == "too_long"
    (event,) = await world.events(action="session:end", subject_id=opened.session_id)
    assert (event["code"], event["agent_id"]) == ("too_long", None)
    await unit.look_up(other.cookie)


async def test_what_ended_long_ago_is_deleted_and_what_goes_on_stays(
    unit: Unit, world: World
) -> None:
    old, young, going = [await unit.open(device_id=unit.device.id) for _ in range(3)]
    for opened in (old, young):
        session = await unit.look_up(opened.cookie)
        async with unit.database.transaction(session.actor) as transaction:
            await end_session(transaction, session.id)
    await world.arrange(
        old.session_id, "UPDATE agent_session SET ended_at = ended_at - $2::interval WHERE id = $1",
        old.session_id, KEPT + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(SignInRefused):
        await unit.check(OTHER_PIN)
    await world.owner.execute(
        "UPDATE device_cookie SET spent_at = now() - $2::interval"
        " WHERE device_id = $1 AND spent_at IS NOT NULL", unit.device.id, KEPT + timedelta(days=1),
    )  # fmt: skip
    await world.owner.execute(
        "UPDATE pin_try SET tried_at = now() - $2::interval WHERE device_id = $1",
        unit.device.id, KEPT + timedelta(days=1),
    )  # fmt: skip
    for rows in OLD_SIGN_INS:
        await rows.purge(unit.database, KEPT, 60.0)
    left = await world.owner.fetch(
        "SELECT id FROM agent_session WHERE organisation_id = $1", unit.organisation.id
    )
    assert {row["id"] for row in left} == {young.session_id, going.session_id}
    count = "SELECT count(*) FROM {} WHERE device_id = $1"
    assert await world.owner.fetchval(count.format("pin_try"), unit.device.id) == 0
    # The one that was seen last, and the one that nobody has brought back yet.
    assert await world.owner.fetchval(count.format("device_cookie"), unit.device.id) == 2


async def test_a_sign_in_that_nobody_came_back_for_is_deleted(unit: Unit, world: World) -> None:
    async with unit.as_nobody() as transaction:
        await begin_sign_in(
            transaction, replace(LIMITS, pending=timedelta(0)), unit.device.id.bytes
        )
    await OLD_PENDING.purge(unit.database, timedelta(0), 60.0)
    left = "SELECT count(*) FROM pending_sign_in WHERE kept = $1"
    assert await world.owner.fetchval(left, unit.device.id.bytes) == 0
