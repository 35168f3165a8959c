"""PINs: reset by a supervisor, chosen by the person, of no use for those who see far."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.sign_in.pins.checking import PinProof
from referral_api.domain.network.sign_in.pins.hashing import draw_one_time_pin
from referral_api.domain.network.sign_in.pins.operations import reset_pin, set_pin
from referral_api.domain.network.sign_in.pins.people import list_colleagues
from referral_api.errors import (
    Forbidden,
    MalformedInput,
    NotFound,
    SecondPersonNeeded,
    SessionEnded,
    SignInRefused,
    StaleVersion,
)
from referral_api.permissions import NEVER_BY_PIN, Role
from referral_api.security.hash_thread import HashThread
from referral_api.security.pin_hash import HashTurn, PinHash
from tests.support.sign_in import LIMITS, OTHER_PIN, PIN, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    return await make_unit(world)


async def _set(unit: Unit, pin: str, role: Role = Role.CASE_WORKER) -> None:
    chosen = await unit.check_choice(pin, unit.organisation.agent(role))
    async with unit.database.transaction(unit.actor(role)) as transaction:
        await set_pin(transaction, chosen)


async def test_a_one_time_pin_opens_nothing_and_lets_its_owner_choose_once(
    unit: Unit, world: World
) -> None:
    proof = await unit.check(await unit.reset())
    assert proof.must_choose
    with pytest.raises(SignInRefused):
        await unit.open_by_pin()
    chosen = await unit.choose(proof, PIN)
    assert not chosen.must_choose
    with pytest.raises(StaleVersion):
        await unit.choose(proof, OTHER_PIN)
    opened = await unit.open_by_pin()
    assert (await unit.look_up(opened.cookie)).way == SignInWay.PIN
    events = [
        (row["action"], row["agent_id"])
        for row in await world.events(subject="agent", subject_id=unit.worker)
    ]
    assert events[-2:] == [("pin:reset", unit.supervisor), ("pin:set", unit.worker)]


async def test_a_one_time_pin_is_wrong_once_another_was_chosen(unit: Unit) -> None:
    once = await unit.reset()
    await unit.choose(await unit.check(once), PIN)
    with pytest.raises(SignInRefused) as refused:
        await unit.check(once)
    assert refused.value.reason == "wrong"


async def test_a_one_time_pin_is_of_no_use_after_its_day(unit: Unit, world: World) -> None:
    once = await unit.reset(limits=replace(LIMITS, one_time_pin=timedelta(0)))
    with pytest.raises(SignInRefused) as refused:
        await unit.check(once)
    assert refused.value.reason == "expired"
    (event,) = await world.events(action="session:refuse", subject_id=unit.device.id)
    assert event["code"] == "expired"


@pytest.mark.parametrize("role", sorted(NEVER_BY_PIN))
async def test_those_who_see_far_get_no_pin_and_use_none(
    unit: Unit, world: World, role: Role
) -> None:
    agent_id = unit.organisation.agent(role)
    with pytest.raises(Forbidden):
        await unit.reset(agent_id)
    # Who had a PIN before the role:
    await unit.give_pin()
    await world.arrange(
        unit.worker, "UPDATE agent SET roles = $2 WHERE id = $1", unit.worker,
        ["case_worker", str(role)],
    )  # fmt: skip
    with pytest.raises(SignInRefused) as refused:
        await unit.check(PIN)
    assert refused.value.reason == "role"
    with pytest.raises(SignInRefused):
        await unit.open_by_pin()
    with pytest.raises(Forbidden):
        await _set(unit, OTHER_PIN)
    async with unit.as_nobody() as transaction:
        assert unit.worker not in {
            one.id for one in await list_colleagues(transaction, unit.organisation.id)
        }


async def test_only_a_supervisor_or_administrator_of_the_unit_resets_and_never_the_own(
    unit: Unit, world: World
) -> None:
    drawn = await draw_one_time_pin(unit.hasher, unit.worker)

    async def reset(transaction: Transaction) -> None:
        await reset_pin(transaction, LIMITS, drawn)

    async with unit.database.transaction(unit.actor(Role.FIRST_RESPONDER)) as transaction:
        with pytest.raises(NotFound):
            await reset(transaction)
    other = await make_unit(world)
    async with other.database.transaction(other.actor(Role.SUPERVISOR)) as transaction:
        with pytest.raises(NotFound):
            await reset(transaction)
    with pytest.raises(SecondPersonNeeded):
        await unit.reset(unit.supervisor)
    async with unit.database.transaction(unit.actor(Role.ADMINISTRATOR)) as transaction:
        await reset(transaction)
    assert (await unit.check(drawn.pin)).must_choose


async def test_an_inactive_agent_gets_no_pin_and_signs_in_by_none(unit: Unit, world: World) -> None:
    await unit.give_pin()
    await world.arrange(unit.worker, "UPDATE agent SET active = false WHERE id = $1", unit.worker)
    with pytest.raises(SignInRefused) as refused:
        await unit.check(PIN)
    assert refused.value.reason == "inactive"
    with pytest.raises(Forbidden):
        await unit.reset()


async def test_a_pin_that_is_easy_or_the_one_before_is_not_chosen(unit: Unit) -> None:
    proof = await unit.give_pin()
    for pin, weakness in (("123456", "run"), (PIN, "former")):
        with pytest.raises(MalformedInput) as refused:
            await _set(unit, pin)
        assert refused.value.facts["errors"] == [{"pointer": "/pin", "code": weakness}]
        assert pin not in str(refused.value.facts)
    once = await unit.reset()
    proof = await unit.check(once)
    for pin in (once, PIN):  # the one-time PIN, and what was chosen before it
        with pytest.raises(MalformedInput):
            await unit.choose(proof, pin)
    await unit.choose(proof, OTHER_PIN)


async def test_a_changed_pin_ends_the_sessions_by_pin_and_leaves_the_others(
    unit: Unit, world: World
) -> None:
    await unit.give_pin()
    by_pin, by_key = await unit.open_by_pin(), await unit.open()
    await _set(unit, OTHER_PIN)
    with pytest.raises(SessionEnded):
        await unit.look_up(by_pin.cookie)
    assert (await unit.look_up(by_key.cookie)).agent_id == unit.worker
    (event,) = await world.events(action="session:end", subject_id=by_pin.session_id)
    assert (event["agent_id"], event["code"]) == (unit.worker, "pin")
    again = await unit.open_by_pin()
    await unit.reset()
    with pytest.raises(SessionEnded):
        await unit.look_up(again.cookie)


async def test_one_chooses_no_pin_that_no_supervisor_has_begun(unit: Unit) -> None:
    with pytest.raises(NotFound):
        await _set(unit, PIN)
    with pytest.raises(NotFound):
        await unit.choose(
            PinProof(
                unit.worker, unit.organisation.id, unit.device.id, must_choose=True, pin_version=1
            ),
            PIN,
        )


async def test_what_was_hashed_for_one_agent_is_not_the_pin_of_another(unit: Unit) -> None:
    await unit.give_pin()
    chosen = await unit.check_choice(OTHER_PIN)
    async with unit.database.transaction(unit.actor(Role.SUPERVISOR)) as transaction:
        with pytest.raises(Forbidden):
            await set_pin(transaction, chosen)
    await unit.reset()  # and of no use once the PIN is another one
    async with unit.database.transaction(unit.actor(Role.CASE_WORKER)) as transaction:
        with pytest.raises(StaleVersion):
            await set_pin(transaction, chosen)


async def test_no_transaction_is_open_while_a_pin_is_hashed(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    await unit.give_pin()
    real, seen = HashThread.run, []

    async def run(self: HashThread, *values: Any) -> Any:
        seen.append(len(unit.database._pool._leased))
        return await real(self, *values)

    monkeypatch.setattr(HashThread, "run", run)
    await _set(unit, OTHER_PIN)
    await unit.choose(await unit.check(await unit.reset()), "839150")
    assert len(seen) > 5
    assert not any(seen)


async def test_a_pin_of_the_key_before_gets_a_hash_of_the_key_in_use_without_an_event(
    unit: Unit, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await unit.give_pin()
    before = await world.owner.fetchval(
        "SELECT hash FROM agent_pin WHERE agent_id = $1", unit.worker
    )
    hasher, old = unit.hasher, unit.hasher.keys.in_use
    key = hasher.keys.by_id[old]

    async def rehash(*_: object) -> PinHash:
        return PinHash("newer000", before)

    monkeypatch.setattr(hasher, "is_outdated", lambda stored: stored.key_id == old)
    monkeypatch.setattr(HashTurn, "hash", rehash)
    monkeypatch.setitem(hasher.keys.by_id, "newer000", key)
    await unit.check(PIN)
    row = await world.owner.fetchrow("SELECT * FROM agent_pin WHERE agent_id = $1", unit.worker)
    assert row is not None
    assert row["key_id"] == "newer000"
    assert (await unit.check(PIN)).agent_id == unit.worker


async def test_a_device_offers_its_people_who_have_a_pin(unit: Unit) -> None:
    await unit.give_pin()
    async with unit.as_nobody() as transaction:
        found = await list_colleagues(transaction, unit.organisation.id)
    assert [(one.id, one.name) for one in found] == [(unit.worker, "Synthetic agent")]
