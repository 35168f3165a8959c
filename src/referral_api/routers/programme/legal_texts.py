"""Legal texts (textes)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.prevention import LegalTextKind
from referral_api.domain.programme.legal_texts.records import LEGAL_TEXTS
from referral_api.domain.programme.legal_texts.schemas import (
    LegalTextContents,
    LegalTextCreate,
    LegalTextRead,
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
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import LegalTextPermission

router = guarded_router("/v1/legal-texts", "legal texts")

KindFilter = Annotated[LegalTextKind | None, Query(description="Only this kind.")]
InForceFilter = Annotated[
    bool | None,
    Query(description="Only texts that are in force today, or only those that are not yet."),
]


@router.post("", status_code=201, response_model=LegalTextRead)
async def register_legal_text(
    call: Annotated[RequestContext, requires_to_create(LegalTextPermission.REGISTER)],
    entry: LegalTextCreate,
) -> Response:
    """Register a legal text, as the coordination."""
    result = await LEGAL_TEXTS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[LegalTextRead])
async def list_legal_texts(
    call: Annotated[RequestContext, requires(LegalTextPermission.LIST)],
    kind: KindFilter = None,
    in_force: InForceFilter = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List legal texts, the last registered first."""
    page = await LEGAL_TEXTS.list(
        call.transaction, call.window(limit, cursor), kind=kind, in_force=in_force, status=status
    )
    return call.respond_page(page)


@router.get("/{legal_text_id}", response_model=LegalTextRead)
async def read_legal_text(
    call: Annotated[RequestContext, requires(LegalTextPermission.READ)], legal_text_id: UUID
) -> Response:
    """Read a legal text."""
    result = await LEGAL_TEXTS.read(call.transaction, legal_text_id)
    return call.respond(result)


@router.put("/{legal_text_id}", response_model=LegalTextRead)
async def correct_legal_text(
    call: Annotated[RequestContext, requires_to_update(LegalTextPermission.CORRECT)],
    legal_text_id: UUID,
    entry: LegalTextContents,
) -> Response:
    """Correct a legal text: send it whole. 409 once it was withdrawn."""
    result = await LEGAL_TEXTS.correct(call.transaction, legal_text_id, entry, call.version)
    return call.respond(result)


@router.post("/{legal_text_id}/withdraw", response_model=LegalTextRead)
async def withdraw_legal_text(
    call: Annotated[RequestContext, requires_to_change(LegalTextPermission.WITHDRAW)],
    legal_text_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a legal text, with a reason. It stays, and counts no more."""
    result = await LEGAL_TEXTS.withdraw(call.transaction, legal_text_id, withdrawal, call.version)
    return call.respond(result)
