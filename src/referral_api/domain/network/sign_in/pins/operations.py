"""Resetting a PIN, as its supervisor, and choosing one's own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import PinWeakness, SessionEnd
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.pins.checking import PinProof
from referral_api.domain.network.sign_in.pins.choosing import draw_pin, find_weakness
from referral_api.domain.network.sign_in.pins.people import (
    find_person,
    former_hash,
    is_excluded,
    stored_hash,
)
from referral_api.domain.network.sign_in.pins.tables import AgentPin
from referral_api.domain.network.sign_in.pins.tries import forget_tries
from referral_api.domain.network.sign_in.sessions.ending import end_sessions_of_agent
from referral_api.errors import (
    Forbidden,
    MalformedInput,
    NotFound,
    SecondPersonNeeded,
    StaleVersion,
)
from referral_api.permissions import Actor, PinPermission, Role
from referral_api.security.pin_hash import PinHasher

_NEW = {
    "key_id": bindparam("new_key_id"), "hash": bindparam("new_hash"), "set_at": func.now(),
    "set_by_agent_id": bindparam("setter_id"),
}  # fmt: skip
_GOOD_UNTIL = func.now() + bindparam("good_for", type_=Interval)
# What the person had chosen stays known as the one before; a one-time PIN does not.
_RESET = Statement(
    insert(AgentPin)
    .values(
        agent_id=bindparam("of_agent"), organisation_id=bindparam("organisation_id"), version=1,
        good_until=_GOOD_UNTIL, **_NEW,
    )
    .on_conflict_do_update(
        index_elements=["agent_id"],
        set_=_NEW | {
            "good_until": _GOOD_UNTIL, "version": col(AgentPin.version) + 1,
            "former_key_id": func.coalesce(col(AgentPin.former_key_id), col(AgentPin.key_id)),
            "former_hash": func.coalesce(col(AgentPin.former_hash), col(AgentPin.hash)),
        },
    )
    .returning(col(AgentPin.version))
    .add_cte(event_insert().cte("event"))
)  # fmt: skip
_SET = Statement(
    update(AgentPin)
    .where(
        col(AgentPin.agent_id) == bindparam("of_agent"),
        col(AgentPin.version) == bindparam("seen_version"),
    )
    .values(
        good_until=None,
        version=col(AgentPin.version) + 1,
        former_key_id=None,
        former_hash=None,
        **_NEW,
    )
    .returning(col(AgentPin.version))
    .add_cte(event_insert().cte("event"))
)
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


async def reset_pin(
    transaction: Transaction, hasher: PinHasher, limits: SignInLimits, agent_id: UUID
) -> str:
    """Make a one-time PIN for an agent of one's organisation and return it, to be told in person.

    All sessions of the agent by PIN end, and all tries are forgotten. SecondPersonNeeded for
    oneself, Forbidden for an agent who never signs in by PIN.
    """
    actor, pin = transaction.actor, draw_pin()
    async with transaction.elevated():
        person = await find_person(transaction, agent_id)
        if person is None or not _keeps(actor, person["organisation_id"]):
            raise NotFound
        if actor.agent_id in {None, agent_id}:
            raise SecondPersonNeeded
        if is_excluded(person["roles"]) or not person["active"]:
            raise Forbidden
        made = await hasher.hash(agent_id, pin)
        await transaction.row(
            _RESET, of_agent=agent_id, organisation_id=person["organisation_id"],
            new_key_id=made.key_id, new_hash=made.text, setter_id=actor.agent_id,
            good_for=limits.one_time_pin,
            **event_values(actor, PinPermission.RESET, "agent", agent_id),
        )  # fmt: skip
        await forget_tries(transaction, agent_id)
        await end_sessions_of_agent(transaction, agent_id, SessionEnd.PIN)
    return pin


def _keeps(actor: Actor, organisation_id: UUID) -> bool:
    return bool(actor.roles & _KEEPERS) and (
        actor.organisation_id == organisation_id or actor.administers_nationally
    )


async def set_pin(
    transaction: Transaction, hasher: PinHasher, pin: str, *, keep: UUID | None = None
) -> None:
    """Change one's own PIN, after a fresh proof; other sessions by PIN end, but ``keep``.

    MalformedInput with the weakness, if it is too easy. NotFound without a PIN: a supervisor makes
    the first one.
    """
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    person = await find_person(transaction, actor.agent_id)
    if person is None or person["hash"] is None:
        raise NotFound
    await _set(transaction, hasher, person, person["pin_version"], pin, actor)
    await end_sessions_of_agent(transaction, actor.agent_id, SessionEnd.PIN, keep=keep)


async def choose_pin(
    transaction: Transaction, hasher: PinHasher, proof: PinProof, pin: str
) -> PinProof:
    """Choose one's own PIN with a one-time PIN, which is used up; return the proof that opens.

    In a transaction of ``system_actor(proof.organisation_id)``, scope ``system``. StaleVersion if
    the one-time PIN was used or reset meanwhile.
    """
    person = await find_person(transaction, proof.agent_id)
    if person is None or person["hash"] is None:
        raise NotFound
    nobody = transaction.actor
    actor = Actor(
        proof.organisation_id, nobody.organisation_type, proof.agent_id, None,
        frozenset(map(Role, person["roles"])), "system",
    )  # fmt: skip
    version = await _set(transaction, hasher, person, proof.pin_version, pin, actor)
    return replace(proof, must_choose=False, pin_version=version)


async def _set(
    transaction: Transaction, hasher: PinHasher, person: Row, version: int, pin: str, actor: Actor
) -> int:
    agent_id: UUID = person["id"]
    if is_excluded(person["roles"]):
        raise Forbidden
    weakness = find_weakness(pin, person["duty_telephone"])
    for before in (stored_hash(person), former_hash(person)):
        if weakness is None and before and await hasher.verify(agent_id, pin, before):
            weakness = PinWeakness.FORMER
    if weakness is not None:
        raise MalformedInput(errors=[{"pointer": "/pin", "code": weakness}])
    made = await hasher.hash(agent_id, pin)
    values: dict[str, Any] = {"new_key_id": made.key_id, "new_hash": made.text}
    row = await transaction.one(
        _SET, of_agent=agent_id, seen_version=version, setter_id=agent_id, **values,
        **event_values(actor, PinPermission.SET, "agent", agent_id),
    )  # fmt: skip
    if row is None:
        raise StaleVersion
    found: int = row["version"]
    return found
