"""What waits of assessments, support plans and the best interests of children, in SQL.

What came due long before anybody was told of it is no news: each looks back for twice its time.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    Uuid,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
)
from sqlalchemy.types import Interval
from sqlmodel import col

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.casework.clocks.children import IS_CHILD
from referral_api.domain.casework.clocks.waiting import (
    LONGEST,
    TODAY,
    Waiting,
    midnight,
    time_parameter,
    waits,
)
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.notices import NoticeKind as Kind
from referral_api.domain.codelists.status import CaseState
from referral_api.domain.codelists.support_plans import PlanStatus
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.protection.assessments.records import LATEST
from referral_api.domain.protection.assessments.tables import Assessment
from referral_api.domain.protection.children.interests.tables import BestInterestsAssessment
from referral_api.domain.protection.support_plans.lifecycle import IN_FORCE
from referral_api.domain.protection.support_plans.tables import SupportPlan

_NOW = func.now()
_WHOLE = bindparam(time_parameter("routine"), type_=Interval())
_RECORDED = col(Assessment.status) == literal_code(RecordStatus.RECORDED)
_TWICE: ColumnElement[Any] = literal_column("2")
_HALF: ColumnElement[Any] = literal_column("0.5")


def _times(number: ColumnElement[Any]) -> ColumnElement[Any]:
    return LONGEST.op("*", return_type=Interval())(number)


def _key_at(instant: Any) -> ColumnElement[Any]:
    """Write the first key of a list for an instant: cases are found by the index of their list."""
    epoch = func.date_part(literal_column("'epoch'"), instant)
    time = func.int8send(cast(epoch * literal_column("1000000"), BigInteger))
    rest: ColumnElement[Any] = literal_column("decode('0000000000000000', 'hex')")
    return cast(func.encode(time.op("||")(rest), literal_column("'hex'")), Uuid)


def _of_open_case(case_id: Any) -> ColumnElement[bool]:
    return exists().where(col(Case.id) == case_id, col(Case.state) == literal_code(CaseState.OPEN))


def _first_assessments() -> Select[Any]:
    """Select the open cases of nobody's assessment, from half of the time on."""
    return _without(exists().where(col(Assessment.case_id) == col(Case.id), _RECORDED))


def _first_of_children() -> Select[Any]:
    """Select the open cases of children without a best-interests assessment, likewise."""
    assessed = exists().where(
        col(BestInterestsAssessment.case_id) == col(Case.id),
        col(BestInterestsAssessment.status) == literal_code(RecordStatus.RECORDED),
    )
    return _without(assessed).where(IS_CHILD)


def _without(assessed: ColumnElement[bool]) -> Select[Any]:
    return waits(
        col(Case.id), col(Case.registered_at) + _WHOLE, col(Case.protection_custodian_id),
        col(Case.protection_custodian_id), col(Case.region), _WHOLE,
        col(Case.recorded_key).between(
            _key_at(_NOW - _times(_TWICE)), _key_at(_NOW - _times(_HALF))
        ),
        col(Case.state) == literal_code(CaseState.OPEN),
        col(Case.protection_custodian_id).is_not(None), not_(assessed),
    )  # fmt: skip


def _next_assessments() -> Select[Any]:
    ends = col(Assessment.next_by)
    return waits(
        col(Assessment.id), midnight(ends), col(Assessment.custodian_id),
        col(Assessment.custodian_id), col(Assessment.region), _WHOLE, _RECORDED,
        ends.between(cast(TODAY - _times(_TWICE), Date), TODAY),
        LATEST, _of_open_case(col(Assessment.case_id)),
    )  # fmt: skip


def _plans_for_high_risk() -> Select[Any]:
    """Select the high risks since which no plan was agreed, and none ended."""
    limit, since = col(Assessment.plan_by), col(Assessment.recorded_at)
    planned = exists().where(
        col(SupportPlan.case_id) == col(Assessment.case_id),
        or_(
            col(SupportPlan.planned_at) >= since,
            one_of(col(SupportPlan.status), [PlanStatus.COMPLETED, PlanStatus.ENDED_EARLY])
            & (col(SupportPlan.closed_at) >= since),
        ),
    )  # fmt: skip
    return waits(
        col(Assessment.id), limit, col(Assessment.custodian_id), col(Assessment.custodian_id),
        col(Assessment.region), _WHOLE, _RECORDED,
        limit.between(_NOW - _times(_TWICE), _NOW + LONGEST),
        LATEST, not_(planned), _of_open_case(col(Assessment.case_id)),
    )  # fmt: skip


def _reviews() -> Select[Any]:
    ends = col(SupportPlan.review_by)
    return waits(
        col(SupportPlan.id), midnight(ends), col(SupportPlan.custodian_id),
        col(SupportPlan.custodian_id), col(Case.region), _WHOLE,
        col(Case.id) == col(SupportPlan.case_id),
        one_of(col(SupportPlan.status), sorted(IN_FORCE)),
        ends.between(cast(TODAY - _times(_TWICE), Date), TODAY),
    )  # fmt: skip


CARE_WAITING: Waiting = (
    (Kind.ASSESSMENT_FIRST, _first_assessments()), (Kind.ASSESSMENT_NEXT, _next_assessments()),
    (Kind.PLAN_FOR_HIGH_RISK, _plans_for_high_risk()), (Kind.PLAN_REVIEW, _reviews()),
    (Kind.BEST_INTERESTS_FIRST, _first_of_children()),
)  # fmt: skip
