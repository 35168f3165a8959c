"""The records of imports: one organisation's own, loaded by the service in its name."""

import json
from uuid import UUID

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.casework.imports.schemas import ImportRead
from referral_api.domain.casework.imports.tables import CaseImport
from referral_api.domain.codelists.many import ImportStatus
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ImportPermission

_LOADING = [ImportStatus.LOADING]
IMPORTS = Lifecycle(
    ImportStatus,
    transition("load", ImportPermission.LOAD, _LOADING, None, [Side.SYSTEM]),
    transition("finish", ImportPermission.FINISH, _LOADING, ImportStatus.DONE, [Side.SYSTEM]),
    transition("give_up", ImportPermission.GIVE_UP, _LOADING, ImportStatus.STOPPED, [Side.SYSTEM]),
    transition("stop", ImportPermission.STOP, _LOADING, ImportStatus.STOPPED, [Side.SENDER]),
    open_states=_LOADING,
)


async def find_sides(transaction: Transaction, found: CaseImport) -> set[Side]:
    """Return the caller's side of an import: its organisation's."""
    return {Side.SENDER} if found.organisation_id == transaction.actor.organisation_id else set()


def _destroy_key(found: CaseImport) -> None:
    """Destroy the key when nothing is left to be loaded: nobody reads the rows ever again."""
    if found.status not in IMPORTS.open:
        found.wrapping_key_id = found.wrapped_key = None


def _parties(found: CaseImport) -> list[UUID]:
    return [found.organisation_id]


IMPORT_RECORDS = Records(
    CaseImport,
    IMPORTS,
    subject="import",
    creation=ImportPermission.BEGIN,
    columns=(
        "id", "organisation_id", "agent_id", "client_id", "token_id", "status", "rows", "good",
        "loaded", "refused", "problems", "digest", "wrapping_key_id", "wrapped_key", "closed_at",
        "version",
    ),
    mutable=(
        "status", "stop_reason", "loaded", "refused", "problems", "wrapping_key_id",
        "wrapped_key", "closed_at",
    ),
    pages=VisiblePages(CaseImport, col(CaseImport.organisation_id) == READER),
    sides=find_sides,
    parties=_parties,
    overdue_for="organisation_id",
    settle=_destroy_key,
)  # fmt: skip


def to_response(row: Row) -> ImportRead:
    """Turn a row into a response; asyncpg returns JSONB as text."""
    bad = row["rows"] - row["good"] + row["refused"]
    return ImportRead(**{**row, "bad": bad, "problems": json.loads(row["problems"])})


async def show_import(transaction: Transaction, import_id: UUID) -> ImportRead:
    """Show an import as a reading would, without an event of its own."""
    return to_response(await IMPORT_RECORDS.find(transaction, import_id))
