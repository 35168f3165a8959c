"""Checking a PIN on a device: count the try, compare in a thread, then say what is right.

A try is counted once a thread is free for it: whoever gives up before that has not tried. No
transaction is open while the hash is made, so that a sign-in holds up no other request.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement
from referral_api.domain.codelists.sign_in import SignInRefusal
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice
from referral_api.domain.network.sign_in.events import record_refusal
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.pins.people import (
    find_person,
    is_excluded,
    is_vouched_for,
    stored_hash,
)
from referral_api.domain.network.sign_in.pins.tables import AgentPin
from referral_api.domain.network.sign_in.pins.tries import count_try, take_back_try
from referral_api.errors import SignInRefused
from referral_api.permissions import ROLE_HOMES, RoleHomes
from referral_api.security.pin_hash import PinHash, PinHasher

_RENEW = Statement(
    update(AgentPin)
    .where(
        col(AgentPin.agent_id) == bindparam("of_agent"),
        col(AgentPin.version) == bindparam("seen_version"),
    )
    .values(key_id=bindparam("new_key_id"), hash=bindparam("new_hash"))
)


@dataclass(frozen=True, slots=True)
class PinProof:
    """An agent has proved its PIN on a device. With a one-time PIN it must choose its own first."""

    agent_id: UUID
    organisation_id: UUID
    device_id: UUID
    must_choose: bool
    pin_version: int


async def check_pin(
    database: Database, hasher: PinHasher, limits: SignInLimits, device: KnownDevice,
    agent_id: UUID, pin: str, homes: RoleHomes = ROLE_HOMES,
) -> PinProof:  # fmt: skip
    """Check a PIN. SignInRefused, with an event, if it is wrong or of no use here."""
    nobody = system_actor(device.organisation_id)
    async with hasher.turn() as turn:
        async with database.transaction(nobody, "system") as transaction:
            refused = await count_try(transaction, limits, device, agent_id)
            person = await find_person(transaction, agent_id)
            if person is not None and person["organisation_id"] != device.organisation_id:
                person = None
            vouched_for = person is None or await is_vouched_for(transaction, person, homes)
        stored, renewed = stored_hash(person), None
        if refused is None:
            right = await turn.verify(agent_id, pin, stored)
            refused = _judge(person, right=right, vouched_for=vouched_for)
        if refused is None and stored is not None and hasher.is_outdated(stored):
            renewed = await turn.hash(agent_id, pin)
    async with database.transaction(nobody, "system") as transaction:
        if refused is None and person is not None:
            await take_back_try(transaction, device.id, agent_id)
            if renewed is not None:
                await transaction.run(_RENEW, **_values(person, renewed))
        else:
            refused = refused or SignInRefused(reason=SignInRefusal.UNKNOWN)
            known = None if person is None else agent_id
            await record_refusal(transaction, refused, known, device.id)
    if refused is not None or person is None:
        raise refused or SignInRefused(reason=SignInRefusal.UNKNOWN)
    return PinProof(
        agent_id, device.organisation_id, device.id, person["good_until"] is not None,
        person["pin_version"],
    )  # fmt: skip


def _judge(person: Row | None, *, right: bool, vouched_for: bool) -> SignInRefused | None:
    """Say why a PIN that was compared opens nothing; None if it does."""
    if person is None:
        return SignInRefused(reason=SignInRefusal.UNKNOWN)
    if not right:
        return SignInRefused(reason=SignInRefusal.WRONG)
    if not person["active"]:
        return SignInRefused(reason=SignInRefusal.INACTIVE)
    if is_excluded(person["roles"]):
        return SignInRefused(reason=SignInRefusal.ROLE)
    if person["expired"] or not vouched_for:
        return SignInRefused(reason=SignInRefusal.EXPIRED)
    return None


def _values(person: Row, renewed: PinHash) -> dict[str, object]:
    return {
        "of_agent": person["id"], "seen_version": person["pin_version"],
        "new_key_id": renewed.key_id, "new_hash": renewed.text,
    }  # fmt: skip
