"""Loading what imports have taken in: piece by piece, each piece one transaction.

The rows are the truth: whoever is killed leaves them as they were, and whoever comes next goes on.
The id of each case follows from the import and the number of its row.
"""

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Integer, Uuid, bindparam, column, func, literal_column, select, update
from sqlmodel import col

from referral_api.database.attempts import attempt
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.imports.operations import FORGET, purpose_of
from referral_api.domain.casework.imports.problems import Problems, Wrong, wrong_of
from referral_api.domain.casework.imports.records import IMPORT_RECORDS
from referral_api.domain.casework.imports.schemas import ImportedRow
from referral_api.domain.casework.imports.tables import CaseImport, ImportRow
from referral_api.domain.casework.many.registration import register_many
from referral_api.domain.casework.many.rows import Outcome
from referral_api.domain.codelists.many import BatchMode, ImportStatus, ImportStopReason
from referral_api.domain.identification.identities.operations import record_identity
from referral_api.domain.network.agents.actor_resolver import find_actor
from referral_api.errors import ServiceError, Unavailable
from referral_api.permissions import CasePermission, RoleHomes
from referral_api.security.vault import Vault, WrappedKey

PIECE = 200
_DUE = Statement(
    select(col(CaseImport.id))
    .where(col(CaseImport.status) == literal_code(ImportStatus.LOADING))
    .order_by(col(CaseImport.recorded_key))
    .limit(literal_column("50"))
)
_ID = bindparam("import_id", type_=Uuid())
_FIND = Statement(select(CaseImport).where(col(CaseImport.id) == _ID))
# Whoever loads it already goes on alone.
_LOCK = Statement(
    select(CaseImport, func.now().label("now"))
    .where(
        col(CaseImport.id) == _ID, col(CaseImport.status) == literal_code(ImportStatus.LOADING)
    )
    .with_for_update(skip_locked=True)
)  # fmt: skip
_ROWS = Statement(
    select(col(ImportRow.number), col(ImportRow.sealed))
    .where(col(ImportRow.import_id) == _ID, col(ImportRow.sealed).is_not(None))
    .order_by(col(ImportRow.number))
    .limit(bindparam("limit", type_=Integer()))
)
_DONE = (
    func.unnest(
        bindparam("numbers", type_=ARRAY(Integer)), bindparam("case_ids", type_=ARRAY(Uuid))
    )
    .table_valued(column("number", Integer), column("case_id", Uuid))
    .render_derived("done")
)
_NOTE = Statement(
    update(ImportRow)
    .values(sealed=None, case_id=_DONE.c.case_id)
    .where(col(ImportRow.import_id) == _ID, col(ImportRow.number) == _DONE.c.number)
)


async def due_imports(database: Database) -> list[UUID]:
    """List the imports that have rows to load, the oldest first."""
    async with database.transaction(system_actor(), "system") as transaction:
        return [UUID(str(row["id"])) for row in await transaction.all(_DUE)]


async def load_due(
    database: Database, vault: Vault, homes: RoleHomes, seconds: float
) -> int:  # fmt: skip
    """Load what waits, for so long at most; return how many rows were settled."""
    ends, settled = time.monotonic() + seconds, 0
    for import_id in await due_imports(database):
        while time.monotonic() < ends:
            piece = await load_piece(database, vault, homes, import_id)
            settled += piece
            if not piece:
                break
    return settled


async def load_import(
    database: Database, vault: Vault, homes: RoleHomes, import_id: UUID
) -> None:  # fmt: skip
    """Load an import to its end."""
    while await load_piece(database, vault, homes, import_id):
        pass


