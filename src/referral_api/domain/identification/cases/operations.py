"""Operations on a case that is already registered."""

from typing import Any
from uuid import UUID

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.identification.cases import queries
from referral_api.domain.identification.cases.finding import (
    CaseFilters,
    find_last_looked_at,
    page_where,
)
from referral_api.domain.identification.cases.schemas import CaseRead, to_members, to_response
from referral_api.domain.identification.cases.tables import Case
from referral_api.errors import NotFound
from referral_api.permissions import CasePermission, Permission
from referral_api.schemas import ResponseData

_COLUMNS = (
    "status", "state", "sex", "age_band", "age_in_doubt", "region", "nationality", "nationalities",
    "languages", "risk_flags", "closure_reason", "closed_at", "duplicate_of_id",
    "death_reported_at", "death_refuted_at",
)  # fmt: skip
_SAVE = Statement(
    save_into(Case, *_COLUMNS)
    .values(updated_at=queries.now)
    .returning(*queries.RESPONSE_COLUMNS)
    .add_cte(event_insert().cte("event"), outgoing_inserts().cte("outgoing"))
)


async def read_case(transaction: Transaction, case_id: UUID) -> ResponseData[CaseRead]:
    """Read the pseudonymous file; NotFound out of the caller's sight."""
    event = event_values(transaction.actor, CasePermission.READ, "case", case_id, case_id=case_id)
    row = await transaction.one(queries.READ, case_id=case_id, **event)
    if row is None:
        raise NotFound
    return to_response(row)


async def show_case(transaction: Transaction, case_id: UUID) -> ResponseData[CaseRead]:
    """Read as ``read_case`` does, for an act that is recorded by itself."""
    row = await transaction.one(queries.SHOW, case_id=case_id)
    if row is None:
        raise NotFound
    return to_response(row)


async def list_cases(
    transaction: Transaction, filters: CaseFilters, window: Window
) -> Slice[dict[str, Any]]:
    """List the members of the cases within sight, the last registered first."""
    far_seeing, asked = transaction.scope == "flow", filters.parameters
    statement = queries.PAGE_OF_ALL if far_seeing else queries.PAGE_OF_GRANTED
    if asked:
        statement = page_where(frozenset(asked), granted=not far_seeing)
    rows = await transaction.all(
        statement, organisation_id=transaction.actor.organisation_id, **asked, **window.parameters,
        shown=window.limit,
        **event_values(transaction.actor, CasePermission.LIST, "case"),
    )  # fmt: skip
    end = await find_last_looked_at(transaction, asked, window, len(rows))
    return window.slice(list(map(to_members, rows)), rows, end)


async def save_case(
    transaction: Transaction, case: Case, permission: Permission
) -> ResponseData[CaseRead]:
    """Save a changed case, its audit event, and the outgoing events of its custodians."""
    event = event_values(transaction.actor, permission, "case", case.id, case_id=case.id)
    custodians = {case.protection_custodian_id, case.investigation_custodian_id} - {None}
    row = await transaction.one(
        _SAVE, **update_values(case, *_COLUMNS), **event, parties=sorted(custodians, key=str)
    )
    if row is None:
        raise NotFound
    return to_response(row)
