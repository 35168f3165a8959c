"""Finding agents, and the names that outside issuers give them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, bindparam, delete, func, insert, or_, select, tuple_
from sqlmodel import col

from referral_api.audit.log import event_insert
from referral_api.database.pagination import page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.schemas import AgentRead, OutsideSubject
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.errors import AlreadyExists, NotFound

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

_GET = Statement(_AGENT)
# The agent and the audit event of reading it, in one round trip.
READ = Statement(_AGENT.add_cte(event_insert().cte("event")))
_LOCK = Statement(select(Agent).where(_THIS).with_for_update())
PAGE = Statement(
    page_of(
        select(Agent, _SUBJECTS).where(
            or_(_ORGANISATION_ID.is_(None), col(Agent.organisation_id) == _ORGANISATION_ID),
        ),
        col(Agent.recorded_key),
    ).add_cte(event_insert().cte("event"))
)
_NAMES = (
    func.unnest(bindparam("issuers", type_=ARRAY(Text))),
    func.unnest(bindparam("subjects", type_=ARRAY(Text))),
)
ADD_SUBJECTS = insert(AgentSubject).from_select(
    ["issuer", "subject", "agent_id"],
    select(*_NAMES, bindparam("named_agent_id", type_=Uuid)),
)
_TAKEN = Statement(
    select(col(AgentSubject.agent_id)).where(
        tuple_(col(AgentSubject.issuer), col(AgentSubject.subject)).in_(select(*_NAMES)),
        col(AgentSubject.agent_id) != bindparam("named_agent_id", type_=Uuid),
    )
)
_OF_AGENT = col(AgentSubject.agent_id) == bindparam("named_agent_id", type_=Uuid)
_NAME = (col(AgentSubject.issuer), col(AgentSubject.subject))
_ADD_NEW_SUBJECTS = Statement(
    insert(AgentSubject).from_select(
        ["issuer", "subject", "agent_id"],
        select(*_NAMES, bindparam("named_agent_id", type_=Uuid)).except_(
            select(*_NAME, col(AgentSubject.agent_id)).where(_OF_AGENT)
        ),
    )
)
_DROP_SUBJECTS = Statement(
    delete(AgentSubject).where(_OF_AGENT, tuple_(*_NAME).not_in(select(*_NAMES)))
)


def subject_values(agent_id: UUID, subjects: Sequence[OutsideSubject]) -> dict[str, Any]:
    """Fill the parameters of ``ADD_SUBJECTS``."""
    return {
        "named_agent_id": agent_id,
        "issuers": [name.issuer for name in subjects],
        "subjects": [name.subject for name in subjects],
    }


def to_response(row: Row) -> AgentRead:
    """Turn a row of ``_GET``, ``READ`` or ``PAGE`` into a response."""
    return AgentRead(**dict(row) | {"subjects": json.loads(row["subjects"] or "[]")})


async def find_agent(transaction: Transaction, agent_id: UUID) -> AgentRead:
    """Find an agent; NotFound beyond the caller's reach."""
    row = await transaction.one(_GET, agent_id=agent_id)
    if row is None or not transaction.actor.administers(row["organisation_id"]):
        raise NotFound
    return to_response(row)


async def get_agent_for_change(transaction: Transaction, agent_id: UUID) -> Agent:
    """Load and lock an agent; NotFound if there is none."""
    row = await transaction.one(_LOCK, agent_id=agent_id)
    if row is None:
        raise NotFound
    return Agent(**row)


async def check_subjects_are_free(
    transaction: Transaction, agent_id: UUID, subjects: Sequence[OutsideSubject]
) -> None:
    """Refuse the name of another agent: AlreadyExists."""
    row = await transaction.one(_TAKEN, **subject_values(agent_id, subjects))
    if row is not None:
        raise AlreadyExists


async def replace_subjects(
    transaction: Transaction, agent_id: UUID, subjects: Sequence[Mapping[str, str]]
) -> None:
    """Replace the names that outside issuers give the agent.

    A name that stays is not touched: taking one away ends the sessions that it has opened.
    """
    values = subject_values(agent_id, [OutsideSubject(**name) for name in subjects])
    await transaction.run(_DROP_SUBJECTS, **values)
    await transaction.run(_ADD_NEW_SUBJECTS, **values)
