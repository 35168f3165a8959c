"""Contributions in kind and money (contributions en nature et en argent)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.partnership import PartnerContributionKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.programme.partner_contributions.records import PARTNER_CONTRIBUTIONS
from referral_api.domain.programme.partner_contributions.schemas import (
    PartnerContributionContents,
    PartnerContributionCreate,
    PartnerContributionRead,
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
from referral_api.http.entry_filters import Before, OwnerFilter, Since
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import PartnerContributionPermission

router = guarded_router("/v1/partner-contributions", "partner contributions")

PartnerIdFilter = Annotated[UUID | None, Query(description="Only of this partner.")]
KindFilter = Annotated[PartnerContributionKind | None, Query(description="Only this kind.")]
PillarFilter = Annotated[Pillar | None, Query(description="Only this pillar.")]


@router.post("", status_code=201, response_model=PartnerContributionRead)
async def register_partner_contribution(
    call: Annotated[RequestContext, requires_to_create(PartnerContributionPermission.REGISTER)],
    entry: PartnerContributionCreate,
) -> Response:
    """Register a contribution in kind or money: yours, or that of another as the coordination."""
    result = await PARTNER_CONTRIBUTIONS.register(
        call.transaction, entry, entry_id=entry.id, owner_id=entry.organisation_id
    )
    return call.respond(result)


@router.get("", response_model=Page[PartnerContributionRead])
async def list_partner_contributions(
    call: Annotated[RequestContext, requires(PartnerContributionPermission.LIST)],
    organisation_id: OwnerFilter = None,
    partner_id: PartnerIdFilter = None,
    kind: KindFilter = None,
    pillar: PillarFilter = None,
    since: Since = None,
    before: Before = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List contributions in kind and money, the last registered first. Coordinators see all."""
    page = await PARTNER_CONTRIBUTIONS.list(
        call.transaction,
        call.window(limit, cursor),
        organisation_id=organisation_id,
        partner_id=partner_id,
        kind=kind,
        pillar=pillar,
        since=since,
        before_day=before,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{partner_contribution_id}", response_model=PartnerContributionRead)
async def read_partner_contribution(
    call: Annotated[RequestContext, requires(PartnerContributionPermission.READ)],
    partner_contribution_id: UUID,
) -> Response:
    """Read a contribution in kind or money."""
    result = await PARTNER_CONTRIBUTIONS.read(call.transaction, partner_contribution_id)
    return call.respond(result)


@router.put("/{partner_contribution_id}", response_model=PartnerContributionRead)
async def correct_partner_contribution(
    call: Annotated[RequestContext, requires_to_update(PartnerContributionPermission.CORRECT)],
    partner_contribution_id: UUID,
    entry: PartnerContributionContents,
) -> Response:
    """Correct a contribution in kind or money: send it whole. 409 once it was withdrawn."""
    result = await PARTNER_CONTRIBUTIONS.correct(
        call.transaction, partner_contribution_id, entry, call.version
    )
    return call.respond(result)


@router.post("/{partner_contribution_id}/withdraw", response_model=PartnerContributionRead)
async def withdraw_partner_contribution(
    call: Annotated[RequestContext, requires_to_change(PartnerContributionPermission.WITHDRAW)],
    partner_contribution_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a contribution in kind or money, with a reason. It stays, and counts no more."""
    result = await PARTNER_CONTRIBUTIONS.withdraw(
        call.transaction, partner_contribution_id, withdrawal, call.version
    )
    return call.respond(result)
