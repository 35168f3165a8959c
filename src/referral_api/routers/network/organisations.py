"""Organisations: who takes part in the mechanism, and where."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.network.organisations import operations
from referral_api.domain.network.organisations.schemas import (
    OrganisationCreate,
    OrganisationRead,
    OrganisationUpdate,
    Wanted,
)
from referral_api.http.dependencies import Cursor, Limit, may, may_create, may_update
from referral_api.http.pagination import (
    Page,
)
from referral_api.http.request_context import Call
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
    call: Annotated[Call, may_create(OrganisationPermission.CREATE)],
    organisation: OrganisationCreate,
) -> Response:
    """Let an organisation join. Its name is not taken yet; its type never changes."""
    return await call.answer(operations.create_organisation, organisation)


@router.get("", response_model=Page[OrganisationRead])
async def list_organisations(
    call: Annotated[Call, may(OrganisationPermission.LIST)],
    kind: TypeFilter = None,
    region: RegionFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Find the organisations you can work with, the last created first."""
    wanted = Wanted(kind, region, active)
    return await call.page(operations.list_organisations, wanted, limit=limit, cursor=cursor)


@router.get("/{organisation_id}", response_model=OrganisationRead)
async def read_organisation(
    call: Annotated[Call, may(OrganisationPermission.READ)], organisation_id: UUID
) -> Response:
    """Read one organisation: its type, regions and languages."""
    return await call.answer(operations.read_organisation, organisation_id)


@router.patch("/{organisation_id}", response_model=OrganisationRead)
async def update_organisation(
    call: Annotated[Call, may_update(OrganisationPermission.UPDATE)],
    organisation_id: UUID,
    update: OrganisationUpdate,
) -> Response:
    """Correct an organisation; fields that you leave out stay.

    `active: false` refuses its agents and partner systems within half a minute. Nothing is
    deleted.
    """
    return await call.answer(operations.update_organisation, organisation_id, update, call.version)
