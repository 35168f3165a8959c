"""Links (rapprochements): two files of one person."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.codelists.persons import LinkStatus
from referral_api.domain.identification.person_links import operations
from referral_api.domain.identification.person_links.schemas import (
    PersonLinkPropose,
    PersonLinkRead,
    PersonLinkUndo,
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
from referral_api.permissions import PersonLinkPermission

router = guarded_router("/v1/person-links", "person links")


@router.post("", status_code=201, response_model=PersonLinkRead)
async def propose_person_link(
    call: Annotated[RequestContext, requires_to_create(PersonLinkPermission.PROPOSE)],
    proposal: PersonLinkPropose,
) -> Response:
    """Propose that two files are of one person.

    Your organisation is responsible for the person of one of them, or is the coordination. Another
    organisation that is responsible for one, or the coordination, confirms it: never whoever
    proposed. A link opens neither file to the readers of the other, and does not name it to them.
    """
    result = await operations.propose_link(call.transaction, proposal)
    return call.respond(result)


@router.get("", response_model=Page[PersonLinkRead])
async def list_person_links(
    call: Annotated[RequestContext, requires(PersonLinkPermission.LIST)],
    case_id: UUID | None = None,
    status: LinkStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the links that your organisation proposed, or of whose files it is responsible for one.

    Newest first.
    """
    page = await operations.list_links(
        call.transaction, case_id, status, call.window(limit, cursor)
    )
    return call.respond_page(page)


@router.get("/{link_id}", response_model=PersonLinkRead)
async def read_person_link(
    call: Annotated[RequestContext, requires(PersonLinkPermission.READ)], link_id: UUID
) -> Response:
    """Read one link."""
    result = await operations.read_link(call.transaction, link_id)
    return call.respond(result)


@router.post("/{link_id}/confirm", response_model=PersonLinkRead)
async def confirm_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.CONFIRM)],
    link_id: UUID,
) -> Response:
    """Confirm, as the second person. From now on figures count the person once."""
    result = await operations.confirm_link(call.transaction, link_id, call.version)
    return call.respond(result)


@router.post("/{link_id}/refuse", response_model=PersonLinkRead)
async def refuse_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.REFUSE)],
    link_id: UUID,
) -> Response:
    """Refuse, as the second person: these are two persons."""
    result = await operations.refuse_link(call.transaction, link_id, call.version)
    return call.respond(result)


@router.post("/{link_id}/withdraw", response_model=PersonLinkRead)
async def withdraw_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.WITHDRAW)],
    link_id: UUID,
) -> Response:
    """Take your organisation's proposal back."""
    result = await operations.withdraw_link(call.transaction, link_id, call.version)
    return call.respond(result)


@router.post("/{link_id}/propose-undo", response_model=PersonLinkRead)
async def propose_undoing_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.PROPOSE_UNDO)],
    link_id: UUID,
    undo: PersonLinkUndo,
) -> Response:
    """Propose that the files are of two persons after all. Until it is confirmed, one counts."""
    result = await operations.propose_undo(call.transaction, link_id, undo.ground, call.version)
    return call.respond(result)


@router.post("/{link_id}/confirm-undo", response_model=PersonLinkRead)
async def confirm_undoing_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.CONFIRM_UNDO)],
    link_id: UUID,
) -> Response:
    """Undo the link, as the second person. From now on figures count two."""
    result = await operations.confirm_undo(call.transaction, link_id, call.version)
    return call.respond(result)


@router.post("/{link_id}/refuse-undo", response_model=PersonLinkRead)
async def refuse_undoing_person_link(
    call: Annotated[RequestContext, requires_to_change(PersonLinkPermission.REFUSE_UNDO)],
    link_id: UUID,
) -> Response:
    """Keep the link, as the second person."""
    result = await operations.refuse_undo(call.transaction, link_id, call.version)
    return call.respond(result)
