"""Clients (partner systems): the machines of each organisation, managed by administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.network.clients import operations
from referral_api.domain.network.clients.schemas import ClientCreate, ClientRead, ClientUpdate
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
from referral_api.permissions import ClientPermission

router = guarded_router("/v1/clients", "clients")

OrganisationFilter = Annotated[
    UUID | None, Query(description="Only the partner systems of this organisation.")
]


@router.post("", status_code=201, response_model=ClientRead)
async def create_client(
    call: Annotated[RequestContext, requires_to_create(ClientPermission.CREATE)],
    client: ClientCreate,
) -> Response:
    """Register a partner system by its public keys. The private keys never leave it.

    The `id` in the response is its client id at `POST /oauth2/token`. The keys wait until another
    administrator confirms them (`pending_change_id`); until then the system is not active.
    """
    result = await operations.create_client(call.transaction, client)
    return call.respond(result)


@router.get("", response_model=Page[ClientRead])
async def list_clients(
    call: Annotated[RequestContext, requires(ClientPermission.LIST)],
    organisation_id: OrganisationFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the systems of your organisation, or as a national administrator all of them.

    The last registered come first.
    """
    page = await operations.list_clients(
        call.transaction, organisation_id, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{client_id}", response_model=ClientRead)
async def read_client(
    call: Annotated[RequestContext, requires(ClientPermission.READ)], client_id: UUID
) -> Response:
    """Read one partner system and the ids of its keys."""
    result = await operations.read_client(call.transaction, client_id)
    return call.respond(result)


@router.patch("/{client_id}", response_model=ClientRead)
async def update_client(
    call: Annotated[RequestContext, requires_to_update(ClientPermission.UPDATE)],
    client_id: UUID,
    update: ClientUpdate,
) -> Response:
    """Rename a partner system, replace its keys (`jwks`) or deactivate it (`active: false`).

    To rotate without a gap: send the old and the new key together, move the system over to the new
    one, then send the new one alone. New keys, and a system that is switched on again, wait until
    another administrator confirms.
    """
    result = await operations.update_client(call.transaction, client_id, update, call.version)
    return call.respond(result)
