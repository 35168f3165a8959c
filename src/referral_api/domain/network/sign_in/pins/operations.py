"""Resetting a PIN, as its supervisor, and choosing one's own.

What is stored was hashed before the transaction began (``hashing.py``).
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.pins.checking import PinProof
from referral_api.domain.network.sign_in.pins.hashing import ChosenPin, OneTimePin
from referral_api.domain.network.sign_in.pins.people import find_person, is_excluded, keeps
from referral_api.domain.network.sign_in.pins.tables import AgentPin
from referral_api.domain.network.sign_in.pins.tries import forget_tries
from referral_api.domain.network.sign_in.sessions.ending import end_sessions_of_agent
from referral_api.errors import (
    Forbidden,
    NotFound,
    SecondPersonNeeded,
    StaleVersion,
)
from referral_api.permissions import Actor, PinPermission, Role

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


async def reset_pin(transaction: Transaction, limits: SignInLimits, drawn: OneTimePin) -> None:
    """Give an agent of one's organisation the one-time PIN that was drawn for it.

    All sessions of the agent by PIN end, and all tries are forgotten. SecondPersonNeeded for
    oneself, Forbidden for an agent who never signs in by PIN.
    """
    actor, agent_id, made = transaction.actor, drawn.agent_id, drawn.hash
    async with transaction.elevated():
        person = await find_person(transaction, agent_id)
        if person is None or not keeps(actor, person["organisation_id"]):
            raise NotFound
        if actor.agent_id in {None, agent_id}:
            raise SecondPersonNeeded
        if is_excluded(person["roles"]) or not person["active"]:
            raise Forbidden
        await transaction.row(
            _RESET, of_agent=agent_id, organisation_id=person["organisation_id"],
            new_key_id=made.key_id, new_hash=made.text, setter_id=actor.agent_id,
            good_for=limits.one_time_pin,
            **event_values(actor, PinPermission.RESET, "agent", agent_id),
        )  # fmt: skip
        await forget_tries(transaction, agent_id)
        await end_sessions_of_agent(transaction, agent_id, SessionEnd.PIN)


async def set_pin(transaction: Transaction, chosen: ChosenPin, *, keep: UUID | None = None) -> None:
    """Change one's own PIN, after a fresh proof; other sessions by PIN end, but ``keep``.

    StaleVersion if it was changed or reset meanwhile.
    """
    actor = transaction.actor
    if actor.agent_id != chosen.agent_id:
        raise Forbidden
    await _set(transaction, chosen, chosen.seen_version, actor)
    await end_sessions_of_agent(transaction, chosen.agent_id, SessionEnd.PIN, keep=keep)


async def choose_pin(transaction: Transaction, proof: PinProof, chosen: ChosenPin) -> PinProof:
    """Choose one's own PIN with a one-time PIN, which is used up; return the proof that opens.

    In a transaction of ``system_actor(proof.organisation_id)``, scope ``system``. StaleVersion if
    the one-time PIN was used or reset meanwhile.
    """
    person = await find_person(transaction, proof.agent_id)
    if person is None or proof.agent_id != chosen.agent_id:
        raise NotFound
    nobody = transaction.actor
    actor = Actor(
        proof.organisation_id, nobody.organisation_type, proof.agent_id, None,
        frozenset(map(Role, person["roles"])), "system",
    )  # fmt: skip
    version = await _set(transaction, chosen, proof.pin_version, actor)
    return replace(proof, must_choose=False, pin_version=version)


async def _set(transaction: Transaction, chosen: ChosenPin, seen_version: int, actor: Actor) -> int:
    agent_id, made = chosen.agent_id, chosen.hash
    row = await transaction.one(
        _SET, of_agent=agent_id, seen_version=seen_version, setter_id=agent_id,
        new_key_id=made.key_id, new_hash=made.text,
        **event_values(actor, PinPermission.SET, "agent", agent_id),
    )  # fmt: skip
    if row is None:
        raise StaleVersion
    found: int = row["version"]
    return found
