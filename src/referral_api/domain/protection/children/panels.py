"""Who decides together on a child: several agents of several organisations."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.errors import MalformedInput

_AGENTS = Statement(
    select(col(Agent.id), col(Agent.organisation_id), col(Organisation.type))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(col(Agent.id) == any_(bindparam("agent_ids", type_=ARRAY(Uuid))), col(Agent.active))
)


async def check_sits(
    transaction: Transaction, field: str, agent_ids: Sequence[UUID], *,
    without: Collection[UUID] = (),
) -> None:  # fmt: skip
    """Refuse agents that are not of two organisations, one of them of child protection.

    None of them is one of those ``without`` whom they sit: who assessed does not decide.
    """
    found = await transaction.all(_AGENTS, agent_ids=list(agent_ids))
    fits = (
        {row["id"] for row in found} == set(agent_ids)
        and len({row["organisation_id"] for row in found}) > 1
        and any(row["type"] == OrganisationType.CHILD_PROTECTION for row in found)
        and set(agent_ids).isdisjoint(without)
    )
    if not fits:
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "invalid_value"}])
