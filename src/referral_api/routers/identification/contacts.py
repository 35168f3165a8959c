"""Contacts (contacts sans dossier): a person who was met, and of whom there is no file."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.identification.contacts import operations
from referral_api.domain.identification.contacts.schemas import ContactRead, ContactRecord
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
from referral_api.permissions import ContactPermission

router = guarded_router("/v1/contacts", "contacts")


@router.post("", status_code=201, response_model=ContactRead)
async def record_contact(
    call: Annotated[RequestContext, requires_to_create(ContactPermission.RECORD)],
    contact: ContactRecord,
) -> Response:
    """Record that a person was met, of whom there is no file. No name, and no words."""
    result = await operations.record_contact(call.transaction, contact)
    return call.respond(result)


@router.get("", response_model=Page[ContactRead])
async def list_contacts(
    call: Annotated[RequestContext, requires(ContactPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the contacts that your organisation recorded, newest first."""
    page = await operations.list_contacts(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{contact_id}", response_model=ContactRead)
async def read_contact(
    call: Annotated[RequestContext, requires(ContactPermission.READ)], contact_id: UUID
) -> Response:
    """Read a contact."""
    result = await operations.read_contact(call.transaction, contact_id)
    return call.respond(result)


@router.post("/{contact_id}/mark-error", response_model=ContactRead)
async def mark_contact_as_error(
    call: Annotated[RequestContext, requires_to_change(ContactPermission.MARK_ERROR)],
    contact_id: UUID,
) -> Response:
    """Mark a contact that should never have been recorded. It is out of every figure."""
    result = await operations.mark_contact_as_error(call.transaction, contact_id, call.version)
    return call.respond(result)
