"""Operations of an administrator on agents."""

from collections.abc import Collection
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents import queries
from referral_api.domain.network.agents.schemas import AgentCreate, AgentRead, AgentUpdate
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.queries import check_organisation_exists, find_type
from referral_api.domain.versions import check_version
from referral_api.errors import MalformedInput, NotFound, SecondPersonNeeded
from referral_api.permissions import AgentPermission, Role, held_roles

_COLUMNS = ("name", "roles", "active")
_CREATE = Statement(
    insert_into(Agent, "id", "organisation_id", "version", *_COLUMNS, prefix="new_").add_cte(
        queries.ADD_SUBJECTS.cte("named"), event_insert().cte("event")
    )
)
_SAVE = Statement(save_into(Agent, *_COLUMNS).add_cte(event_insert().cte("event")))


async def create_agent(transaction: Transaction, agent: AgentCreate) -> AgentRead:
    """Add an agent to an organisation. AlreadyExists if its id or an outside name is taken."""
    await check_organisation_exists(transaction, agent.organisation_id)
    await _check_roles_at_home(transaction, agent.roles, agent.organisation_id)
    created = AgentRead(
        id=agent.id or uuid7(), organisation_id=agent.organisation_id, name=agent.name,
        roles=sorted(set(agent.roles)), subjects=agent.subjects, active=True, version=1,
    )  # fmt: skip
    fields = created.model_dump(exclude={"subjects"})
    await transaction.run(
        _CREATE,
        **{f"new_{name}": value for name, value in fields.items()},
        **queries.subject_values(created.id, agent.subjects),
        **event_values(transaction.actor, AgentPermission.CREATE, "agent", created.id),
    )
    return created


async def _check_roles_at_home(
    transaction: Transaction, roles: Collection[Role], organisation_id: UUID
) -> None:
    """Refuse roles that grant nothing in this type of organisation."""
    if held_roles(roles, await find_type(transaction, organisation_id)) != set(roles):
        raise MalformedInput(errors=[{"pointer": "/roles", "code": "invalid_value"}])


async def read_agent(transaction: Transaction, agent_id: UUID) -> AgentRead:
    """Read an agent; NotFound if there is none."""
    event = event_values(transaction.actor, AgentPermission.READ, "agent", agent_id)
    row = await transaction.one(queries.READ, agent_id=agent_id, **event)
    if row is None:
        raise NotFound
    return queries.to_response(row)


async def show_agent(transaction: Transaction, agent_id: UUID) -> AgentRead:
    """Read as ``read_agent`` does, for an act that is recorded by itself."""
    row = await transaction.one(queries.GET, agent_id=agent_id)
    if row is None:
        raise NotFound
    return queries.to_response(row)


async def list_agents(
    transaction: Transaction, organisation_id: UUID | None, window: Window
) -> Slice[AgentRead]:
    """List agents, the last created first."""
    rows = await transaction.all(
        queries.PAGE, organisation_id=organisation_id, **window.parameters,
        **event_values(transaction.actor, AgentPermission.LIST, "agent"),
    )  # fmt: skip
    return window.slice([queries.to_response(row) for row in rows], rows)


async def update_agent(
    transaction: Transaction, agent_id: UUID, update: AgentUpdate, version: int
) -> AgentRead:
    """Change an agent's roles, names or activity.

    Agents cannot change their own roles or outside names (SecondPersonNeeded).
    """
    if agent_id == transaction.actor.agent_id and {"roles", "subjects"} & update.model_fields_set:
        raise SecondPersonNeeded
    agent = await queries.get_agent_for_change(transaction, agent_id)
    check_version(version, agent.version)
    if update.name is not None:
        agent.name = update.name
    if update.roles is not None:
        await _check_roles_at_home(transaction, update.roles, agent.organisation_id)
        agent.roles = sorted(set(update.roles))
    if update.active is not None:
        agent.active = update.active
    if update.subjects is not None:
        await queries.replace_subjects(transaction, agent_id, update.subjects)
    event = event_values(transaction.actor, AgentPermission.UPDATE, "agent", agent_id)
    await transaction.run(_SAVE, **update_values(agent, *_COLUMNS), **event)
    row = await transaction.one(queries.GET, agent_id=agent_id)
    if row is None:
        raise NotFound
    return queries.to_response(row)
