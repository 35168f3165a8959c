"""Who follows a tip up: assigned, moved to another, given back, or taken up again."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.tips import assigning
from referral_api.domain.identification.tips.schemas import (
    TipAssign,
    TipRead,
    TipReassign,
    TipReopen,
    TipReturn,
)
from referral_api.http.dependencies import requires_to_change
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import TipPermission

router = guarded_router("/v1/tips", "tips")


@router.post("/{tip_id}/assign", response_model=TipRead)
async def assign_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.ASSIGN)],
    tip_id: UUID,
    to: TipAssign,
) -> Response:
    """Assign a tip, as the coordination of its region."""
    settings = call.process.settings
    result = await assigning.assign_tip(
        call.transaction, settings.tip_clocks, settings.tip_assignees, tip_id, to, call.version
    )
    return call.respond(result)


@router.post("/{tip_id}/reassign", response_model=TipRead)
async def reassign_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.REASSIGN)],
    tip_id: UUID,
    to: TipReassign,
) -> Response:
    """Assign a tip to another. The former assignee sees nothing that comes later."""
    settings = call.process.settings
    result = await assigning.reassign_tip(
        call.transaction, settings.tip_clocks, settings.tip_assignees, tip_id, to, call.version
    )
    return call.respond(result)


@router.post("/{tip_id}/return", response_model=TipRead)
async def return_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.RETURN)],
    tip_id: UUID,
    returned: TipReturn,
) -> Response:
    """Give a tip back to the coordination, as its assignee."""
    result = await assigning.return_tip(
        call.transaction, call.process.settings.tip_clocks, tip_id, returned, call.version
    )
    return call.respond(result)


@router.post("/{tip_id}/reopen", response_model=TipRead)
async def reopen_tip(
    call: Annotated[RequestContext, requires_to_change(TipPermission.REOPEN)],
    tip_id: UUID,
    reopening: TipReopen,
) -> Response:
    """Follow up a tip again, on new facts."""
    settings = call.process.settings
    result = await assigning.reopen_tip(
        call.transaction, settings.tip_clocks, settings.tip_assignees, tip_id, reopening,
        call.version,
    )  # fmt: skip
    return call.respond(result)
