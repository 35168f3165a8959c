"""Relations (liens entre personnes): who belongs together."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.relations import operations
from referral_api.domain.identification.relations.schemas import (
    CaseRelationRead,
    CaseRelationRecord,
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
from referral_api.permissions import CaseRelationPermission

router = guarded_router("/v1/cases/{case_id}/relations", "case relations")


@router.post("", status_code=201, response_model=CaseRelationRead)
async def record_case_relation(
    call: Annotated[RequestContext, requires_to_create(CaseRelationPermission.RECORD)],
    case_id: UUID,
    relation: CaseRelationRecord,
) -> Response:
    """Record that two persons belong together: mother and child, siblings, a group found together.

    Your organisation sees both files. A relation opens neither of them to anybody.
    """
    result = await operations.record_relation(call.transaction, case_id, relation)
    return call.respond(result)


@router.get("", response_model=Page[CaseRelationRead])
async def list_case_relations(
    call: Annotated[RequestContext, requires(CaseRelationPermission.LIST)],
    case_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the relations of a person, newest first.

    The other file is named if your organisation can see it too. If not, only the organisation
    responsible for the person learns that there is such a relation.
    """
    page = await operations.list_relations(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{relation_id}", response_model=CaseRelationRead)
async def read_case_relation(
    call: Annotated[RequestContext, requires(CaseRelationPermission.READ)],
    case_id: UUID,
    relation_id: UUID,
) -> Response:
    """Read one relation from the side of this file."""
    result = await operations.read_relation(call.transaction, case_id, relation_id)
    return call.respond(result)


@router.post("/{relation_id}/mark-error", response_model=CaseRelationRead)
async def mark_case_relation_as_error(
    call: Annotated[RequestContext, requires_to_change(CaseRelationPermission.MARK_ERROR)],
    case_id: UUID,
    relation_id: UUID,
) -> Response:
    """Mark a relation that should never have been recorded."""
    result = await operations.mark_relation_as_error(
        call.transaction, case_id, relation_id, call.version
    )
    return call.respond(result)
