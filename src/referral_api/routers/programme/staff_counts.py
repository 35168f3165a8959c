"""Counts of staff (états du personnel)."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.programme.staff_counts.records import STAFF_COUNTS
from referral_api.domain.programme.staff_counts.schemas import (
    StaffCountContents,
    StaffCountCreate,
    StaffCountRead,
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
from referral_api.permissions import StaffCountPermission

router = guarded_router("/v1/staff-counts", "staff counts")


@router.post("", status_code=201, response_model=StaffCountRead)
async def register_staff_count(
    call: Annotated[RequestContext, requires_to_create(StaffCountPermission.REGISTER)],
    entry: StaffCountCreate,
) -> Response:
    """Register a count of staff: yours, or that of another as the coordination."""
    result = await STAFF_COUNTS.register(
        call.transaction, entry, entry_id=entry.id, owner_id=entry.organisation_id
    )
    return call.respond(result)


@router.get("", response_model=Page[StaffCountRead])
async def list_staff_counts(
    call: Annotated[RequestContext, requires(StaffCountPermission.LIST)],
    organisation_id: OwnerFilter = None,
    since: Since = None,
    before: Before = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List counts of staff, the last registered first. Coordinators see all."""
    page = await STAFF_COUNTS.list(
        call.transaction,
        call.window(limit, cursor),
        organisation_id=organisation_id,
        since=since,
        before_day=before,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{staff_count_id}", response_model=StaffCountRead)
async def read_staff_count(
    call: Annotated[RequestContext, requires(StaffCountPermission.READ)], staff_count_id: UUID
) -> Response:
    """Read a count of staff."""
    result = await STAFF_COUNTS.read(call.transaction, staff_count_id)
    return call.respond(result)


@router.put("/{staff_count_id}", response_model=StaffCountRead)
async def correct_staff_count(
    call: Annotated[RequestContext, requires_to_update(StaffCountPermission.CORRECT)],
    staff_count_id: UUID,
    entry: StaffCountContents,
) -> Response:
    """Correct a count of staff: send it whole. 409 once it was withdrawn."""
    result = await STAFF_COUNTS.correct(call.transaction, staff_count_id, entry, call.version)
    return call.respond(result)


@router.post("/{staff_count_id}/withdraw", response_model=StaffCountRead)
async def withdraw_staff_count(
    call: Annotated[RequestContext, requires_to_change(StaffCountPermission.WITHDRAW)],
    staff_count_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a count of staff, with a reason. It stays, and counts no more."""
    result = await STAFF_COUNTS.withdraw(call.transaction, staff_count_id, withdrawal, call.version)
    return call.respond(result)
