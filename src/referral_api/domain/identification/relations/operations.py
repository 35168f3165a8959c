"""Recording who belongs together, and showing it without opening a file to who does not see it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, or_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.relations.records import RELATION_RECORDS, to_response
from referral_api.domain.identification.relations.schemas import (
    CaseRelationGroup,
    CaseRelationRead,
    CaseRelationRecord,
)
from referral_api.domain.identification.relations.tables import CaseRelation
from referral_api.errors import MalformedInput, NotFound
from referral_api.permissions import CaseRelationPermission

_CASE_ID = bindparam("case_id", type_=Uuid())
_OF_CASE = or_(col(CaseRelation.case_id) == _CASE_ID, col(CaseRelation.other_case_id) == _CASE_ID)
_PAGE = Statement(
    page_of(
        select(CaseRelation, func.now().label("now")).where(_OF_CASE),
        col(CaseRelation.recorded_key),
    )
)
_CODES = Statement(
    select(col(Case.id), col(Case.code)).where(
        col(Case.id) == any_(bindparam("case_ids", type_=ARRAY(Uuid)))
    )
)


async def record_relation(
    transaction: Transaction, case_id: UUID, relation: CaseRelationRecord
) -> CaseRelationRead:
    """Record who the other person is to the person of a file, as who sees both."""
    await get_case(transaction, case_id)
    if relation.other_case_id == case_id:
        raise MalformedInput(errors=[{"pointer": "/other_case_id", "code": "invalid_value"}])
    try:
        await get_case(transaction, relation.other_case_id)
    except NotFound:  # it is out of sight, or does not exist
        raise MalformedInput(
            errors=[{"pointer": "/other_case_id", "code": "invalid_value"}]
        ) from None
    row = await _add(transaction, case_id, relation)
    return await _show(transaction, case_id, row)


async def record_relations(
    transaction: Transaction, case_id: UUID, group: CaseRelationGroup
) -> list[CaseRelationRead]:
    """Relate each other person of a group to the person of a file; all of them, or none.

    Of two groups at once, one waits: the pairs are written in one order, whoever asks.
    """
    await get_case(transaction, case_id)
    others = group.other_case_ids
    found = await transaction.all(_CODES, case_ids=[case_id, *others])
    codes = {row["id"]: row["code"] for row in found}
    for place, other in enumerate(others):
        # It is out of sight, does not exist, is named twice, or is the person's own.
        if other not in codes or other == case_id or other in others[:place]:
            raise MalformedInput(
                errors=[{"pointer": f"/other_case_ids/{place}", "code": "invalid_value"}]
            )
    made = {
        other: await _add(
            transaction, case_id, CaseRelationRecord(other_case_id=other, kind=group.kind)
        )
        for other in sorted(others, key=lambda other: sorted((str(case_id), str(other))))
    }
    return [to_response(made[other], case_id, codes) for other in others]


async def _add(transaction: Transaction, case_id: UUID, relation: CaseRelationRecord) -> Row:
    actor = transaction.actor
    return await RELATION_RECORDS.add(
        transaction,
        {
            "id": relation.id or uuid7(), "case_id": case_id,
            "other_case_id": relation.other_case_id, "status": RecordStatus.RECORDED,
            "kind": relation.kind, "recorded_by_organisation_id": actor.organisation_id,
            "recorded_by_agent_id": actor.agent_id, "version": 1,
        },
    )  # fmt: skip


async def mark_relation_as_error(
    transaction: Transaction, case_id: UUID, relation_id: UUID, version: int
) -> CaseRelationRead:
    """Mark a relation that should never have been recorded."""
    await _find(transaction, case_id, relation_id)
    row = await RELATION_RECORDS.transition(transaction, relation_id, "mark_error", version)
    return await _show(transaction, case_id, row)


async def read_relation(
    transaction: Transaction, case_id: UUID, relation_id: UUID
) -> CaseRelationRead:
    """Read a relation from the side of a file."""
    row = await _find(transaction, case_id, relation_id)
    await record(
        transaction, CaseRelationPermission.READ, "case_relation", relation_id, case_id=case_id
    )
    return await _show(transaction, case_id, row)


async def show_relation(transaction: Transaction, relation_id: UUID) -> CaseRelationRead:
    """Read a relation as whoever recorded it did."""
    row = await RELATION_RECORDS.find(transaction, relation_id)
    return await _show(transaction, row["case_id"], row)


async def list_relations(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[CaseRelationRead]:
    """List the relations of a file within sight, newest first."""
    await get_case(transaction, case_id)
    rows = await transaction.all(_PAGE, case_id=case_id, **window.parameters)
    shown = rows[: window.limit]
    await record(transaction, CaseRelationPermission.LIST, "case_relation", case_ids=[case_id])
    visible = await _codes(transaction, shown)
    return window.slice([to_response(row, case_id, visible) for row in rows], rows)


async def _find(transaction: Transaction, case_id: UUID, relation_id: UUID) -> Row:
    await get_case(transaction, case_id)
    row = await RELATION_RECORDS.find(transaction, relation_id)
    if case_id not in {row["case_id"], row["other_case_id"]}:
        raise NotFound
    return row


async def _show(transaction: Transaction, case_id: UUID, row: Row) -> CaseRelationRead:
    return to_response(row, case_id, await _codes(transaction, [row]))


async def _codes(transaction: Transaction, rows: Sequence[Row]) -> dict[UUID, str]:
    """Find the codes of the files that row security shows the caller."""
    files = {row[name] for row in rows for name in ("case_id", "other_case_id")}
    found = await transaction.all(_CODES, case_ids=sorted(files, key=str))
    return {row["id"]: row["code"] for row in found}
