"""Operations of an administrator on agents."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeSubject
from referral_api.domain.network.agents import queries
from referral_api.domain.network.agents.schemas import (
    AgentCreate,
    AgentRead,
    AgentUpdate,
    OutsideSubject,
)
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.queries import (
    check_organisation_exists,
    find_type,
    within_reach,
)
from referral_api.domain.network.second_person.administrators import (
    check_agent_can_go,
    hold_administrators,
)
from referral_api.domain.network.second_person.policy import waits_for_agent
from referral_api.domain.network.second_person.proposals import (
    CONFIRMED,
    Division,
    check_unchanged,
    divide,
    keep,
)
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, MalformedInput, NotFound, SecondPersonNeeded
from referral_api.permissions import AgentPermission, Role, RoleHomes, held_roles

_COLUMNS = ("name", "roles", "active")
_CREATE = Statement(
    insert_into(Agent, "id", "organisation_id", "version", *_COLUMNS, prefix="new_").add_cte(
        queries.ADD_SUBJECTS.cte("named"), event_insert().cte("event")
    )
)
_SAVE = Statement(save_into(Agent, *_COLUMNS).add_cte(event_insert().cte("event")))


async def create_agent(transaction: Transaction, agent: AgentCreate, homes: RoleHomes) -> AgentRead:
    """Add an agent to an organisation. AlreadyExists if its id or an outside name is taken.

    Outside names wait for a second person, and an agent with a far-seeing role is not active
    before.
    """
    await check_organisation_exists(transaction, agent.organisation_id)
    if not transaction.actor.administers(agent.organisation_id):
        raise Forbidden
    await _check_roles_at_home(transaction, agent.roles, agent.organisation_id, homes)
    agent_id = agent.id or uuid7()
    await queries.check_subjects_are_free(transaction, agent_id, agent.subjects)
    roles = sorted(set(agent.roles))
    change = {"active": True, "subjects": _plain(agent.subjects)}
    waiting = waits_for_agent(change, roles=roles, active=False, subjects=[])
    division = await divide(transaction, change, waiting)
    named = [OutsideSubject(**name) for name in division.done.get("subjects", [])]
    created = AgentRead(
        id=agent_id, organisation_id=agent.organisation_id, name=agent.name,
        roles=roles, subjects=named, active=division.done.get("active", False), version=1,
    )  # fmt: skip
    fields = created.model_dump(exclude={"subjects", "pending_change_id"})
    await transaction.run(
        _CREATE,
        **{f"new_{name}": value for name, value in fields.items()},
        **queries.subject_values(created.id, named),
        **event_values(
            transaction.actor, AgentPermission.CREATE, "agent", created.id, code=division.code
        ),
    )
    return await _keep(transaction, division, created)


async def _check_roles_at_home(
    transaction: Transaction, roles: Collection[Role], organisation_id: UUID, homes: RoleHomes
) -> None:
    """Refuse roles that grant nothing in this type of organisation."""
    at_home = held_roles(Role, await find_type(transaction, organisation_id), homes)
    if not at_home.issuperset(roles):
        allowed = sorted(at_home)
        raise MalformedInput(
            errors=[{"pointer": "/roles", "code": "invalid_value", "allowed": allowed}]
        )


async def read_agent(transaction: Transaction, agent_id: UUID) -> AgentRead:
    """Read an agent; NotFound beyond the caller's reach."""
    event = event_values(transaction.actor, AgentPermission.READ, "agent", agent_id)
    row = await transaction.one(queries.READ, agent_id=agent_id, **event)
    if row is None or not transaction.actor.administers(row["organisation_id"]):
        raise NotFound
    return queries.to_response(row)


async def show_agent(transaction: Transaction, agent_id: UUID) -> AgentRead:
    """Read as ``read_agent`` does, for an act that is recorded by itself."""
    return await queries.find_agent(transaction, agent_id)


async def list_agents(
    transaction: Transaction, organisation_id: UUID | None, window: Window
) -> Slice[AgentRead]:
    """List the agents within reach, the last created first."""
    rows = await transaction.all(
        queries.PAGE, organisation_id=within_reach(transaction.actor, organisation_id),
        **window.parameters, **event_values(transaction.actor, AgentPermission.LIST, "agent"),
    )  # fmt: skip
    return window.slice([queries.to_response(row) for row in rows], rows)


async def update_agent(
    transaction: Transaction, agent_id: UUID, update: AgentUpdate, version: int, homes: RoleHomes
) -> AgentRead:
    """Change an agent's roles, names or activity.

    Agents cannot change their own roles or outside names (SecondPersonNeeded). What waits for a
    second person is kept.
    """
    if agent_id == transaction.actor.agent_id and {"roles", "subjects"} & update.model_fields_set:
        raise SecondPersonNeeded
    now = await queries.find_agent(transaction, agent_id)
    await hold_administrators(transaction, now.organisation_id)
    agent = await queries.get_agent_for_change(transaction, agent_id)
    check_version(version, agent.version)
    change = update.model_dump(exclude_none=True, exclude={"subjects"})
    if update.roles is not None:
        await _check_roles_at_home(transaction, update.roles, agent.organisation_id, homes)
        change["roles"] = sorted(set(update.roles))
    if update.subjects is not None:
        await queries.check_subjects_are_free(transaction, agent_id, update.subjects)
        change["subjects"] = _plain(update.subjects)
    waiting = waits_for_agent(
        change, roles=agent.roles, active=agent.active, subjects=_plain(now.subjects)
    )
    division = await divide(transaction, change, waiting)
    return await _keep(
        transaction, division, await _save(transaction, agent, division.done, division.code)
    )


async def apply_to_agent(
    transaction: Transaction, agent_id: UUID, version: int, change: dict[str, Any]
) -> None:
    """Make a confirmed change of the version that was seen; Conflict on any other."""
    agent = await queries.get_agent_for_change(transaction, agent_id)
    check_unchanged(version, agent.version)
    await _save(transaction, agent, change, CONFIRMED)


async def _save(
    transaction: Transaction, agent: Agent, change: dict[str, Any], code: str | None
) -> AgentRead:
    """Save an agent and its audit event, unless the last administrator would be lost."""
    was_administrator = agent.active and Role.ADMINISTRATOR in agent.roles
    for name in _COLUMNS:
        setattr(agent, name, change.get(name, getattr(agent, name)))
    if was_administrator and not (agent.active and Role.ADMINISTRATOR in agent.roles):
        await check_agent_can_go(transaction, agent.organisation_id, agent.id)
    if "subjects" in change:
        await queries.replace_subjects(transaction, agent.id, change["subjects"])
    event = event_values(transaction.actor, AgentPermission.UPDATE, "agent", agent.id, code=code)
    await transaction.run(_SAVE, **update_values(agent, *_COLUMNS), **event)
    return await queries.find_agent(transaction, agent.id)


async def _keep(transaction: Transaction, division: Division, agent: AgentRead) -> AgentRead:
    kept = await keep(
        transaction, division, PendingChangeSubject.AGENT, agent.id, agent.organisation_id,
        agent.version,
    )  # fmt: skip
    return agent.model_copy(update={"pending_change_id": kept})


def _plain(subjects: Collection[OutsideSubject]) -> list[dict[str, str]]:
    """Write outside names in one order, each once, to be compared and kept."""
    names = sorted({(name.issuer, name.subject) for name in subjects})
    return [{"issuer": issuer, "subject": subject} for issuer, subject in names]
