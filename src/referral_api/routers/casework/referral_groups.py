"""Groups (familles et groupes): several persons referred in one act, and handed over in one."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.referral_groups import (
    handing_over,
    listing,
    operations,
    reading,
)
from referral_api.domain.casework.referral_groups.schemas import (
    ReferralGroupAccept,
    ReferralGroupHandOver,
    ReferralGroupRead,
    ReferralGroupReject,
    ReferralGroupSend,
)
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ReferralGroupPermission

router = guarded_router("/v1/referral-groups", "referral groups")


@router.post("", status_code=201, response_model=ReferralGroupRead)
async def send_referral_group(
    call: Annotated[RequestContext, requires_to_create(ReferralGroupPermission.SEND)],
    group: ReferralGroupSend,
) -> Response:
    """Refer a family or group of up to 30 persons in one act: all of them, or none.

    Each person has a referral of their own and a consent of their own. Say who may be left out; all
    others are accepted together. No child is parted from the mother without a reason.
    """
    result = await operations.send_group(
        call.transaction, call.process.settings.referral_clocks, group
    )
    return call.respond(result)


@router.get("", response_model=Page[ReferralGroupRead])
async def list_referral_groups(
    call: Annotated[RequestContext, requires(ReferralGroupPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the groups that your organisation received, and those that it is responsible for."""
    page = await listing.list_groups(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{group_id}", response_model=ReferralGroupRead)
async def read_referral_group(
    call: Annotated[RequestContext, requires(ReferralGroupPermission.READ)], group_id: UUID
) -> Response:
    """Read a group, as far as its persons are in your sight."""
    result = await reading.read_group(call.transaction, group_id)
    return call.respond(result)


@router.post("/{group_id}/accept", response_model=ReferralGroupRead)
async def accept_referral_group(
    call: Annotated[RequestContext, requires_to_change(ReferralGroupPermission.ACCEPT)],
    group_id: UUID,
    acceptance: ReferralGroupAccept,
) -> Response:
    """Accept all persons, or those beside whom the sender allows others to be left out."""
    result = await operations.accept_group(call.transaction, group_id, acceptance, call.version)
    return call.respond(result)


@router.post("/{group_id}/reject", response_model=ReferralGroupRead)
async def reject_referral_group(
    call: Annotated[RequestContext, requires_to_change(ReferralGroupPermission.REJECT)],
    group_id: UUID,
    rejection: ReferralGroupReject,
) -> Response:
    """Refuse all persons, with one reason."""
    result = await operations.reject_group(call.transaction, group_id, rejection, call.version)
    return call.respond(result)


@router.post("/{group_id}/hand-over", response_model=ReferralGroupRead)
async def hand_over_group(
    call: Annotated[RequestContext, requires_to_change(ReferralGroupPermission.HAND_OVER)],
    group_id: UUID,
    offer: ReferralGroupHandOver,
) -> Response:
    """Offer the custody of all persons to one organisation, each with their own consent."""
    result = await handing_over.hand_over_group(
        call.transaction, call.process.settings.handoff_clocks, group_id, offer, call.version
    )
    return call.respond(result)


@router.post("/{group_id}/take-over", response_model=ReferralGroupRead)
async def take_over_group(
    call: Annotated[RequestContext, requires_to_change(ReferralGroupPermission.TAKE_OVER)],
    group_id: UUID,
) -> Response:
    """Accept the custody of all persons of the group that is offered to you."""
    result = await handing_over.take_over_group(call.transaction, group_id, call.version)
    return call.respond(result)
