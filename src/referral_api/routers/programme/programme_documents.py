"""Documents of the programme (documents du programme)."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.prevention import ToolKind
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.programme.documents.records import PROGRAMME_DOCUMENTS
from referral_api.domain.programme.documents.schemas import (
    ProgrammeDocumentContents,
    ProgrammeDocumentCreate,
    ProgrammeDocumentRead,
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
from referral_api.http.entry_filters import Before, Since
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ProgrammeDocumentPermission

router = guarded_router("/v1/programme-documents", "programme documents")

KindFilter = Annotated[ToolKind | None, Query(description="Only this kind.")]
PillarFilter = Annotated[Pillar | None, Query(description="Only this pillar.")]


@router.post("", status_code=201, response_model=ProgrammeDocumentRead)
async def register_programme_document(
    call: Annotated[RequestContext, requires_to_create(ProgrammeDocumentPermission.REGISTER)],
    entry: ProgrammeDocumentCreate,
) -> Response:
    """Register a document of the programme, as the coordination."""
    result = await PROGRAMME_DOCUMENTS.register(call.transaction, entry, entry_id=entry.id)
    return call.respond(result)


@router.get("", response_model=Page[ProgrammeDocumentRead])
async def list_programme_documents(
    call: Annotated[RequestContext, requires(ProgrammeDocumentPermission.LIST)],
    kind: KindFilter = None,
    pillar: PillarFilter = None,
    since: Since = None,
    before: Before = None,
    status: EntryStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List documents of the programme, the last registered first."""
    page = await PROGRAMME_DOCUMENTS.list(
        call.transaction,
        call.window(limit, cursor),
        kind=kind,
        pillar=pillar,
        since=since,
        before_day=before,
        status=status,
    )
    return call.respond_page(page)


@router.get("/{document_id}", response_model=ProgrammeDocumentRead)
async def read_programme_document(
    call: Annotated[RequestContext, requires(ProgrammeDocumentPermission.READ)], document_id: UUID
) -> Response:
    """Read a document of the programme."""
    result = await PROGRAMME_DOCUMENTS.read(call.transaction, document_id)
    return call.respond(result)


@router.put("/{document_id}", response_model=ProgrammeDocumentRead)
async def correct_programme_document(
    call: Annotated[RequestContext, requires_to_update(ProgrammeDocumentPermission.CORRECT)],
    document_id: UUID,
    entry: ProgrammeDocumentContents,
) -> Response:
    """Correct a document of the programme: send it whole. 409 once it was withdrawn."""
    result = await PROGRAMME_DOCUMENTS.correct(call.transaction, document_id, entry, call.version)
    return call.respond(result)


@router.post("/{document_id}/withdraw", response_model=ProgrammeDocumentRead)
async def withdraw_programme_document(
    call: Annotated[RequestContext, requires_to_change(ProgrammeDocumentPermission.WITHDRAW)],
    document_id: UUID,
    withdrawal: EntryWithdraw,
) -> Response:
    """Withdraw a document of the programme, with a reason. It stays, and counts no more."""
    result = await PROGRAMME_DOCUMENTS.withdraw(
        call.transaction, document_id, withdrawal, call.version
    )
    return call.respond(result)
