"""Imports: tables of people, as CSV or as a workbook."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query, Response

from referral_api.domain.casework.imports import operations
from referral_api.domain.casework.imports.rows import list_import_rows as list_rows
from referral_api.domain.casework.imports.schemas import ImportCheck, ImportRead, ImportRowRead
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_count,
    requires_to_import,
)
from referral_api.http.i18n import Lang
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ImportPermission
from referral_api.reports.case_sheet.reading import CSV, MOST_BYTES, XLSX
from referral_api.reports.case_sheet.taking import (
    Form,
    begin_by_sheet,
    check_sheet,
    read_template,
)

router = guarded_router("/v1/imports", "imports")
_FILE = {"schema": {"type": "string", "format": "binary", "minLength": 1}}
_ALSO = {"requestBody": {"content": {XLSX: _FILE}}}
_Table = Annotated[
    bytes,
    Body(
        media_type=CSV,
        min_length=1,
        max_length=MOST_BYTES,
        description="The table: 10,000 rows and 16 MiB at most. CSV in UTF-8, or a workbook.",
    ),
]


@router.post("", status_code=201, response_model=ImportRead, openapi_extra=_ALSO)
async def begin_import(
    call: Annotated[RequestContext, requires_to_import(ImportPermission.BEGIN)],
    table: _Table,
    again: Annotated[
        bool | None, Query(description="True: the file was sent before, and is of other people.")
    ] = None,
) -> Response:
    """Register the people of a table. The good rows are loaded soon; the others are named.

    Heads and values stand in French, in English or as codes. Each person becomes one case, whatever
    is repeated. Follow `loaded` until the status is `done`.
    """
    result = await begin_by_sheet(
        call.transaction,
        call.process.vault,
        call.media_type,
        table,
        call.fingerprint,
        again=bool(again),
    )
    return call.respond(result)


@router.post("/dry-run", response_model=ImportCheck, openapi_extra=_ALSO)
async def check_import(
    call: Annotated[RequestContext, requires_to_count(ImportPermission.CHECK)], table: _Table
) -> Response:
    """Check a table without keeping anything of it: every bad row and column, by code."""
    result = await check_sheet(call.transaction, call.media_type, table)
    return call.respond(result)


@router.get("", response_model=Page[ImportRead])
async def list_imports(
    call: Annotated[RequestContext, requires(ImportPermission.LIST)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the imports of your organisation, the last first."""
    page = await operations.list_imports(call.transaction, call.window(limit, cursor))
    return call.respond_page(page)


@router.get(
    "/templates/cases", response_class=Response,
    responses={200: {"content": {CSV: _FILE, XLSX: _FILE}}},
)  # fmt: skip
async def read_import_template(
    call: Annotated[RequestContext, requires(ImportPermission.READ_TEMPLATE)],
    form: Annotated[Form, Query(description="`csv` or `xlsx`, which lists the labels.")] = "csv",
    lang: Annotated[Lang, Query(description="Of the heads: `fr` or `en`.")] = "fr",
) -> Response:
    """Download the empty table, in French or in English."""
    template = await read_template(call.transaction, form, lang or "fr")
    return call.respond_file(template, CSV if form == "csv" else XLSX, f"cases.{form}")


@router.get("/{import_id}", response_model=ImportRead)
async def read_import(
    call: Annotated[RequestContext, requires(ImportPermission.READ)], import_id: UUID
) -> Response:
    """Read an import of your organisation: how far it is, and what was left out."""
    result = await operations.read_import(call.transaction, import_id)
    return call.respond(result)


@router.get("/{import_id}/rows", response_model=Page[ImportRowRead])
async def list_import_rows(
    call: Annotated[RequestContext, requires(ImportPermission.READ)],
    import_id: UUID,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List what became of the rows of an import of your organisation, in the order of the table.

    Each row names its case, or what is wrong with it. Rows that wait, or were destroyed because the
    import stopped, are not listed: read the list once the import is at its end.
    """
    page = await list_rows(call.transaction, import_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.post("/{import_id}/stop", response_model=ImportRead)
async def stop_import(
    call: Annotated[RequestContext, requires_to_change(ImportPermission.STOP)], import_id: UUID
) -> Response:
    """Stop an import. The cases that it has registered stay; the other rows are destroyed."""
    result = await operations.stop_import(call.transaction, import_id, call.version)
    return call.respond(result)
