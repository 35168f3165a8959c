"""What persons are given: stays, services, follow-ups and means, as who gives them counts them."""

from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    not_,
)

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.follow_ups import FollowUpPoint, FollowUpResult, FollowUpStatus
from referral_api.domain.codelists.means import MeansStatus
from referral_api.domain.codelists.referrals import OutcomeCode
from referral_api.domain.codelists.stays import StayStatus
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    before,
    since,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import begin_of, with_type
from referral_api.domain.figures.definitions.relations.persons import (
    CASE,
    PERSON,
    of_sheet,
    with_case,
)
from referral_api.domain.figures.history.assistance import (
    CountedFollowUp,
    CountedMeansRequest,
    CountedServiceGiven,
    CountedStay,
)

_S: Any = CountedStay.__table__.c  # type: ignore[attr-defined]
_G: Any = CountedServiceGiven.__table__.c  # type: ignore[attr-defined]
_F: Any = CountedFollowUp.__table__.c  # type: ignore[attr-defined]
_M: Any = CountedMeansRequest.__table__.c  # type: ignore[attr-defined]
_NO_ERROR = _S.status != literal_code(StayStatus.ENTERED_IN_ERROR)
HAS_ARRIVED = and_(_S.arrived_at.is_not(None), _NO_ERROR)
_WAS_OFFERED = _G.status == literal_code(RecordStatus.RECORDED)
HAS_BEGUN = and_(
    _WAS_OFFERED, _G.began_on.is_not(None),
    _G.outcome.is_distinct_from(literal_code(OutcomeCode.NO_SHOW)),
)  # fmt: skip
_ZERO: Any = literal_column("0")


def _nights() -> Any:
    """Count the nights of a stay that lie in the period, to the cut of one that goes on."""
    first = cast(func.greatest(_S.arrived_at, since()), Date)
    last = cast(func.least(func.coalesce(_S.departed_at, taken_at()), taken_at(), before()), Date)
    return func.greatest(cast(last - first, Integer), _ZERO)


def stays() -> tuple[Select[Any], Columns]:
    """Each stay."""
    rows, kind = with_type(with_case(CountedStay, _S), _S.host_organisation_id, "host")
    columns = {
        **of_sheet(_S), "key": _S.row_id, "root": _S.case_id, "arrived_at": _S.arrived_at,
        "departed_at": _S.departed_at, "reason": func.coalesce(_S.departure_reason, NOT_KNOWN),
        "place": _S.unit, "organisation": kind,
        "outcome": func.coalesce(_S.destination_kind, NOT_KNOWN),
    }  # fmt: skip
    return rows, columns


def nights() -> tuple[Select[Any], Columns]:
    """Each stay with its nights in the period that is asked for."""
    rows, columns = stays()
    return rows.where(_nights() > _ZERO), {**columns, "period": since(), "nights": _nights()}


def services() -> tuple[Select[Any], Columns]:
    """Each service that was offered."""
    given = with_case(CountedServiceGiven, _G)
    rows, kind = with_type(given, _G.provider_organisation_id, "provider")
    columns = {
        **of_sheet(_G), "key": _G.row_id, "root": _G.case_id, "service": _G.service_type,
        "served_region": _G.served_region, "reply": _G.answer_of_person,
        "outcome": func.coalesce(_G.outcome, NOT_KNOWN),
        "organisation": kind,
        "offered_at": begin_of(_G.offered_on), "began_at": begin_of(_G.began_on),
    }  # fmt: skip
    return rows, columns


def follow_ups() -> tuple[Select[Any], Columns]:
    """Each follow-up, with what became of it."""
    done = _F.status == literal_code(FollowUpStatus.DONE)
    reached = and_(done, _F.result == literal_code(FollowUpResult.REACHED))
    columns = {
        **PERSON, "key": _F.row_id, "root": _F.case_id, "stage": _F.point,
        "state": case(
            (reached, literal_code("done")),
            (_F.status == literal_code(FollowUpStatus.NOT_WANTED), literal_code("refused")),
            (_F.result == literal_code(FollowUpResult.NOT_WANTED), literal_code("refused")),
            (done, literal_code("lost")),
            else_=literal_code("not_done"),
        ),
        "outcome": func.coalesce(_F.outcome, NOT_KNOWN), "due_at": begin_of(_F.due_on),
        "is_reached": func.coalesce(reached, literal_column("false")),
    }  # fmt: skip
    return with_case(CountedFollowUp, _F), columns


def means() -> tuple[Select[Any], Columns]:
    """Each request for means."""
    paid = func.coalesce(_M.paid, _ZERO)
    columns = {
        "key": _M.row_id, "root": _M.case_id, "kind": _M.kind, "status": _M.status,
        "region": func.coalesce(CASE.region, _M.region, NOT_KNOWN), "asked_at": _M.asked_at,
        "decided_at": _M.decided_at, "paid_at": begin_of(_M.paid_on), "asked": _M.asked,
        "granted": _M.granted, "paid": paid, "uncovered": _M.asked - paid,
    }  # fmt: skip
    return with_case(CountedMeansRequest, _M), columns


CONDITIONS: Conditions = {
    "has_arrived": HAS_ARRIVED,
    "has_departed": and_(HAS_ARRIVED, _S.departed_at.is_not(None)),
    "is_late_to_arrive": and_(
        _S.status == literal_code(StayStatus.EXPECTED), _S.expected_at < taken_at()
    ),
    "is_here": one_of(_S.status, [StayStatus.PRESENT, StayStatus.ABSENT]),
    "is_offered": _WAS_OFFERED,
    "is_given": HAS_BEGUN,
    "is_planned": _F.status != literal_code(FollowUpStatus.ENTERED_IN_ERROR),
    "is_of_6_months": _F.point == literal_code(FollowUpPoint.MONTH_6),
    "is_of_12_months": _F.point == literal_code(FollowUpPoint.MONTH_12),
    "is_asked": not_(one_of(_M.status, [MeansStatus.WITHDRAWN, MeansStatus.ENTERED_IN_ERROR])),
    "is_granted": _M.granted.is_not(None),
    "is_paid": _M.paid_on.is_not(None),
}  # fmt: skip
