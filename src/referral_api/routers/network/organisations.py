"""Organisations: the bodies that take part in the mechanism, and their regions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.casework import organisation_leaving
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.network.organisations import operations
from referral_api.domain.network.organisations.schemas import (
    OrganisationCreate,
    OrganisationRead,
    OrganisationUpdate,
    Wanted,
)
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
from referral_api.permissions import OrganisationPermission

router = guarded_router("/v1/organisations", "organisations")

TypeFilter = Annotated[
    OrganisationType | None, Query(alias="type", description="Only organisations of this type.")
]
RegionFilter = Annotated[
    Region | None, Query(description="Only organisations that work in this region.")
]
ActiveFilter = Annotated[
    bool | None, Query(description="Only active or only inactive ones; both if left out.")
]


@router.post("", status_code=201, response_model=OrganisationRead)
async def create_organisation(
    call: Annotated[RequestContext, requires_to_create(OrganisationPermission.CREATE)],
    organisation: OrganisationCreate,
) -> Response:
    """Add an organisation, as a national administrator.

    Its name must not be taken yet. Its type never changes.
    """
    result = await operations.create_organisation(call.transaction, organisation)
    return call.respond(result)


@router.get("", response_model=Page[OrganisationRead])
async def list_organisations(
    call: Annotated[RequestContext, requires(OrganisationPermission.LIST)],
    kind: TypeFilter = None,
    region: RegionFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Find the organisations that you can work with, the last created first."""
    wanted = Wanted(kind, region, active)
    page = await operations.list_organisations(call.transaction, wanted, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{organisation_id}", response_model=OrganisationRead)
async def read_organisation(
    call: Annotated[RequestContext, requires(OrganisationPermission.READ)], organisation_id: UUID
) -> Response:
    """Read one organisation: its type, regions and languages."""
    result = await operations.read_organisation(call.transaction, organisation_id)
    return call.respond(result)


@router.patch("/{organisation_id}", response_model=OrganisationRead)
async def update_organisation(
    call: Annotated[RequestContext, requires_to_update(OrganisationPermission.UPDATE)],
    organisation_id: UUID,
    update: OrganisationUpdate,
) -> Response:
    """Correct an organisation. Fields that you leave out stay.

    `active: false` refuses its agents and partner systems within half a minute. Nothing is deleted.
    For an oversight body or a coordination it waits until another administrator confirms.
    409, with counts, while others count on it: see `takeover_reason`.
    """
    result = await organisation_leaving.update_organisation(
        call.transaction, organisation_id, update, call.version
    )
    return call.respond(result)
