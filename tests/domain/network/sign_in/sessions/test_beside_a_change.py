"""A session that is opened beside a change: it waits for the change, or ends with it."""

import asyncio
from uuid import UUID, uuid4

import pytest

from referral_api.database.database import system_actor
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInWay
from referral_api.domain.network.agents.operations import apply_to_agent, update_agent
from referral_api.domain.network.agents.schemas import AgentUpdate
from referral_api.domain.network.sign_in.pins.hashing import draw_one_time_pin
from referral_api.domain.network.sign_in.pins.operations import reset_pin, set_pin
from referral_api.domain.network.sign_in.sessions.opening import open_session
from referral_api.errors import SessionEnded, SignInRefused
from referral_api.permissions import ROLE_HOMES, Role
from tests.support.guards import unguarded
from tests.support.sign_in import LIMITS, OTHER_PIN, PIN, Unit, make_unit
from tests.support.world import World


@pytest.fixture
async def unit(world: World) -> Unit:
    made = await make_unit(world)
    await made.give_pin()
    return made


async def _give_roles(transaction: Transaction, agent_id: UUID, *roles: Role) -> None:
    await update_agent(transaction, agent_id, AgentUpdate(roles=[*roles]), 1, ROLE_HOMES)


async def _waits(task: asyncio.Task[object]) -> bool:
    await asyncio.sleep(0.3)
    return not task.done()


async def test_roles_that_change_while_a_session_is_opened_end_it(unit: Unit, world: World) -> None:
    nobody, promoter = system_actor(unit.organisation.id), unit.actor(Role.ADMINISTRATOR)

    async def promote() -> None:
        async with unit.database.transaction(promoter) as transaction:
            await _give_roles(transaction, unit.worker, Role.FIRST_RESPONDER)

    proof = await unit.check(PIN)
    async with unit.database.transaction(nobody, "system") as transaction:
        opened = await open_session(
            transaction, LIMITS, unit.worker, SignInWay.PIN, device_id=unit.device.id,
            factor=proof.pin_version,
        )  # fmt: skip
        promotion = asyncio.create_task(promote())
        assert await _waits(promotion)
    await promotion
    assert (await unit.session_row(opened.session_id))["end_reason"] == "roles"
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
    (event,) = await world.events(action="agent:update", subject_id=unit.worker)
    assert event["agent_id"] == promoter.agent_id


async def test_a_session_by_pin_waits_for_roles_that_change_and_is_refused_for_them(
    unit: Unit, world: World
) -> None:
    proof = await unit.check(PIN)
    async with unit.database.transaction(unit.actor(Role.ADMINISTRATOR)) as transaction:
        await apply_to_agent(transaction, unit.worker, 1, {"roles": [Role.ADMINISTRATOR]})
        opening = asyncio.create_task(unit.open_by_pin(factor=proof.pin_version))
        assert await _waits(opening)
    with pytest.raises(SignInRefused) as refused:
        await opening
    assert refused.value.reason == "role"
    assert await world.events(action="session:open", agent_id=unit.worker) == []
    assert len(await world.events(action="agent:update", subject_id=unit.worker)) == 1


@pytest.mark.parametrize("change", ["chosen anew", "reset"])
async def test_a_pin_that_changes_between_its_proof_and_the_session_opens_nothing(
    unit: Unit, world: World, change: str
) -> None:
    proof = await unit.check(PIN)
    role = Role.CASE_WORKER if change == "chosen anew" else Role.SUPERVISOR
    chosen = await unit.check_choice(OTHER_PIN, unit.worker)
    drawn = await draw_one_time_pin(unit.hasher, unit.worker)
    async with unit.database.transaction(unit.actor(role)) as transaction:
        if change == "chosen anew":
            await set_pin(transaction, chosen)
        else:
            await reset_pin(transaction, LIMITS, drawn)
        opening = asyncio.create_task(unit.open_by_pin(factor=proof.pin_version))
        assert await _waits(opening)
    with pytest.raises(SignInRefused) as refused:
        await opening
    assert refused.value.reason == "wrong"
    assert await world.events(action="session:open", agent_id=unit.worker) == []
    assert (
        len(await world.events(action="pin:set", agent_id=unit.worker))
        + len(await world.events(action="pin:reset", subject_id=unit.worker))
        == 3
    )


@pytest.mark.parametrize(
    ("way", "factor"),
    [(SignInWay.PASSWORD, 7), (SignInWay.PASSKEY, uuid4()), (SignInWay.ISSUER, "https://x u")],
    ids=["password", "passkey", "issuer"],
)  # fmt: skip
async def test_what_was_proved_and_is_there_no_more_opens_nothing(
    unit: Unit, world: World, way: SignInWay, factor: object
) -> None:
    with pytest.raises(SignInRefused):
        await unit.open(way=way, factor=factor)
    assert await world.events(action="session:open", agent_id=unit.worker) == []


async def test_a_session_by_pin_of_who_sees_far_is_none_even_if_nothing_has_ended_it(
    unit: Unit, world: World
) -> None:
    opened = await unit.open_by_pin()
    async with unguarded(world.owner, "agent") as connection:
        await connection.execute(
            "UPDATE agent SET roles = '{coordinator,supervisor}' WHERE id = $1", unit.worker
        )
    assert (await unit.session_row(opened.session_id))["status"] == "open"
    with pytest.raises(SessionEnded):
        await unit.look_up(opened.cookie)
