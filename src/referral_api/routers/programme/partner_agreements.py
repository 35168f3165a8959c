"""Agreements with partners (accords avec des partenaires)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.programme.agreements.records import PARTNER_AGREEMENTS
from referral_api.domain.programme.agreements.schemas import (
    PartnerAgreementContents,
    PartnerAgreementCreate,
    PartnerAgreementRead,
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
from referral_api.http.entry_filters import EndingWithin
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PartnerAgreementPermission

router = guarded_router("/v1/partner-agreements", "partner agreements")

PartnerIdFilter = Annotated[UUID | None, Query(description="Only of this partner.")]


@router.post("", status_code=201, response_model=PartnerAgreementRead)
async def register_partner_agreement(
    call: Annotated[RequestContext, requires_to_create(PartnerAgreementPermission.REGISTER)],
    entry: PartnerAgreementCreate,
) -> Response:
    """Register an agreement with a partner, as the coordination."""
    result = await PARTNER_AGREEMENTS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[PartnerAgreementRead])
async def list_partner_agreements(
    call: Annotated[RequestContext, requires(PartnerAgreementPermission.LIST)],
    partner_id: PartnerIdFilter = None,
    ending_within_days: EndingWithin = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List agreements with partners, the last registered first."""
    page = await PARTNER_AGREEMENTS.list(
        call.transaction,
        call.window(limit, cursor),
        partner_id=partner_id,
        ending_within_days=ending_within_days,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{agreement_id}", response_model=PartnerAgreementRead)
async def read_partner_agreement(
    call: Annotated[RequestContext, requires(PartnerAgreementPermission.READ)], agreement_id: UUID
) -> Response:
    """Read an agreement with a partner."""
    result = await PARTNER_AGREEMENTS.read(call.transaction, agreement_id)
    return call.respond(result)


@router.put("/{agreement_id}", response_model=PartnerAgreementRead)
async def correct_partner_agreement(
    call: Annotated[RequestContext, requires_to_update(PartnerAgreementPermission.CORRECT)],
    agreement_id: UUID,
    entry: PartnerAgreementContents,
) -> Response:
    """Correct an agreement with a partner: send it whole. 409 once it was withdrawn."""
    result = await PARTNER_AGREEMENTS.correct(call.transaction, agreement_id, entry, call.version)
    return call.respond(result)


@router.post("/{agreement_id}/withdraw", response_model=PartnerAgreementRead)
async def withdraw_partner_agreement(
    call: Annotated[RequestContext, requires_to_change(PartnerAgreementPermission.WITHDRAW)],
    agreement_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw an agreement with a partner, with a reason. It stays, and counts no more."""
    result = await PARTNER_AGREEMENTS.withdraw(
        call.transaction, agreement_id, withdrawal, call.version
    )
    return call.respond(result)
