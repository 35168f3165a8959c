"""Agents: the named humans of each organisation, kept by administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.network.agents import operations
from referral_api.domain.network.agents.schemas import AgentCreate, AgentRead, AgentUpdate
from referral_api.http.dependencies import Cursor, Limit, may, may_create, may_update
from referral_api.http.pagination import (
    Page,
)
from referral_api.http.request_context import Call
from referral_api.http.routing import guarded_router
from referral_api.permissions import AgentPermission

router = guarded_router("/v1/agents", "agents")

OrganisationFilter = Annotated[
    UUID | None, Query(description="Only the agents of this organisation.")
]


@router.post("", status_code=201, response_model=AgentRead)
async def create_agent(
    call: Annotated[Call, may_create(AgentPermission.CREATE)], agent: AgentCreate
) -> Response:
    """Let an agent join an organisation, with her roles.

    `subjects` maps the accounts she signs in with at outside issuers; a partner system of her
    organisation needs none to act for her.
    """
    return await call.answer(operations.create_agent, agent)


@router.get("", response_model=Page[AgentRead])
async def list_agents(
    call: Annotated[Call, may(AgentPermission.LIST)],
    organisation_id: OrganisationFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List agents, the last created first."""
    return await call.page(operations.list_agents, organisation_id, limit=limit, cursor=cursor)


@router.get("/{agent_id}", response_model=AgentRead)
async def read_agent(call: Annotated[Call, may(AgentPermission.READ)], agent_id: UUID) -> Response:
    """Read one agent: her organisation, roles and outside accounts."""
    return await call.answer(operations.read_agent, agent_id)


@router.patch("/{agent_id}", response_model=AgentRead)
async def update_agent(
    call: Annotated[Call, may_update(AgentPermission.UPDATE)], agent_id: UUID, update: AgentUpdate
) -> Response:
    """Change an agent; fields that you leave out stay, `roles` and `subjects` are replaced whole.

    `active: false` refuses her tokens within half a minute. She is never deleted.
    """
    return await call.answer(operations.update_agent, agent_id, update, call.version)
