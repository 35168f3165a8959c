"""Support plans and their goals, as of the cut."""

from typing import Any

from sqlalchemy import Select, and_, func, not_
from sqlalchemy.sql.elements import ColumnElement

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.support_plans import GoalProgress, PlanStatus
from referral_api.domain.figures.definitions.relations.as_of import NOT_KNOWN, Columns, Conditions
from referral_api.domain.figures.definitions.relations.images import begin_of
from referral_api.domain.figures.definitions.relations.persons import PERSON, with_case
from referral_api.domain.figures.history.plans import CountedSupportGoal, CountedSupportPlan

_P: Any = CountedSupportPlan.__table__.c  # type: ignore[attr-defined]
_G: Any = CountedSupportGoal.__table__.c  # type: ignore[attr-defined]
_NO_ERROR = _P.status != literal_code(PlanStatus.ENTERED_IN_ERROR)
_CLOSED = not_(one_of(_G.progress, [GoalProgress.NOT_STARTED, GoalProgress.UNDER_WAY]))
_MET: ColumnElement[bool] = _G.progress == literal_code(GoalProgress.ACHIEVED)


def support_plans() -> tuple[Select[Any], Columns]:
    """Each support plan."""
    columns = {
        **PERSON, "key": _P.row_id, "root": _P.case_id, "state": _P.status,
        "reason": func.coalesce(_P.end_reason, NOT_KNOWN), "began_at": _P.activated_at,
        "ended_at": begin_of(_P.ended_on),
    }  # fmt: skip
    return with_case(CountedSupportPlan, _P), columns


def support_goals() -> tuple[Select[Any], Columns]:
    """Each goal of a support plan."""
    columns = {
        **PERSON, "key": _G.row_id, "root": _G.case_id, "kind": _G.domain, "is_met": _MET,
        "outcome": _G.progress,
    }  # fmt: skip
    return with_case(CountedSupportGoal, _G), columns


CONDITIONS: Conditions = {
    "is_in_force": one_of(_P.status, [PlanStatus.ACTIVE, PlanStatus.SUSPENDED]),
    "is_agreed": and_(_NO_ERROR, _P.activated_at.is_not(None)),
    "is_ended_plan": and_(_NO_ERROR, _P.activated_at.is_not(None), _P.ended_on.is_not(None)),
    "is_closed_goal": and_(_G.status == literal_code(RecordStatus.RECORDED), _CLOSED),
}
