"""What can be done with a case that is already registered."""

from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, literal_code, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.identification.cases import lifecycle, queries
from referral_api.domain.identification.cases.schemas import (
    CaseClose,
    CaseRead,
    CaseUpdate,
    to_response,
)
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, NotFound
from referral_api.permissions import CasePermission, Permission
from referral_api.schemas import ResponseData

_COLUMNS = (
    "state", "sex", "age_band", "age_in_doubt", "region", "nationality", "languages",
    "risk_flags", "closure_reason", "closed_at",
)  # fmt: skip
_SAVE = Statement(
    save_into(Case, *_COLUMNS)
    .values(updated_at=queries.now)
    .returning(*queries.TOLD)
    .add_cte(event_insert().cte("event"), outgoing_inserts().cte("outgoing"))
)


_OPEN_HANDOFF = Statement(
    select(col(Handoff.id)).where(
        col(Handoff.case_id) == bindparam("case_id"),
        or_(
            col(Handoff.status) == literal_code(HandoffStatus.ACCEPTED),
            and_(
                col(Handoff.status) == literal_code(HandoffStatus.OFFERED),
                col(Handoff.decide_by) > func.now(),
            ),
        ),
    )
)


async def read_case(transaction: Transaction, case_id: UUID) -> ResponseData[CaseRead]:
    """Read the pseudonymous file; NotFound outside the caller's sight."""
    event = event_values(transaction.actor, CasePermission.READ, "case", case_id, case_id=case_id)
    row = await transaction.one(queries.READ, case_id=case_id, **event)
    if row is None:
        raise NotFound
    return to_response(row)


async def list_cases(transaction: Transaction, window: Window) -> Slice[ResponseData[CaseRead]]:
    """List the cases within sight, the last registered first."""
    statement = queries.PAGE_OF_ALL if transaction.scope == "flow" else queries.PAGE_OF_GRANTED
    rows = await transaction.all(
        statement, organisation_id=transaction.actor.organisation_id, before=window.before,
        limit=window.limit + 1, shown=window.limit,
        **event_values(transaction.actor, CasePermission.LIST, "case"),
    )  # fmt: skip
    return window.slice([to_response(row) for row in rows], rows)


async def update_case(
    transaction: Transaction, case_id: UUID, update: CaseUpdate, version: int
) -> ResponseData[CaseRead]:
    """Correct or complete the file of an open case."""
    case = await queries.get_case_for_change(transaction, case_id)
    lifecycle.CASES.check("update", case.state)
    check_version(version, case.version)
    for name in update.model_fields_set:
        value = getattr(update, name)
        if value is not None or name == "nationality":
            setattr(case, name, value)
    return await _save(transaction, case, CasePermission.UPDATE)


async def close_case(
    transaction: Transaction, case_id: UUID, closure: CaseClose, version: int
) -> ResponseData[CaseRead]:
    """Close the file, as who answers for the person: nobody answers for it until it is reopened.
    Services may go on.
    """
    case = await queries.get_case_for_change(transaction, case_id)
    case.state = lifecycle.CASES.check("close", case.state)
    check_version(version, case.version)
    await check_section(transaction, case_id, Section.PROTECTION, write=True)
    if await transaction.one(_OPEN_HANDOFF, case_id=case_id) is not None:
        raise Conflict("A handoff of this case is still open.")
    case.closure_reason = closure.reason
    case.closed_at = await queries.read_clock(transaction)
    return await _save(transaction, case, CasePermission.CLOSE)


async def reopen_case(
    transaction: Transaction, case_id: UUID, version: int
) -> ResponseData[CaseRead]:
    """Reopen the file: the last custodians answer for it again."""
    case = await queries.get_case_for_change(transaction, case_id)
    case.state = lifecycle.CASES.check("reopen", case.state)
    check_version(version, case.version)
    case.closure_reason = case.closed_at = None
    return await _save(transaction, case, CasePermission.REOPEN)


async def _save(transaction: Transaction, case: Case, act: Permission) -> ResponseData[CaseRead]:
    event = event_values(transaction.actor, act, "case", case.id, case_id=case.id)
    custodians = {case.protection_custodian_id, case.investigation_custodian_id} - {None}
    row = await transaction.one(
        _SAVE, **update_values(case, *_COLUMNS), **event, parties=sorted(custodians, key=str)
    )
    if row is None:
        raise NotFound
    return to_response(row)
