"""What is decided for persons beside identification: measures and reconsiderations."""

from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, not_

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.measures import MeasureKind, MeasureOutcome, MeasureStatus
from referral_api.domain.figures.definitions.relations.as_of import Columns, Conditions
from referral_api.domain.figures.definitions.relations.images import begin_of, with_type
from referral_api.domain.figures.definitions.relations.persons import PERSON, with_case
from referral_api.domain.figures.history.measures import CountedMeasure, CountedReconsideration

_M: Any = CountedMeasure.__table__.c  # type: ignore[attr-defined]
_R: Any = CountedReconsideration.__table__.c  # type: ignore[attr-defined]
_REUNIFICATION = literal_code(MeasureKind.FAMILY_REUNIFICATION)
_REJECTED = _M.status == literal_code(MeasureStatus.REJECTED)


def measures() -> tuple[Select[Any], Columns]:
    """Each measure, with what became of it."""
    # A reunification is carried out as it begins, a return as the person arrives.
    carried_out = case((_M.kind == _REUNIFICATION, _M.started_on), else_=_M.ended_on)
    columns = {
        **PERSON, "key": _M.row_id, "root": _M.case_id, "kind": _M.kind, "status": _M.status,
        "state": case(
            (_REJECTED, literal_code("refused")),
            (_M.is_extended, literal_code("extended")),
            else_=literal_code("granted"),
        ),
        "papers": case(
            (_M.has_determination, literal_code("determination")),
            (_M.has_risk_assessment, literal_code("risk_assessment")),
            else_=literal_code("none"),
        ),
        "decided_at": begin_of(_M.decided_on), "carried_out_at": begin_of(carried_out),
    }  # fmt: skip
    return with_case(CountedMeasure, _M), columns


def reconsiderations() -> tuple[Select[Any], Columns]:
    """Each request that a negative decision is taken up again."""
    rows, decider = with_type(
        with_case(CountedReconsideration, _R), _R.decided_by_organisation_id, "decider"
    )
    columns = {
        **PERSON, "key": _R.row_id, "root": _R.case_id, "status": _R.status, "decider": decider,
        "state": case(
            (func.coalesce(_R.is_late, literal_column("false")), literal_code("late")),
            else_=literal_code("in_time"),
        ),
        "asked_at": begin_of(_R.asked_on), "reconsidered_at": _R.decided_at,
        "until_reconsidered": _R.decided_at - begin_of(_R.asked_on),
    }  # fmt: skip
    return rows, columns


CONDITIONS: Conditions = {
    "is_reconsidered": _R.decided_at.is_not(None),
    "is_measure_decided": and_(
        _M.decided_on.is_not(None),
        _M.status != literal_code(MeasureStatus.ENTERED_IN_ERROR),
    ),
    "is_recovery": _M.kind == literal_code(MeasureKind.RECOVERY_PERIOD),
    "is_return": one_of(_M.kind, [MeasureKind.VOLUNTARY_RETURN, MeasureKind.FAMILY_REUNIFICATION]),
    "is_measure_carried_out": and_(
        not_(one_of(_M.status, [MeasureStatus.ENTERED_IN_ERROR, MeasureStatus.PROPOSED])),
        case(
            (_M.kind == _REUNIFICATION, _M.started_on.is_not(None)),
            else_=one_of(_M.outcome, [MeasureOutcome.CARRIED_OUT, MeasureOutcome.PARTLY]),
        ),
    ),
}
