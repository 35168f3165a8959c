"""Prevention activities (activités de prévention)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.prevention import (
    ActivityState,
    PreventionKind,
    PreventionTheme,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.programme.prevention_activities.records import PREVENTION_ACTIVITIES
from referral_api.domain.programme.prevention_activities.schemas import (
    PreventionActivityContents,
    PreventionActivityCreate,
    PreventionActivityRead,
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
from referral_api.permissions import PreventionActivityPermission

router = guarded_router("/v1/prevention-activities", "prevention activities")

KindFilter = Annotated[PreventionKind | None, Query(description="Only this kind.")]
ThemeFilter = Annotated[PreventionTheme | None, Query(description="Only this theme.")]
BorderFilter = Annotated[bool | None, Query(description="Only in border areas, or only elsewhere.")]


@router.post("", status_code=201, response_model=PreventionActivityRead)
async def register_prevention_activity(
    call: Annotated[RequestContext, requires_to_create(PreventionActivityPermission.REGISTER)],
    entry: PreventionActivityCreate,
) -> Response:
    """Register a prevention activity: yours, or that of another as the coordination."""
    result = await PREVENTION_ACTIVITIES.register(
        call.transaction, entry, entry_id=entry.id, owner_id=entry.organisation_id
    )
    return call.respond(result)


@router.get("", response_model=Page[PreventionActivityRead])
async def list_prevention_activities(
    call: Annotated[RequestContext, requires(PreventionActivityPermission.LIST)],
    organisation_id: OwnerFilter = None,
    kind: KindFilter = None,
    theme: ThemeFilter = None,
    region: Region | None = None,
    state: ActivityState | None = None,
    border: BorderFilter = None,
    since: Since = None,
    before: Before = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List prevention activities, the last registered first. Coordinators see all."""
    page = await PREVENTION_ACTIVITIES.list(
        call.transaction,
        call.window(limit, cursor),
        organisation_id=organisation_id,
        kind=kind,
        theme=theme,
        region=region,
        state=state,
        border=border,
        since=since,
        before_day=before,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{activity_id}", response_model=PreventionActivityRead)
async def read_prevention_activity(
    call: Annotated[RequestContext, requires(PreventionActivityPermission.READ)], activity_id: UUID
) -> Response:
    """Read a prevention activity."""
    result = await PREVENTION_ACTIVITIES.read(call.transaction, activity_id)
    return call.respond(result)


@router.put("/{activity_id}", response_model=PreventionActivityRead)
async def correct_prevention_activity(
    call: Annotated[RequestContext, requires_to_update(PreventionActivityPermission.CORRECT)],
    activity_id: UUID,
    entry: PreventionActivityContents,
) -> Response:
    """Correct a prevention activity: send it whole. 409 once it was withdrawn."""
    result = await PREVENTION_ACTIVITIES.correct(call.transaction, activity_id, entry, call.version)
    return call.respond(result)


@router.post("/{activity_id}/withdraw", response_model=PreventionActivityRead)
async def withdraw_prevention_activity(
    call: Annotated[RequestContext, requires_to_change(PreventionActivityPermission.WITHDRAW)],
    activity_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a prevention activity, with a reason. It stays, and counts no more."""
    result = await PREVENTION_ACTIVITIES.withdraw(
        call.transaction, activity_id, withdrawal, call.version
    )
    return call.respond(result)
