"""Finding the clients and agents that may have a token, and using up their assertions."""

from uuid import UUID

from sqlalchemy import bindparam, delete, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.clients.tables import Client, UsedAssertion
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.security import AssertionClaims

_CLIENT = Statement(
    select(
        col(Client.keys),
        col(Organisation.id).label("organisation_id"),
        col(Organisation.type).label("organisation_type"),
    )
    .join(Organisation, col(Organisation.id) == col(Client.organisation_id))
    .where(col(Client.id) == bindparam("client_id"), col(Client.active), col(Organisation.active))
)
_AGENT = Statement(
    select(col(Agent.roles)).where(
        col(Agent.id) == bindparam("agent_id"),
        col(Agent.organisation_id) == bindparam("organisation_id"),
        col(Agent.active),
    )
)
# Kept beyond its end: the database's clock may run ahead of the clock that checked it.
_LONG_EXPIRED = (
    delete(UsedAssertion)
    .where(
        col(UsedAssertion.client_id) == bindparam("user_id"),
        col(UsedAssertion.expires_at) < func.now() - literal_column("interval '5 minutes'"),
    )
    .cte("long_expired")
)
_USE = Statement(
    insert(UsedAssertion)
    .values(
        client_id=bindparam("user_id"), jti=bindparam("new_jti"),
        expires_at=bindparam("new_expires_at"),
    )
    .on_conflict_do_nothing()
    .returning(col(UsedAssertion.jti))
    .add_cte(_LONG_EXPIRED)
)  # fmt: skip


async def find_client(transaction: Transaction, client_id: UUID) -> Row | None:
    """Find an active client of an active organisation, with its keys."""
    return await transaction.one(_CLIENT, client_id=client_id)


async def find_agent(transaction: Transaction, agent_id: UUID, organisation_id: UUID) -> Row | None:
    """Find the roles of an active agent of this organisation."""
    return await transaction.one(_AGENT, agent_id=agent_id, organisation_id=organisation_id)


async def use_up(transaction: Transaction, client_id: UUID, assertion: AssertionClaims) -> bool:
    """Use an assertion; False if it was used before."""
    row = await transaction.one(
        _USE, user_id=client_id, new_jti=assertion.jti, new_expires_at=assertion.expires_at
    )
    return row is not None
