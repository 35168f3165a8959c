"""Determining what is best for a child: a panel decides, and never who assessed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, or_, select
from sqlmodel import col

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.protection.children.interests.records import (
    ASSESSMENT_RECORDS,
    DETERMINATION_RECORDS,
    show_determination,
)
from referral_api.domain.protection.children.interests.schemas import (
    BestInterestsDeterminationRead,
    BestInterestsDetermine,
)
from referral_api.domain.protection.children.interests.tables import BestInterestsDetermination
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.protection.children.panels import check_sits
from referral_api.domain.protection.children.views.tables import OwnView
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import BestInterestsDeterminationPermission
from referral_api.security.vault import Vault

_OPTIONS = "best_interests_determination.sealed_options"
_DISSENT = "best_interests_determination.sealed_dissent"
_LONGEST = 366  # days; the database counts months
_VIEWS = Statement(
    select(col(OwnView.id)).where(
        col(OwnView.id) == any_(bindparam("view_ids", type_=ARRAY(Uuid))),
        col(OwnView.case_id) == bindparam("case_id"),
        col(OwnView.status) == literal_code(RecordStatus.RECORDED),
    )
)
_IN_FORCE = Statement(
    select(func.array_agg(col(BestInterestsDetermination.decision)).label("decisions")).where(
        col(BestInterestsDetermination.case_id) == bindparam("case_id"),
        col(BestInterestsDetermination.status) == literal_code(RecordStatus.RECORDED),
        col(BestInterestsDetermination.review_by) >= func.current_date(),
        or_(
            bindparam("determination_id", type_=Uuid).is_(None),
            col(BestInterestsDetermination.id) == bindparam("determination_id", type_=Uuid),
        ),
    )
)


async def determine(
    transaction: Transaction, vault: Vault, case_id: UUID, decided: BestInterestsDetermine
) -> BestInterestsDeterminationRead:
    """Record what the panel decided on an assessment of the same child."""
    begun = await begin_record(transaction, case_id, decided.id)
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, decided.assessment_id)
    assessment = await ASSESSMENT_RECORDS.find(transaction, decided.assessment_id)
    views = await transaction.all(_VIEWS, view_ids=list(decided.own_view_ids), case_id=case_id)
    today = (await read_clock(transaction)).date()
    measures = [option.measure for option in decided.options]
    wrong = {
        "assessment_id": assessment["status"] != RecordStatus.RECORDED,
        "options": len(set(measures)) < len(measures),
        "decision": decided.decision not in measures,
        "decided_on": not assessment["assessed_on"] <= decided.decided_on <= today,
        "review_by": not 0 < (decided.review_by - decided.decided_on).days < _LONGEST,
        "own_view_ids": {row["id"] for row in views} != set(decided.own_view_ids),
        "no_view_reason": bool(decided.own_view_ids) == (decided.no_view_reason is not None),
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, is_so in wrong.items() if is_so
    ]
    if errors:
        raise MalformedInput(errors=errors)
    await check_sits(transaction, "panel", decided.panel, without=[assessment["assessor_id"]])
    weighed = [(option.in_favour, option.against) for option in decided.options]
    plain: dict[str, Any] = decided.model_dump(exclude={"id", "options", "dissent"})
    fields = begun | plain | {
        "options": measures,
        "sealed_options": await seal(transaction, vault, case_id, _OPTIONS, weighed),
        "sealed_dissent": await seal(transaction, vault, case_id, _DISSENT, decided.dissent),
    }  # fmt: skip
    return show_determination(await DETERMINATION_RECORDS.add(transaction, fields))


async def find_determined(
    transaction: Transaction, case_id: UUID, determination_id: UUID | None = None
) -> frozenset[str]:
    """Find what determinations in force have decided: not in error, and not due for review.

    Of one determination, if it is named.
    """
    async with transaction.elevated():
        row = await transaction.row(_IN_FORCE, case_id=case_id, determination_id=determination_id)
    return frozenset(row["decisions"] or ())


async def mark_determination_as_error(
    transaction: Transaction, case_id: UUID, determination_id: UUID, version: int
) -> BestInterestsDeterminationRead:
    """Mark a determination that was never made."""
    await check_of_case(transaction, DETERMINATION_RECORDS, case_id, determination_id, "mark_error")
    return show_determination(
        await DETERMINATION_RECORDS.transition(transaction, determination_id, "mark_error", version)
    )


async def read_determination(
    transaction: Transaction, vault: Vault, case_id: UUID, determination_id: UUID
) -> BestInterestsDeterminationRead:
    """Read a determination, with what was weighed."""
    await check_of_case(transaction, DETERMINATION_RECORDS, case_id, determination_id)
    row = await DETERMINATION_RECORDS.read(
        transaction, determination_id, BestInterestsDeterminationPermission.READ
    )
    weighed = await unseal(transaction, vault, case_id, _OPTIONS, row["sealed_options"])
    dissent = await unseal(transaction, vault, case_id, _DISSENT, row["sealed_dissent"])
    return show_determination(row, weighed, dissent)


async def list_determinations(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[BestInterestsDeterminationRead]:
    """List the determinations of a child, the last recorded first, without what was weighed."""
    return await DETERMINATION_RECORDS.list(
        transaction, window, BestInterestsDeterminationPermission.LIST, show_determination,
        case_id=case_id,
    )  # fmt: skip
