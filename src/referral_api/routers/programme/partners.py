"""Partners (partenaires)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.partnership import PartnerCategory
from referral_api.domain.programme.partners.records import PARTNERS
from referral_api.domain.programme.partners.schemas import (
    PartnerContents,
    PartnerCreate,
    PartnerRead,
)
from referral_api.domain.records.entries.schemas import EntryWithdraw
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
    requires_to_update,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PartnerPermission

router = guarded_router("/v1/partners", "partners")

CategoryFilter = Annotated[
    PartnerCategory | None, Query(description="Only partners of this category.")
]


@router.post("", status_code=201, response_model=PartnerRead)
async def register_partner(
    call: Annotated[RequestContext, requires_to_create(PartnerPermission.REGISTER)],
    entry: PartnerCreate,
) -> Response:
    """Register a partner, as the coordination."""
    result = await PARTNERS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[PartnerRead])
async def list_partners(
    call: Annotated[RequestContext, requires(PartnerPermission.LIST)],
    category: CategoryFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List partners, the last registered first."""
    page = await PARTNERS.list(
        call.transaction, call.window(limit, cursor), category=category, status=status
    )
    return call.respond_page(page)


@router.get("/{partner_id}", response_model=PartnerRead)
async def read_partner(
    call: Annotated[RequestContext, requires(PartnerPermission.READ)], partner_id: UUID
) -> Response:
    """Read a partner."""
    result = await PARTNERS.read(call.transaction, partner_id)
    return call.respond(result)


@router.put("/{partner_id}", response_model=PartnerRead)
async def correct_partner(
    call: Annotated[RequestContext, requires_to_update(PartnerPermission.CORRECT)],
    partner_id: UUID,
    entry: PartnerContents,
) -> Response:
    """Correct a partner: send it whole. 409 once it was withdrawn."""
    result = await PARTNERS.correct(call.transaction, partner_id, entry, call.version)
    return call.respond(result)


@router.post("/{partner_id}/withdraw", response_model=PartnerRead)
async def withdraw_partner(
    call: Annotated[RequestContext, requires_to_change(PartnerPermission.WITHDRAW)],
    partner_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a partner, with a reason. It stays, and counts no more."""
    result = await PARTNERS.withdraw(call.transaction, partner_id, withdrawal, call.version)
    return call.respond(result)
