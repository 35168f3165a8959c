"""Finding agents, and the names that outside issuers give them."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, delete, func, insert, or_, select
from sqlmodel import col

from referral_api.audit.log import event_insert
from referral_api.database.pagination import page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.schemas import AgentRead, OutsideSubject
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.errors import NotFound

_SUBJECTS = (
    select(
        func.json_agg(
            func.json_build_object(
                "issuer", col(AgentSubject.issuer), "subject", col(AgentSubject.subject)
            )
        )
    )
    .where(col(AgentSubject.agent_id) == col(Agent.id))
    .correlate(Agent)
    .scalar_subquery()
    .label("subjects")
)
_THIS = col(Agent.id) == bindparam("agent_id")
_AGENT = select(Agent, _SUBJECTS).where(_THIS)
_ORGANISATION_ID = bindparam("organisation_id", type_=Uuid)

GET = Statement(_AGENT)
# The agent and the audit event of reading it, in one round trip.
READ = Statement(_AGENT.add_cte(event_insert().cte("event")))
_LOCK = Statement(select(Agent).where(_THIS).with_for_update())
PAGE = Statement(
    page_of(
        select(Agent, _SUBJECTS).where(
            or_(_ORGANISATION_ID.is_(None), col(Agent.organisation_id) == _ORGANISATION_ID),
        ),
        col(Agent.id),
    ).add_cte(event_insert().cte("event"))
)
ADD_SUBJECTS = insert(AgentSubject).from_select(
    ["issuer", "subject", "agent_id"],
    select(
        func.unnest(bindparam("issuers", type_=ARRAY(Text))),
        func.unnest(bindparam("subjects", type_=ARRAY(Text))),
        bindparam("named_agent_id", type_=Uuid),
    ),
)
_ADD_SUBJECTS = Statement(ADD_SUBJECTS)
_DROP_SUBJECTS = Statement(
    delete(AgentSubject).where(col(AgentSubject.agent_id) == bindparam("agent_id"))
)


def subject_values(agent_id: UUID, subjects: Sequence[OutsideSubject]) -> dict[str, Any]:
    """Fill the parameters of ``ADD_SUBJECTS``."""
    return {
        "named_agent_id": agent_id,
        "issuers": [name.issuer for name in subjects],
        "subjects": [name.subject for name in subjects],
    }


def to_response(row: Row) -> AgentRead:
    """Turn a row of ``GET``, ``READ`` or ``PAGE`` into a response."""
    return AgentRead(**dict(row) | {"subjects": json.loads(row["subjects"] or "[]")})


async def get_agent_for_change(transaction: Transaction, agent_id: UUID) -> Agent:
    """Load and lock an agent; NotFound if there is none."""
    row = await transaction.one(_LOCK, agent_id=agent_id)
    if row is None:
        raise NotFound
    return Agent(**row)


async def replace_subjects(
    transaction: Transaction, agent_id: UUID, subjects: Sequence[OutsideSubject]
) -> None:
    """Replace the names that outside issuers give the agent."""
    await transaction.run(_DROP_SUBJECTS, agent_id=agent_id)
    await transaction.run(_ADD_SUBJECTS, **subject_values(agent_id, subjects))
