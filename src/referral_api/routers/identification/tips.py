"""Tips (signalements): what was seen, who follows it up, and what the reporter learns of it."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.tips import TipStatus
from referral_api.domain.identification.tips import (
    details,
    outcomes,
    reading,
    reporting,
    sources,
)
from referral_api.domain.identification.tips.schemas import (
    TipAddDetails,
    TipDismiss,
    TipLink,
    TipMarkDuplicate,
    TipRead,
    TipReport,
    TipSourceRead,
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
from referral_api.permissions import TipPermission

router = guarded_router("/v1/tips", "tips")


@router.post("", status_code=201, response_model=TipRead)
async def report_tip(
    call: Annotated[RequestContext, requires_to_create(TipPermission.REPORT)], tip: TipReport
) -> Response:
    """Report what somebody saw, as a community reporter or on behalf of who calls.

    It is assigned by urgency: children first to child protection, police only on immediate danger.
    You learn `reporter_feedback`, and nothing else of what comes of it.
    """
    settings = call.process.settings
    result = await reporting.report_tip(
        call.transaction, call.process.vault, settings.tip_clocks, settings.tip_assignees, tip,
        of_itself=settings.tip_auto_assign,
    )  # fmt: skip
    return call.respond(result)


@router.get("", response_model=Page[TipRead])
async def list_tips(
    call: Annotated[RequestContext, requires(TipPermission.LIST)],
    status: TipStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the tips that your organisation reported or follows up, newest first, without what is
    sealed. By `status`, those alone whose status you are shown.
    """
    page = await reading.list_tips(call.transaction, status, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{tip_id}", response_model=TipRead)
async def read_tip(
    call: Annotated[RequestContext, requires(TipPermission.READ)], tip_id: UUID
) -> Response:
    """Read a tip, with what is sealed of it but for its source."""
    result = await reading.read_tip(call.transaction, call.process.vault, tip_id)
    return call.respond(result)


@router.get("/{tip_id}/source", response_model=TipSourceRead)
async def open_tip_source(
    call: Annotated[RequestContext, requires(TipPermission.OPEN_SOURCE)], tip_id: UUID
) -> Response:
    """Open who reported, as the assignee. To everybody else: 403. Each opening is recorded.

    404 where nothing is kept: the tip is anonymous, or its source was erased after the end.
    """
    result = await sources.open_source(call.transaction, call.process.vault, tip_id)
    return call.respond(result)


@router.post("/{tip_id}/add-details", response_model=TipRead)
async def add_tip_details(
    call: Annotated[RequestContext, requires_to_change(TipPermission.ADD_DETAILS)],
    tip_id: UUID,
    more: TipAddDetails,
) -> Response:
    """Add what came to light later, as whoever reported the tip, a supervisor there, or the
    assignee. The reporter is not shown what the assignee adds.
    """
    settings = call.process.settings
    result = await details.add_details(
        call.transaction, call.process.vault, settings.tip_clocks, settings.tip_assignees, tip_id,
        more, call.version,
    )  # fmt: skip
    return call.respond(result)


@router.post("/{tip_id}/link", response_model=TipRead)
async def link_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.LINK)],
    tip_id: UUID,
    link: TipLink,
) -> Response:
    """Link a tip to an incident that you see, or to cases that you are responsible for. Again for
    more.
    """
    result = await outcomes.link_tip(call.transaction, tip_id, link, call.version)
    return call.respond(result)


@router.post("/{tip_id}/propose-dismissal", response_model=TipRead)
async def propose_tip_dismissal(
    call: Annotated[RequestContext, requires_to_change(TipPermission.PROPOSE_DISMISSAL)],
    tip_id: UUID,
    dismissal: TipDismiss,
) -> Response:
    """Propose to dismiss a tip that may concern children; another person then dismisses it."""
    result = await outcomes.propose_dismissal(call.transaction, tip_id, dismissal, call.version)
    return call.respond(result)


@router.post("/{tip_id}/dismiss", response_model=TipRead)
async def dismiss_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.DISMISS)],
    tip_id: UUID,
    dismissal: TipDismiss,
) -> Response:
    """Dismiss a tip. Where children were seen, or may have been, another person has proposed it
    before: 409 otherwise.
    """
    result = await outcomes.dismiss_tip(call.transaction, tip_id, dismissal, call.version)
    return call.respond(result)


@router.post("/{tip_id}/mark-duplicate", response_model=TipRead)
async def mark_tip_duplicate(
    call: Annotated[RequestContext, requires_to_change(TipPermission.MARK_DUPLICATE)],
    tip_id: UUID,
    duplicate: TipMarkDuplicate,
) -> Response:
    """Mark that a tip says the same as another. Both reporters learn the same from then on."""
    result = await outcomes.mark_duplicate(call.transaction, tip_id, duplicate, call.version)
    return call.respond(result)


@router.post("/{tip_id}/mark-error", response_model=TipRead)
async def mark_tip_as_error(
    call: Annotated[RequestContext, requires_to_change(TipPermission.MARK_ERROR)], tip_id: UUID
) -> Response:
    """Mark a tip that should never have been recorded. It is out of every figure.

    Where children may be concerned, the coordination does so once another person has proposed to
    dismiss the tip: 409 otherwise.
    """
    result = await outcomes.mark_tip_as_error(call.transaction, tip_id, call.version)
    return call.respond(result)
