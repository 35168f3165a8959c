"""Profiles (profils): what statistics disaggregate by."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.profiles import operations
from referral_api.domain.identification.profiles.schemas import ProfileRead, ProfileRecord
from referral_api.http.dependencies import requires, requires_to_update
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ProfilePermission

router = guarded_router("/v1/cases/{case_id}/profile", "profiles")


@router.get("", response_model=ProfileRead)
async def read_profile(
    call: Annotated[RequestContext, requires(ProfilePermission.READ)], case_id: UUID
) -> Response:
    """Read the person's profile. The answers on functioning open with the section `health`."""
    result = await operations.read_profile(call.transaction, call.process.vault, case_id)
    return call.respond(result)


@router.put("", response_model=ProfileRead)
async def record_profile(
    call: Annotated[RequestContext, requires_to_update(ProfilePermission.RECORD)],
    case_id: UUID,
    profile: ProfileRecord,
) -> Response:
    """Record the person's profile, as a whole: it replaces the last one.

    It is asked once, after help has begun, by the organisation responsible for the person. Each
    item may be `unknown` or `not_asked`. The first time, send `If-Match: "0"`.
    """
    result = await operations.record_profile(
        call.transaction, call.process.vault, case_id, profile, call.version
    )
    return call.respond(result)
