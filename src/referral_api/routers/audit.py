"""Audit (journal d'audit): each operation that was done or tried, its agent, time and result."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.audit import search
from referral_api.audit.tables import Outcome
from referral_api.domain.codelists.access import Section
from referral_api.http.dependencies import Cursor, Limit, RequestId, Several, requires
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import AuditPermission, PermissionCode, SubjectCode
from referral_api.schemas import Instant

router = guarded_router("/v1/audit/events", "audit")


@router.get("", response_model=Page[search.AuditEventRead])
async def search_audit_events(
    call: Annotated[RequestContext, requires(AuditPermission.SEARCH)],
    agent_id: UUID | None = None,
    organisation_id: UUID | None = None,
    case_id: UUID | None = None,
    action: Several[PermissionCode] = None,
    subject: Annotated[
        SubjectCode | None, Query(description="The kind of what the event is about.")
    ] = None,
    section: Section | None = None,
    request_id: RequestId = None,
    outcome: Outcome | None = None,
    since: Annotated[Instant | None, Query(description="From this instant on.")] = None,
    until: Annotated[Instant | None, Query(description="Before this instant.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Search the audit log, newest first. Only auditors may. Your search is recorded too."""
    filters = search.Filters(
        agent_id=agent_id, organisation_id=organisation_id, case_id=case_id, action=action,
        subject=subject, section=section, request_id=request_id, outcome=outcome, since=since,
        until=until,
    )  # fmt: skip
    page = await search.search_events(call.transaction, filters, call.window(limit, cursor))
    return call.respond_page(page)
