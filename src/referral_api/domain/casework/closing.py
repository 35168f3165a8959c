"""Closing and reopening a file: no organisation answers for a closed one."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.casework.death import end_promises, hold_promises
from referral_api.domain.casework.duplicate_closing import find_original, lock_both
from referral_api.domain.codelists.status import ClosureReason
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases import queries
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.operations import save_case
from referral_api.domain.identification.cases.schemas import CaseClose, CaseRead
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.protection.support_plans.ending import end_plans
from referral_api.domain.records.overdue import is_open
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict
from referral_api.permissions import CasePermission
from referral_api.schemas import ResponseData

_OPEN_HANDOFF = Statement(
    select(col(Handoff.id)).where(
        col(Handoff.case_id) == bindparam("case_id"),
        is_open(Handoff, HANDOFFS),
    )
)


async def close_case(
    transaction: Transaction, case_id: UUID, closure: CaseClose, version: int
) -> ResponseData[CaseRead]:
    """Close the file, as the custodian: no organisation answers for the person until it is
    reopened.

    Services may go on, unless the person has died; a support plan ends.
    """
    if closure.reason is ClosureReason.DECEASED:
        await hold_promises(transaction, case_id)
    await lock_both(transaction, case_id, closure)
    case = await queries.get_case_for_change(transaction, case_id)
    await check_answers_for_person(transaction, case_id)
    case.state = CASES.target("close", case.state, case)
    check_version(version, case.version)
    if closure.reason is ClosureReason.DECEASED:
        await _confirm_death(transaction, case)
    if await transaction.one(_OPEN_HANDOFF, case_id=case_id) is not None:
        raise Conflict("A handoff of this case is still open.")
    await end_plans(transaction, case_id, closure.reason)
    case.duplicate_of_id = await find_original(transaction, case_id, closure)
    case.closure_reason = closure.reason
    case.closed_at = await queries.read_clock(transaction)
    return await save_case(transaction, case, CasePermission.CLOSE)


async def _confirm_death(transaction: Transaction, case: Case) -> None:
    await end_promises(transaction, case.id)
    case.death_reported_at = case.death_reported_at or await queries.read_clock(transaction)
    case.death_refuted_at = None


async def reopen_case(
    transaction: Transaction, case_id: UUID, version: int
) -> ResponseData[CaseRead]:
    """Reopen the file, as who answers for the person: the last custodians answer for it again."""
    case = await queries.get_case_for_change(transaction, case_id)
    await check_answers_for_person(transaction, case_id)
    case.state = CASES.target("reopen", case.state, case)
    check_version(version, case.version)
    case.closure_reason = case.closed_at = case.duplicate_of_id = None
    return await save_case(transaction, case, CasePermission.REOPEN)
