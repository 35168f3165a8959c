"""The PINs of the invented agents: the same everywhere, and good in no other database."""

import hashlib
from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.demo.data import AGENTS, DemoAgent, DemoOrganisation, agent, organisation
from referral_api.domain.network.agents.actor_resolver import NOBODY, find_actor
from referral_api.domain.network.sign_in.devices.operations import invite_device
from referral_api.domain.network.sign_in.devices.registering import Registered, register_device
from referral_api.domain.network.sign_in.pins.checking import PinProof
from referral_api.domain.network.sign_in.pins.choosing import find_weakness
from referral_api.domain.network.sign_in.pins.hashing import check_choice, draw_one_time_pin
from referral_api.domain.network.sign_in.pins.operations import choose_pin, reset_pin
from referral_api.domain.network.sign_in.pins.people import find_person
from referral_api.errors import NotFound
from referral_api.http.process_context import ProcessContext
from referral_api.permissions import NEVER_BY_PIN, Actor
from referral_api.security.pin_hash import PinHasher

_KEEPER = "Sekou"  # an administrator who reaches every organisation


def signs_in_by_pin(human: DemoAgent) -> bool:
    """Say whether this agent signs in on a device of its unit."""
    return NEVER_BY_PIN.isdisjoint(human.roles)


def pin_of(human: DemoAgent) -> str:
    """Return the PIN of an invented agent, which is printed for everybody."""
    for attempt in range(100):
        digest = hashlib.sha256(f"{human.name}/{attempt}".encode()).digest()
        pin = f"{int.from_bytes(digest[:4], 'big') % 1_000_000:06}"
        if find_weakness(pin, organisation_of(human).duty_telephone) is None:
            return pin
    raise LookupError(human.name)


def organisation_of(human: DemoAgent) -> DemoOrganisation:
    """Return the organisation of an agent."""
    return organisation(human.organisation)


async def register_unit_device(
    process: ProcessContext, unit: DemoOrganisation, name: str
) -> Registered:
    """Make a browser a device of a unit, and give its people their PINs: by the operations that
    hold for everybody. NotFound where the unit is not one of the demonstration.
    """
    if process.pins is None:
        raise NotFound
    database, limits = process.database, process.settings.sign_in_limits
    async with database.transaction(NOBODY, "system") as transaction:
        keeper = await find_actor(
            transaction, agent(_KEEPER).id, None, "demo", process.settings.role_homes
        )
    if keeper is None:
        raise NotFound
    async with database.transaction(keeper) as transaction:
        invitation = await invite_device(transaction, process.pins.keys, limits, unit.id)
    registered = await register_device(
        database, process.pins.keys, limits, invitation.code, name, has_printer=True
    )
    for human in AGENTS:
        if organisation_of(human) is unit and signs_in_by_pin(human):
            await _give_pin(process, process.pins, keeper, human, registered.device_id)
    return registered


async def _give_pin(
    process: ProcessContext, hasher: PinHasher, keeper: Actor, human: DemoAgent, device_id: UUID
) -> None:
    database, limits = process.database, process.settings.sign_in_limits
    home = organisation_of(human).id
    async with database.transaction(system_actor(home), "system") as transaction:
        person = await find_person(transaction, human.id)
    if person is None or person["hash"] is not None:
        return
    drawn = await draw_one_time_pin(hasher, human.id)
    async with database.transaction(keeper) as transaction:
        await reset_pin(transaction, limits, drawn)
    chosen = await check_choice(database, hasher, home, human.id, pin_of(human))
    proof = PinProof(human.id, home, device_id, must_choose=True, pin_version=chosen.seen_version)
    async with database.transaction(system_actor(home), "system") as transaction:
        await choose_pin(transaction, proof, chosen)
