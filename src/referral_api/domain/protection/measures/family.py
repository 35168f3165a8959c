"""What measures read of the child's route: refusals, determinations, the checks of a family.

None of it is read for help, and none of it stops protection.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.best_interests import BestInterestMeasure as Best
from referral_api.domain.codelists.children import CareArrangement, FamilyCheck
from referral_api.domain.codelists.measures import MeasureKind, MeasureOutcome, MeasureStatus
from referral_api.domain.codelists.own_views import StoppedAct
from referral_api.domain.protection.children.guardianship.tables import Guardian
from referral_api.domain.protection.children.interests.determinations import find_determined
from referral_api.domain.protection.children.refusals import check_not_stopped
from referral_api.domain.protection.children.suspicion import is_family_named
from referral_api.domain.protection.children.tracings.tables import Tracing
from referral_api.domain.protection.measures.tables import Measure

# What a determination must have decided before a measure of this kind rests on it.
DECIDED: dict[MeasureKind, frozenset[Best]] = {
    MeasureKind.VOLUNTARY_RETURN: frozenset(
        {Best.RETURN_ABROAD, Best.FAMILY_REUNIFICATION, Best.KINSHIP_CARE, Best.OTHER}
    ),
    MeasureKind.FAMILY_REUNIFICATION: frozenset({Best.FAMILY_REUNIFICATION}),
    MeasureKind.CHILD_PLACEMENT: frozenset(
        {
            Best.KINSHIP_CARE, Best.FOSTER_CARE, Best.RESIDENTIAL_CARE, Best.INDEPENDENT_LIVING,
            Best.SEPARATION_FROM_CARER, Best.OTHER,
        }
    ),
}  # fmt: skip
_STOPPED = {
    MeasureKind.VOLUNTARY_RETURN: StoppedAct.RETURN,
    MeasureKind.FAMILY_REUNIFICATION: StoppedAct.FAMILY_CONTACT,
}
# Whoever is placed with these is in contact with the family.
AT_HOME = frozenset(
    {
        CareArrangement.PARENTS, CareArrangement.STEP_PARENT, CareArrangement.ADULT_SIBLING,
        CareArrangement.KINSHIP,
    }
)  # fmt: skip
_CHECKS = {
    member: Statement(
        select(col(record.family_check)).where(
            col(record.id) == bindparam("record_id", type_=Uuid),
            col(record.case_id) == bindparam("case_id", type_=Uuid),
        )
    )
    for member, record in (("guardian_id", Guardian), ("tracing_id", Tracing))
}
_CONFIRMED = Statement(
    select(col(Tracing.id)).where(
        col(Tracing.id) == bindparam("tracing_id", type_=Uuid),
        col(Tracing.case_id) == bindparam("case_id", type_=Uuid),
        col(Tracing.confirmed_by_agent_id).is_not(None),
    )
)
_GRANTED = Statement(
    select(col(Measure.id))
    .where(
        col(Measure.case_id) == bindparam("case_id", type_=Uuid),
        col(Measure.kind) == literal_code(MeasureKind.FAMILY_REUNIFICATION),
        or_(
            one_of(col(Measure.status), [MeasureStatus.GRANTED, MeasureStatus.IN_FORCE]),
            one_of(col(Measure.outcome), [MeasureOutcome.CARRIED_OUT, MeasureOutcome.PARTLY]),
        ),
        or_(
            col(Measure.tracing_id).is_(None),
            col(Measure.tracing_id) == bindparam("tracing_id", type_=Uuid),
        ),
    )
    .limit(1)
)


async def check_not_refused(transaction: Transaction, measure: Measure) -> None:
    """Raise Conflict where the person's own view, or a determination, stops this measure."""
    act = _STOPPED.get(MeasureKind(measure.kind))
    if measure.kind == MeasureKind.CHILD_PLACEMENT and measure.care_arrangement in AT_HOME:
        act = StoppedAct.FAMILY_CONTACT
    if act is not None:
        await check_not_stopped(transaction, measure.case_id, act)


async def is_decided(transaction: Transaction, measure: Any, determination_id: UUID | None) -> bool:
    """Say whether a determination in force decided what the measure does."""
    if determination_id is None:
        return False
    decided = await find_determined(transaction, measure.case_id, determination_id)
    return bool(decided & DECIDED[MeasureKind(measure.kind)])


async def find_family_check(transaction: Transaction, measure: Measure) -> FamilyCheck | None:
    """Find the check of the guardian or of the tracing that a measure names."""
    for member, statement in _CHECKS.items():
        if (record_id := getattr(measure, member)) is not None:
            async with transaction.elevated():
                row = await transaction.one(statement, record_id=record_id, case_id=measure.case_id)
            return None if row is None else FamilyCheck(row["family_check"])
    return None


async def is_cleared_of_facts(transaction: Transaction, measure: Measure) -> bool:
    """Say whether no episode names the family, or a second person of child protection has confirmed
    the tracing that the measure names.
    """
    if not await is_family_named(transaction, measure.case_id):
        return True
    async with transaction.elevated():
        confirmed = await transaction.one(
            _CONFIRMED, tracing_id=measure.tracing_id, case_id=measure.case_id
        )
    return confirmed is not None


async def is_reunification_granted(
    transaction: Transaction, case_id: UUID, tracing_id: UUID
) -> bool:  # fmt: skip
    """Say whether a reunification was granted: of this tracing, or of none."""
    async with transaction.elevated():
        found = await transaction.one(_GRANTED, case_id=case_id, tracing_id=tracing_id)
    return found is not None
