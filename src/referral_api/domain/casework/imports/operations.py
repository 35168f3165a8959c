"""Checking a table of people, taking it in to be loaded, and saying how far that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Integer, LargeBinary, bindparam, column, func, insert, select, update
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.imports.problems import Problems
from referral_api.domain.casework.imports.records import IMPORT_RECORDS, to_response
from referral_api.domain.casework.imports.schemas import ImportCheck, ImportRead
from referral_api.domain.casework.imports.tables import CaseImport, ImportRow
from referral_api.domain.codelists.many import ImportStatus, ImportStopReason
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.identification.code_pads.using import usable_codes
from referral_api.errors import AlreadyImported, Forbidden
from referral_api.permissions import ImportPermission
from referral_api.security.vault import Vault

# Of the rows that are sealed and written by one statement.
_TAKEN_AT_ONCE = 1_000
_GIVEN = (
    func.unnest(
        bindparam("numbers", type_=ARRAY(Integer)), bindparam("sealed", type_=ARRAY(LargeBinary))
    )
    .table_valued(column("number", Integer), column("sealed", LargeBinary))
    .render_derived("given")
)
_IMPORT_ID = bindparam("import_id", type_=ImportRow.__table__.c.import_id.type)  # type: ignore[attr-defined]
_ADD_ROWS = Statement(
    insert(ImportRow).from_select(
        ["import_id", "number", "organisation_id", "sealed"],
        select(
            col(CaseImport.id), _GIVEN.c.number, col(CaseImport.organisation_id), _GIVEN.c.sealed
        ).where(col(CaseImport.id) == _IMPORT_ID),
    )
)  # fmt: skip
_SAME = Statement(
    select(col(CaseImport.id))
    .where(
        col(CaseImport.organisation_id) == bindparam("organisation_id"),
        col(CaseImport.digest) == bindparam("digest"),
    )
    .limit(1)
)
FORGET = Statement(
    update(ImportRow)
    .values(sealed=None)
    .where(col(ImportRow.import_id) == _IMPORT_ID, col(ImportRow.sealed).is_not(None))
)


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table of people: its good rows by their numbers, and what is wrong with the others.

    ``good`` are rows as JSON, as they are sealed: the objects of ten thousand would take ten times
    as much memory. ``codes`` are the codes of pads that good rows bear.
    """

    number: int
    good: Mapping[int, bytes]
    codes: Mapping[int, str]
    problems: Problems


def purpose_of(number: int) -> str:
    """Bind a sealed row to its place in the import."""
    return f"import_row.sealed|{number}"


async def check_import(transaction: Transaction, table: CheckedTable) -> ImportCheck:
    """Say what an import would do. Nothing is kept."""
    _check_agent(transaction)
    good = await _check_codes(transaction, table)
    await record(transaction, ImportPermission.CHECK, "import")
    return ImportCheck(
        rows=table.number, good=len(good), bad=table.number - len(good),
        problems=table.problems.listed(),
    )  # fmt: skip


async def begin_import(
    transaction: Transaction, vault: Vault, table: CheckedTable, digest: bytes, *, again: bool
) -> ImportRead:
    """Take the good rows in, sealed. They are loaded later, in the name of the caller.

    AlreadyImported for a file that the organisation has sent before, unless it says ``again``.
    """
    agent_id = _check_agent(transaction)
    actor = transaction.actor
    same = await transaction.one(_SAME, organisation_id=actor.organisation_id, digest=digest)
    if same is not None and not again:
        raise AlreadyImported(import_id=str(same["id"]))
    good = await _check_codes(transaction, table)
    import_id = uuid7()
    key = vault.make_key(import_id) if good else None
    fields = {
        "id": import_id, "organisation_id": actor.organisation_id, "agent_id": agent_id,
        "client_id": actor.client_id, "token_id": actor.token_id,
        "status": ImportStatus.LOADING if key else ImportStatus.DONE,
        "rows": table.number, "good": len(good), "loaded": 0,
        "refused": 0, "problems": orjson.dumps(table.problems.as_json()).decode(),
        "digest": digest, "version": 1,
        "wrapping_key_id": key and key.wrapping_key_id, "wrapped_key": key and key.wrapped_key,
        "closed_at": None if key else await read_clock(transaction),
    }  # fmt: skip
    row = await IMPORT_RECORDS.add(transaction, fields)
    if key is None:
        return to_response(row)
    waiting = iter(good)
    while numbers := list(islice(waiting, _TAKEN_AT_ONCE)):
        sealed = [vault.seal(key, import_id, purpose_of(n), table.good[n]) for n in numbers]
        await transaction.run(_ADD_ROWS, import_id=import_id, numbers=numbers, sealed=sealed)
    return to_response(row)


def _check_agent(transaction: Transaction) -> UUID:
    if transaction.actor.agent_id is None:
        raise Forbidden
    return transaction.actor.agent_id


async def _check_codes(transaction: Transaction, table: CheckedTable) -> list[int]:
    """List the good rows, without those whose code is on no pad of the organisation, or twice."""
    codes = table.codes
    usable = await usable_codes(transaction, codes.values()) if codes else set()
    wrong = []
    for number, code in codes.items():
        if code not in usable:
            wrong.append(number)
        usable.discard(code)
    _note(table.problems, wrong)
    left_out = set(wrong)
    return [number for number in table.good if number not in left_out]


def _note(problems: Problems, rows: Iterable[int]) -> None:
    for number in rows:
        problems.add(number, [("code", "invalid_value")])


async def read_import(transaction: Transaction, import_id: UUID) -> ImportRead:
    """Read an import of the caller's organisation, and how far it is."""
    return to_response(await IMPORT_RECORDS.read(transaction, import_id, ImportPermission.READ))


async def list_imports(transaction: Transaction, window: Window) -> Slice[ImportRead]:
    """List the imports of the caller's organisation, the last first."""
    return await IMPORT_RECORDS.list(transaction, window, ImportPermission.LIST, to_response)


async def stop_import(transaction: Transaction, import_id: UUID, version: int) -> ImportRead:
    """Stop an import: what is loaded stays, the rest is destroyed."""

    def stop(found: CaseImport, _: object) -> None:
        found.stop_reason = ImportStopReason.BY_OWNER

    row = await IMPORT_RECORDS.transition(transaction, import_id, "stop", version, stop)
    await transaction.run(FORGET, import_id=import_id)
    return to_response(row)
