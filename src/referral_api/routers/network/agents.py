"""Agents: the named humans of each organisation, managed by administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.network.agents import operations
from referral_api.domain.network.agents.schemas import AgentCreate, AgentRead, AgentUpdate
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_create,
    requires_to_update,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import AgentPermission

router = guarded_router("/v1/agents", "agents")

OrganisationFilter = Annotated[
    UUID | None, Query(description="Only the agents of this organisation.")
]


@router.post("", status_code=201, response_model=AgentRead)
async def create_agent(
    call: Annotated[RequestContext, requires_to_create(AgentPermission.CREATE)], agent: AgentCreate
) -> Response:
    """Add an agent to an organisation, with its roles.

    `subjects` maps the accounts that the agent uses at outside issuers. A partner system of the
    organisation needs none to act for the agent.

    `subjects` and far-seeing roles (administrator, auditor, coordinator, identification authority,
    magistrate) wait until another administrator confirms: `pending_change_id` names what waits, and
    an agent with such a role is not active before.
    """
    result = await operations.create_agent(
        call.transaction, agent, call.process.settings.role_homes
    )
    return call.respond(result)


@router.get("", response_model=Page[AgentRead])
async def list_agents(
    call: Annotated[RequestContext, requires(AgentPermission.LIST)],
    organisation_id: OrganisationFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the agents of your organisation, or as a national administrator all of them.

    The last created come first.
    """
    page = await operations.list_agents(
        call.transaction, organisation_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{agent_id}", response_model=AgentRead)
async def read_agent(
    call: Annotated[RequestContext, requires(AgentPermission.READ)], agent_id: UUID
) -> Response:
    """Read one agent: its organisation, roles and outside accounts."""
    result = await operations.read_agent(call.transaction, agent_id)
    return call.respond(result)


@router.patch("/{agent_id}", response_model=AgentRead)
async def update_agent(
    call: Annotated[RequestContext, requires_to_update(AgentPermission.UPDATE)],
    agent_id: UUID,
    update: AgentUpdate,
) -> Response:
    """Change an agent. Fields that you leave out stay; `roles` and `subjects` are replaced whole.

    `active: false` refuses the agent's tokens within half a minute. An agent is never deleted.
    Outside accounts, a far-seeing role and the reactivation of an agent that holds one wait until
    another administrator confirms.
    """
    result = await operations.update_agent(
        call.transaction, agent_id, update, call.version, call.process.settings.role_homes
    )
    return call.respond(result)
