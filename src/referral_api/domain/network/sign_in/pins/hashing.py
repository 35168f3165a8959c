"""Hashes of PINs that are drawn or chosen: made and compared before a transaction is open.

A hash takes a thread that others wait for: whoever held a connection meanwhile would hold up all.
"""

from dataclasses import dataclass
from uuid import UUID

from referral_api.database.database import Database, system_actor
from referral_api.domain.codelists.sign_in import PinWeakness
from referral_api.domain.network.sign_in.pins.choosing import draw_pin, find_weakness
from referral_api.domain.network.sign_in.pins.people import (
    find_person,
    former_hash,
    is_excluded,
    stored_hash,
)
from referral_api.errors import Forbidden, MalformedInput, NotFound
from referral_api.security.pin_hash import PinHash, PinHasher


@dataclass(frozen=True, slots=True)
class OneTimePin:
    """A PIN that was drawn for an agent, to be told in person, and its hash."""

    agent_id: UUID
    pin: str
    hash: PinHash


@dataclass(frozen=True, slots=True)
class ChosenPin:
    """The hash of a PIN that an agent may choose, and the version of the one that it replaces."""

    agent_id: UUID
    hash: PinHash
    seen_version: int


async def draw_one_time_pin(hasher: PinHasher, agent_id: UUID) -> OneTimePin:
    """Draw a one-time PIN for an agent; ``reset_pin`` makes it good."""
    pin = draw_pin()
    return OneTimePin(agent_id, pin, await hasher.hash(agent_id, pin))


async def check_choice(
    database: Database, hasher: PinHasher, organisation_id: UUID, agent_id: UUID, pin: str
) -> ChosenPin:
    """Check that an agent may choose this PIN, and hash it: for ``set_pin`` or ``choose_pin``.

    MalformedInput with the weakness, if it is too easy. NotFound without a PIN: a supervisor makes
    the first one. Forbidden for an agent who never signs in by PIN.
    """
    async with database.transaction(system_actor(organisation_id), "system") as transaction:
        person = await find_person(transaction, agent_id)
    if person is None or person["hash"] is None:
        raise NotFound
    if is_excluded(person["roles"]):
        raise Forbidden
    weakness = find_weakness(pin, person["duty_telephone"])
    for before in (stored_hash(person), former_hash(person)):
        if weakness is None and before and await hasher.verify(agent_id, pin, before):
            weakness = PinWeakness.FORMER
    if weakness is not None:
        raise MalformedInput(errors=[{"pointer": "/pin", "code": weakness}])
    return ChosenPin(agent_id, await hasher.hash(agent_id, pin), person["pin_version"])
