"""Making and removing the factors of a personal account."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Uuid, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd, SignInWay
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.domain.network.sign_in.events import record_for
from referral_api.domain.network.sign_in.factors.authenticator import find_step
from referral_api.domain.network.sign_in.factors.checking import mixed
from referral_api.domain.network.sign_in.factors.choosing import (
    Weakness,
    draw_recovery_codes,
    find_name_weakness,
    find_password_weakness,
    read_name,
    read_password,
)
from referral_api.domain.network.sign_in.factors.people import (
    find_by_id,
    find_by_name,
    list_passkeys,
)
from referral_api.domain.network.sign_in.factors.tables import AgentPassword, RecoveryCode
from referral_api.domain.network.sign_in.sessions.ending import end_sessions_of_agent
from referral_api.errors import Conflict, NotFound
from referral_api.permissions import Actor, FactorPermission, Role
from referral_api.security.factor_keys import FactorKeys
from referral_api.security.pin_hash import PinHash, PinHasher

_NEW = {
    "sign_in_name": bindparam("new_name"), "key_id": bindparam("new_key_id"),
    "hash": bindparam("new_hash"), "totp_sealed": bindparam("new_sealed", type_=LargeBinary),
    "last_step": bindparam("new_step", type_=BigInteger), "set_at": func.now(),
}  # fmt: skip
_SET = Statement(
    insert(AgentPassword)
    .values(
        agent_id=bindparam("of_agent"), organisation_id=bindparam("organisation_id"), version=1,
        **_NEW,
    )
    .on_conflict_do_update(
        index_elements=["agent_id"], set_=_NEW | {"version": col(AgentPassword.version) + 1}
    )
)  # fmt: skip
_OF_AGENT = bindparam("of_agent", type_=Uuid)
_FORGET_CODES = Statement(delete(RecoveryCode).where(col(RecoveryCode.agent_id) == _OF_AGENT))
_ADD_CODE = Statement(
    insert_into(RecoveryCode, "digest", "agent_id", "organisation_id", prefix="new_")
)
_FORGET = Statement(
    delete(AgentPassword)
    .where(col(AgentPassword.agent_id) == _OF_AGENT)
    .returning(col(AgentPassword.agent_id))
)
_ISSUERS = Statement(
    select(col(AgentSubject.issuer)).where(col(AgentSubject.agent_id) == _OF_AGENT)
)
_LOCK = Statement(
    select(col(Agent.id)).where(col(Agent.id) == _OF_AGENT).with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chooses: a name to sign in with, a password, and an authenticator."""

    name: str
    password: str
    again: str
    secret: str
    code: str


async def find_weaknesses(
    transaction: Transaction, agent_id: UUID, choice: Choice
) -> dict[str, Weakness]:
    """Say what is wrong with a choice, by field; nothing if it may be made."""
    person = await find_by_id(transaction, agent_id)
    if person is None:
        raise NotFound
    name, password = read_name(choice.name), read_password(choice.password)
    found: dict[str, Weakness | None] = {"name": find_name_weakness(name)}
    holder = None if found["name"] else await find_by_name(transaction, name)
    if holder is not None and holder["id"] != agent_id:
        found["name"] = Weakness.TAKEN
    found["password"] = find_password_weakness(password, name, person["name"])
    found["again"] = None if choice.password == choice.again else Weakness.DIFFERENT
    step = find_step(choice.secret, "".join(choice.code.split()))
    found["code"] = Weakness.CODE if step is None else None
    return {field: weakness for field, weakness in found.items() if weakness is not None}


async def hash_password(hasher: PinHasher, agent_id: UUID, choice: Choice) -> PinHash:
    """Hash the password that an agent has chosen."""
    return await hasher.hash(agent_id, mixed(choice.password))


async def set_password(
    transaction: Transaction, keys: FactorKeys, agent_id: UUID, choice: Choice, made: PinHash, *,
    keep: UUID | None = None,
) -> list[str]:  # fmt: skip
    """Set password and authenticator of an agent, and return new recovery codes, shown once.

    What it had of them is replaced, and its other sessions end. The choice was found good, and its
    password hashed (``hash_password``), before the transaction began, which is of the agent, or of
    the system where an invitation vouches for it.
    """
    person = await find_by_id(transaction, agent_id)
    step = find_step(choice.secret, "".join(choice.code.split()))
    if person is None or step is None:
        raise NotFound
    organisation_id = person["organisation_id"]
    await transaction.run(
        _SET, of_agent=agent_id, organisation_id=organisation_id,
        new_name=read_name(choice.name), new_key_id=made.key_id, new_hash=made.text,
        new_sealed=keys.seal_secret(agent_id, choice.secret), new_step=step,
    )  # fmt: skip
    await transaction.run(_FORGET_CODES, of_agent=agent_id)
    codes = draw_recovery_codes()
    for code in codes:
        await transaction.run(
            _ADD_CODE, new_digest=keys.code_digests(f"recovery|{agent_id}", code)[0],
            new_agent_id=agent_id, new_organisation_id=organisation_id,
        )  # fmt: skip
    actor = _actor(transaction.actor, person)
    await record_for(
        transaction, actor, FactorPermission.ADD, "agent", agent_id, SignInWay.PASSWORD
    )
    await end_sessions_of_agent(transaction, agent_id, SessionEnd.FACTOR, keep=keep)
    return codes


async def remove_password(
    transaction: Transaction, issuers: Collection[str], *, keep: UUID
) -> None:
    """Remove one's own password, authenticator and recovery codes. Conflict if nothing else is
    left to sign in with: ``issuers`` are those by which people do.
    """
    agent_id = await lock_ways(transaction)
    if await transaction.one(_FORGET, of_agent=agent_id) is None:
        raise NotFound
    if not await list_passkeys(transaction, agent_id) and not await has_subject(
        transaction, agent_id, issuers
    ):
        raise Conflict
    await transaction.run(_FORGET_CODES, of_agent=agent_id)
    await record(transaction, FactorPermission.REMOVE, "agent", agent_id, code=SignInWay.PASSWORD)
    await end_sessions_of_agent(transaction, agent_id, SessionEnd.FACTOR, keep=keep)


async def lock_ways(transaction: Transaction) -> UUID:
    """Lock the ways in of whoever acts: of two removals at once, the later one sees the first."""
    agent_id = transaction.actor.agent_id
    if agent_id is None:
        raise NotFound
    async with transaction.elevated():
        await transaction.row(_LOCK, of_agent=agent_id)
    return agent_id


async def has_subject(transaction: Transaction, agent_id: UUID, issuers: Collection[str]) -> bool:
    """Say whether one of these issuers, by which people sign in, has a name for this agent."""
    rows = await transaction.all(_ISSUERS, of_agent=agent_id)
    return not {row["issuer"] for row in rows}.isdisjoint(issuers)


def _actor(actor: Actor, person: Row) -> Actor:
    """Return the agent as who has done it, where an invitation vouches for it."""
    if actor.agent_id is not None:
        return actor
    return Actor(
        person["organisation_id"], actor.organisation_type, person["id"], None,
        frozenset(map(Role, person["roles"])), "system",
    )  # fmt: skip
