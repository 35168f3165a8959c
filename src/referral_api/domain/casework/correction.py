"""Correcting a file, which may undo a ground of the last finding on the person."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.operations import save_case
from referral_api.domain.identification.cases.queries import get_case_for_change
from referral_api.domain.identification.cases.schemas import CaseRead, CaseUpdate
from referral_api.domain.identification.decisions.reopening import describe, reopen_if_undone
from referral_api.domain.versions import check_version
from referral_api.permissions import CasePermission
from referral_api.schemas import ResponseData


async def update_case(
    transaction: Transaction, case_id: UUID, update: CaseUpdate, version: int
) -> ResponseData[CaseRead]:
    """Correct or complete the file of an open case.

    A finding that no longer rests on its grounds is under review from now on.
    """
    case = await get_case_for_change(transaction, case_id)
    CASES.target("update", case.state, case)
    check_version(version, case.version)
    before = describe(case)
    for name in update.model_fields_set:
        value = getattr(update, name)
        if value is not None or name == "nationality":
            setattr(case, name, value)
    if describe(case) != before:
        await reopen_if_undone(transaction, case)
    return await save_case(transaction, case, CasePermission.UPDATE)
