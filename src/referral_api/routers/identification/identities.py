"""Identities (identités): the sealed section with the person's identity."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.identities import operations
from referral_api.domain.identification.identities.schemas import IdentityRead, IdentityRecord
from referral_api.http.dependencies import requires, requires_to_update
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import IdentityPermission

router = guarded_router("/v1/cases/{case_id}/identity", "identities")


@router.get("", response_model=IdentityRead)
async def read_identity(
    call: Annotated[RequestContext, requires(IdentityPermission.READ)], case_id: UUID
) -> Response:
    """Read the person's identity. Each reading is recorded.

    It is open to the custodians, and to a receiver that has accepted a referral which shares this
    section with the person's consent. A magistrate's order opens it to the organisation responsible
    for the investigation.
    """
    result = await operations.read_identity(call.transaction, call.process.vault, case_id)
    return call.respond(result)


@router.put("", response_model=IdentityRead)
async def record_identity(
    call: Annotated[RequestContext, requires_to_update(IdentityPermission.RECORD)],
    case_id: UUID,
    identity: IdentityRecord,
) -> Response:
    """Record the person's identity, as a whole: it replaces the last one.

    The first time, send `If-Match: "0"`.
    """
    result = await operations.record_identity(
        call.transaction, call.process.vault, case_id, identity, call.version
    )
    return call.respond(result)
