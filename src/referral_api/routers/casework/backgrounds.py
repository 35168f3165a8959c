"""Background (origine et ascendance): ethnic group and descent, as the person declares them."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.backgrounds import operations
from referral_api.domain.casework.backgrounds.schemas import BackgroundRead, BackgroundRecord
from referral_api.http.dependencies import requires, requires_to_update
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import BackgroundPermission

router = guarded_router("/v1/cases/{case_id}/profile/background", "profiles")


@router.get("", response_model=BackgroundRead)
async def read_background(
    call: Annotated[RequestContext, requires(BackgroundPermission.READ)], case_id: UUID
) -> Response:
    """Read ethnic group and descent, with the consent for `background_statistics` alone.

    No referral, handoff or emergency opens them.
    """
    result = await operations.read_background(call.transaction, call.process.vault, case_id)
    return call.respond(result)


@router.put("", response_model=BackgroundRead)
async def record_background(
    call: Annotated[RequestContext, requires_to_update(BackgroundPermission.RECORD)],
    case_id: UUID,
    background: BackgroundRecord,
) -> Response:
    """Record what the person declares, with a consent for `background_statistics`.

    It is erased when the consent ends. 409 where the installation does not record it. The first
    time, send `If-Match: "0"`.
    """
    result = await operations.record_background(
        call.transaction, call.process.vault, case_id, background, call.version,
        enabled=call.process.settings.background_enabled,
    )  # fmt: skip
    return call.respond(result)