async def load_piece(
    database: Database, vault: Vault, homes: RoleHomes, import_id: UUID, size: int = PIECE
) -> int:
    """Load the next rows of an import, in the name of who sent it; return how many were settled.

    Nothing is loaded any more for an agent that may not register today.
    """
    async with database.transaction(system_actor(), "system") as transaction:
        found = await transaction.one(_FIND, import_id=import_id)
        if found is None:
            return 0
        actor = await find_actor(
            transaction, found["agent_id"], found["client_id"], found["token_id"], homes
        )
    if actor is None or not actor.may(CasePermission.REGISTER):
        await _give_up(database, found["organisation_id"], import_id)
        return 0
    async with database.transaction(actor) as transaction:
        locked = await transaction.one(_LOCK, import_id=import_id)
        if locked is None:
            return 0
        waiting = await transaction.all(_ROWS, import_id=import_id, limit=size)
        outcomes = await _load(transaction, vault, locked, waiting)
        await _note(transaction, locked, outcomes, is_last=len(waiting) < size)
        return len(waiting)


async def _give_up(database: Database, organisation_id: UUID, import_id: UUID) -> None:
    async with database.transaction(system_actor(organisation_id), "system") as transaction:
        locked = await transaction.one(_LOCK, import_id=import_id)
        if locked is None:
            return
        found, at = IMPORT_RECORDS.load(locked)
        found.stop_reason = ImportStopReason.NO_LONGER_ALLOWED
        await IMPORT_RECORDS.cause(transaction, found, "give_up", at)
        await transaction.run(FORGET, import_id=import_id)


async def _load(
    transaction: Transaction, vault: Vault, locked: Row, waiting: Sequence[Row]
) -> dict[int, Outcome]:
    """Register these rows; those with an identity one by one, the others by one statement."""
    import_id = locked["id"]
    key = WrappedKey(locked["wrapping_key_id"], locked["wrapped_key"])
    rows: dict[int, ImportedRow] = {}
    for each in waiting:
        opened = vault.open(key, import_id, purpose_of(each["number"]), each["sealed"])
        row = ImportedRow.model_validate(orjson.loads(opened))
        case = row.case.model_copy(update={"id": case_id_of(import_id, each["number"])})
        rows[each["number"]] = row.model_copy(update={"case": case})
    named = {number: row for number, row in rows.items() if row.identity is not None}
    plain = {number: row for number, row in rows.items() if row.identity is None}
    cases = [row.case for row in plain.values()]
    done = dict(
        zip(plain, await register_many(transaction, cases, BatchMode.EACH), strict=True)
    )  # fmt: skip
    for number, row in named.items():
        done[number] = await _register_named(transaction, vault, row)
    return done


async def _register_named(transaction: Transaction, vault: Vault, row: ImportedRow) -> Outcome:
    try:
        async with attempt(transaction):
            (outcome,) = await register_many(transaction, [row.case], BatchMode.EACH)
            if outcome.id is not None and row.identity is not None:
                await record_identity(transaction, vault, outcome.id, row.identity, 0)
            return outcome
    except Unavailable:
        raise
    except ServiceError as refusal:
        return Outcome(refusal=refusal)


async def _note(
    transaction: Transaction, locked: Row, outcomes: Mapping[int, Outcome], *, is_last: bool
) -> None:
    found, at = IMPORT_RECORDS.load(locked)
    problems = Problems(orjson.loads(locked["problems"]))
    for number, outcome in outcomes.items():
        if isinstance(outcome.refusal, ServiceError):
            problems.add(number, _in_codes(outcome.refusal))
            found.refused += 1
        else:
            found.loaded += 1
    found.problems = orjson.dumps(problems.as_json()).decode()
    await transaction.run(
        _NOTE, import_id=found.id, numbers=list(outcomes),
        case_ids=[each.id for each in outcomes.values()],
    )  # fmt: skip
    await IMPORT_RECORDS.cause(transaction, found, "finish" if is_last else "load", at)


def _in_codes(refusal: ServiceError) -> list[Wrong]:
    errors: Any = refusal.facts.get("errors")
    return wrong_of(errors) if errors else [(None, refusal.code)]


def case_id_of(import_id: UUID, number: int) -> UUID:
    """Derive the id of a case: a UUIDv7 of the instant of the import, the same at each attempt."""
    digest = hashlib.blake2b(b"%d" % number, key=import_id.bytes, digest_size=10).digest()
    made = bytearray(import_id.bytes[:6] + digest)
    made[6] = made[6] & 0x0F | 0x70
    made[8] = made[8] & 0x3F | 0x80
    return UUID(bytes=bytes(made))
