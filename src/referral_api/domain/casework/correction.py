"""Correcting a case: what protects the person follows to the open sheets, in one transaction.

A correction may undo a ground of the last finding on the person.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.ground_lapse import end_grounds_of_a_child
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.sheet import copy_case as copy_to_handoff
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases import queries
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.nationalities import NATIONALITY_WAYS
from referral_api.domain.identification.cases.nationalities import correct as correct_nationalities
from referral_api.domain.identification.cases.operations import save_case
from referral_api.domain.identification.cases.schemas import CaseRead, CaseUpdate
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.decisions.reopening import describe, reopen_if_undone
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.sheet import copy_case as copy_to_referral
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.domain.versions import check_version
from referral_api.permissions import CasePermission
from referral_api.schemas import ResponseData

_SHEETS = frozenset({"sex", "age_band", "age_in_doubt", "region", "languages", "risk_flags"})
# Handoffs, then referrals, the newest first, then the case: the order of every operation.
_OPEN: tuple[tuple[Records[Any], Callable[[Any, Case], None], Statement], ...] = tuple(
    (
        records, copy,
        Statement(
            select(col(table.id))
            .where(
                col(table.case_id) == bindparam("case_id"),
                one_of(col(table.status), sorted(lifecycle.open)),
            )
            .order_by(col(table.id).desc())
            .with_for_update()
        ),
    )
    for records, copy, table, lifecycle in (
        (HANDOFF_RECORDS, copy_to_handoff, Handoff, HANDOFFS),
        (REFERRAL_RECORDS, copy_to_referral, Referral, REFERRALS),
    )
)  # fmt: skip


async def update_case(
    transaction: Transaction, case_id: UUID, update: CaseUpdate, version: int
) -> ResponseData[CaseRead]:
    """Correct or complete the file of an open case, and the sheets that are open.

    A finding that no longer rests on its grounds is under review from now on.
    """
    if not update.model_fields_set & _SHEETS:
        return await _correct(transaction, case_id, update, version)
    await queries.get_case(transaction, case_id)
    # Sheets may be another organisation's: who answers for the inquiry sees no referral.
    async with transaction.elevated():
        found = [
            (records, copy, row["id"])
            for records, copy, statement in _OPEN
            for row in await transaction.all(statement, case_id=case_id)
        ]
    answer = await _correct(transaction, case_id, update, version)
    if found:
        case = await queries.get_case(transaction, case_id)
        async with transaction.elevated():
            for records, copy, record_id in found:
                await _follow(transaction, records, copy, record_id, case)
    return answer


async def _follow(
    transaction: Transaction, records: Records[Any], copy: Callable[[Any, Case], None],
    record_id: UUID, case: Case,
) -> None:  # fmt: skip
    sheet, at = await records.lock(transaction, record_id)
    if await records.apply_expiry(transaction, sheet, at):
        return
    before = {name: getattr(sheet, name) for name in sheet.__class__.model_fields}
    copy(sheet, case)
    if any(getattr(sheet, name) != value for name, value in before.items()):
        sheet.sheet_updated_at = at
        await records.cause(transaction, sheet, "follow_case", at)


async def _correct(
    transaction: Transaction, case_id: UUID, update: CaseUpdate, version: int
) -> ResponseData[CaseRead]:
    # Who records a consent holds the file before the records that it reaches.
    case = await queries.get_case_for_change(transaction, case_id, stays_open=True)
    CASES.target("update", case.state, case)
    check_version(version, case.version)
    before = describe(case)
    for name in update.model_fields_set:
        value = getattr(update, name)
        if value is not None and name not in NATIONALITY_WAYS:
            setattr(case, name, value)
    correct_nationalities(case, update)
    if describe(case) != before:
        await reopen_if_undone(transaction, case)
        if not is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt):
            await end_grounds_of_a_child(transaction, case_id)
    return await save_case(transaction, case, CasePermission.UPDATE)
