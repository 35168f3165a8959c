"""Agents with their personal factors."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.factors.tables import (
    AgentPasskey,
    AgentPassword,
    RecoveryCode,
)

_PEOPLE = (
    select(
        col(Agent.id), col(Agent.organisation_id), col(Agent.name), col(Agent.roles),
        (col(Agent.active) & col(Organisation.active)).label("active"),
        col(AgentPassword.sign_in_name), col(AgentPassword.key_id), col(AgentPassword.hash),
        col(AgentPassword.totp_sealed), col(AgentPassword.set_at),
        col(AgentPassword.version).label("password_version"),
    )
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .outerjoin(AgentPassword, col(AgentPassword.agent_id) == col(Agent.id))
)  # fmt: skip
_OF_ID = Statement(_PEOPLE.where(col(Agent.id) == bindparam("agent_id", type_=Uuid)))
_OF_NAME = Statement(_PEOPLE.where(col(AgentPassword.sign_in_name) == bindparam("name")))
_OF_UNIT = Statement(
    _PEOPLE.where(
        col(Agent.organisation_id) == bindparam("organisation_id", type_=Uuid), col(Agent.active)
    ).order_by(col(Agent.name), col(Agent.id))
)
_CODES_LEFT = Statement(
    select(func.count().label("number"))
    .select_from(RecoveryCode)
    .where(col(RecoveryCode.agent_id) == bindparam("agent_id", type_=Uuid))
)
_PASSKEYS = Statement(
    select(
        col(AgentPasskey.id), col(AgentPasskey.name), col(AgentPasskey.added_at),
        col(AgentPasskey.used_at), col(AgentPasskey.credential_id), col(AgentPasskey.credential),
    )
    .where(col(AgentPasskey.agent_id) == bindparam("agent_id", type_=Uuid))
    .order_by(col(AgentPasskey.added_at), col(AgentPasskey.id))
)  # fmt: skip


async def find_by_id(transaction: Transaction, agent_id: UUID) -> Row | None:
    """Find an agent with its password, if it has one."""
    return await transaction.one(_OF_ID, agent_id=agent_id)


async def find_by_name(transaction: Transaction, name: str) -> Row | None:
    """Find whoever has chosen this sign-in name."""
    return await transaction.one(_OF_NAME, name=name)


async def list_people(transaction: Transaction, organisation_id: UUID) -> list[Row]:
    """List the agents of an organisation, by name; no event, as for other names."""
    return list(await transaction.all(_OF_UNIT, organisation_id=organisation_id))


async def count_codes(transaction: Transaction, agent_id: UUID) -> int:
    """Count the recovery codes that are left."""
    return int((await transaction.row(_CODES_LEFT, agent_id=agent_id))["number"])


async def list_passkeys(transaction: Transaction, agent_id: UUID) -> list[Row]:
    """List the passkeys of an agent."""
    return list(await transaction.all(_PASSKEYS, agent_id=agent_id))
