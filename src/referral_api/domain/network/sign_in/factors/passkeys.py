"""Passkeys of personal accounts: adding, removing, and finding whose one is."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Uuid, bindparam, delete, func, or_, select, update
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd, SignInRefusal, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.events import record_refusal
from referral_api.domain.network.sign_in.factors.operations import has_subject, lock_ways
from referral_api.domain.network.sign_in.factors.people import find_by_id, list_passkeys
from referral_api.domain.network.sign_in.factors.tables import AgentPasskey
from referral_api.domain.network.sign_in.sessions.ending import end_sessions_of_agent
from referral_api.errors import Conflict, Forbidden, NotFound, SignInRefused
from referral_api.permissions import FactorPermission
from referral_api.security.passkeys import NewPasskey

_ADD = Statement(
    insert_into(
        AgentPasskey, "id", "agent_id", "organisation_id", "credential_id", "credential",
        "sign_count", "name", prefix="new_",
    )
)  # fmt: skip
_REMOVE = Statement(
    delete(AgentPasskey)
    .where(
        col(AgentPasskey.id) == bindparam("passkey_id", type_=Uuid),
        col(AgentPasskey.agent_id) == bindparam("of_agent", type_=Uuid),
    )
    .returning(col(AgentPasskey.id))
)
_FIND = Statement(
    select(
        col(AgentPasskey.id).label("passkey_id"), col(AgentPasskey.agent_id).label("id"),
        col(AgentPasskey.credential), col(Agent.organisation_id),
        (col(Agent.active) & col(Organisation.active)).label("active"),
    )
    .join(Agent, col(Agent.id) == col(AgentPasskey.agent_id))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(col(AgentPasskey.credential_id) == bindparam("credential_id", type_=LargeBinary))
)  # fmt: skip
_COUNT = bindparam("count", type_=BigInteger)
# A key that counts never says a number twice: a copy of it would.
_USE = Statement(
    update(AgentPasskey)
    .where(
        col(AgentPasskey.id) == bindparam("passkey_id", type_=Uuid),
        or_(
            col(AgentPasskey.sign_count) < _COUNT,
            (_COUNT == 0) & (col(AgentPasskey.sign_count) == 0),
        ),
    )
    .values(sign_count=_COUNT, used_at=func.now())
    .returning(col(AgentPasskey.id))
)


async def add_passkey(transaction: Transaction, made: NewPasskey, name: str) -> None:
    """Add a passkey to one's own account, after a fresh proof."""
    agent_id = transaction.actor.agent_id
    if agent_id is None:
        raise Forbidden
    await transaction.run(
        _ADD, new_id=uuid7(), new_agent_id=agent_id,
        new_organisation_id=transaction.actor.organisation_id,
        new_credential_id=made.credential_id, new_credential=made.credential,
        new_sign_count=made.sign_count, new_name=name,
    )  # fmt: skip
    await record(transaction, FactorPermission.ADD, "agent", agent_id, code=SignInWay.PASSKEY)


async def remove_passkey(
    transaction: Transaction, passkey_id: UUID, issuers: Collection[str], *, keep: UUID
) -> None:
    """Remove a passkey of one's own; other sessions end. Conflict if it is the last way in:
    ``issuers`` are those by which people sign in.
    """
    agent_id = await lock_ways(transaction)
    if not await transaction.one(_REMOVE, passkey_id=passkey_id, of_agent=agent_id):
        raise NotFound
    person = await find_by_id(transaction, agent_id)
    has_password = person is not None and person["hash"] is not None
    others = has_password or await list_passkeys(transaction, agent_id)
    if not others and not await has_subject(transaction, agent_id, issuers):
        raise Conflict
    await record(transaction, FactorPermission.REMOVE, "agent", agent_id, code=SignInWay.PASSKEY)
    await end_sessions_of_agent(transaction, agent_id, SessionEnd.FACTOR, keep=keep)


async def find_passkey(database: Database, credential_id: bytes) -> Row:
    """Find whose passkey it is; SignInRefused if it is nobody's."""
    async with database.transaction(NOBODY, "system") as transaction:
        found = await transaction.one(_FIND, credential_id=credential_id)
    if found is None:
        raise SignInRefused(reason=SignInRefusal.UNKNOWN)
    return found


async def use_passkey(database: Database, found: Row, count: int) -> None:
    """Note that a passkey has proved its owner; SignInRefused if it is a copy's, or of no use."""
    why = None if found["active"] else SignInRefusal.INACTIVE
    if why is None:
        nobody = system_actor(found["organisation_id"])
        async with database.transaction(nobody, "system") as transaction:
            if not await transaction.one(_USE, passkey_id=found["passkey_id"], count=count):
                why = SignInRefusal.WRONG
    if why is not None:
        raise await refuse_passkey(database, found, why)


async def refuse_passkey(database: Database, found: Row, why: SignInRefusal) -> SignInRefused:
    """Record that a passkey of somebody was refused, and return the refusal."""
    refused = SignInRefused(reason=why)
    async with database.transaction(
        system_actor(found["organisation_id"]), "system"
    ) as transaction:
        await record_refusal(transaction, refused, found["id"])
    return refused
