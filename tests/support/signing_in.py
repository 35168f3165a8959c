"""Devices and PINs for the tests of pages, made as supervisors make them."""

from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.domain.network.agents.actor_resolver import find_actor
from referral_api.domain.network.sign_in.devices.operations import invite_device
from referral_api.domain.network.sign_in.pins.hashing import draw_one_time_pin
from referral_api.domain.network.sign_in.pins.operations import reset_pin
from referral_api.permissions import ROLE_HOMES, Actor, Role
from referral_api.security.pin_hash import PinHasher
from tests.support.visitors import Visitor
from tests.support.world import TestOrganisation, World

OWN_PIN = "284093"


async def actor_of(world: World, agent_id: UUID) -> Actor:
    """Return an agent as an actor."""
    async with world.process.database.transaction(system_actor()) as transaction:
        found = await find_actor(transaction, agent_id, None, "test", ROLE_HOMES)
    assert found is not None
    return found


async def device_code(world: World, organisation: TestOrganisation) -> str:
    """Have the supervisor invite a device."""
    supervisor = await actor_of(world, organisation.agent(Role.SUPERVISOR))
    async with world.process.database.transaction(supervisor) as transaction:
        invitation = await invite_device(
            transaction, hasher(world).keys, world.process.settings.sign_in_limits
        )
    return invitation.code


async def one_time_pin(world: World, organisation: TestOrganisation, agent_id: UUID) -> str:
    """Have the supervisor make a one-time PIN for an agent."""
    supervisor = await actor_of(world, organisation.agent(Role.SUPERVISOR))
    drawn = await draw_one_time_pin(hasher(world), agent_id)
    async with world.process.database.transaction(supervisor) as transaction:
        await reset_pin(transaction, world.process.settings.sign_in_limits, drawn)
    return drawn.pin


async def registered_browser(world: World, organisation: TestOrganisation) -> Visitor:
    """Register a browser as a device of the unit."""
    visitor = Visitor(world, None)
    page = await visitor.get("/bureau/appareil")
    code = await device_code(world, organisation)
    answer = await visitor.send(page, "/bureau/appareil", code=code, name="Téléphone de garde")
    assert answer.status_code == 303, answer.text
    return visitor


async def sign_in(visitor: Visitor, agent_id: UUID, pin: str, new_pin: str | None = None) -> None:
    """Sign in on a registered browser; choose a PIN where a one-time PIN was given."""
    page = await visitor.get("/bureau/entrer")
    answer = await visitor.send(page, "/bureau/entrer", agent=str(agent_id), pin=pin)
    if new_pin is not None:
        answer = await visitor.send(answer, "/bureau/entrer", new_pin=new_pin, again=new_pin)
    assert answer.status_code == 303, answer.text


def hasher(world: World) -> PinHasher:
    """Return what hashes the PINs of this service."""
    assert world.process.pins is not None
    return world.process.pins
