"""What comes before a file, or beside it: tips, incidents, contacts."""

from typing import Any

from sqlalchemy import Select, case, func, literal_column, not_, select

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.incidents import AgeGroup, ContactAnswer, IncidentStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.tips import TipStatus
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    as_of,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import begin_of, with_type
from referral_api.domain.figures.definitions.relations.persons import category
from referral_api.domain.figures.history.first_signs import (
    CountedContact,
    CountedIncident,
    CountedTip,
)

_T: Any = CountedTip.__table__.c  # type: ignore[attr-defined]
_I: Any = CountedIncident.__table__.c  # type: ignore[attr-defined]
_C: Any = CountedContact.__table__.c  # type: ignore[attr-defined]
_ABROAD, _NOWHERE = literal_code(Region.OUTSIDE_MALI), literal_code(Region.UNKNOWN)
_MALI = literal_code("ML")
_OPEN = (TipStatus.RECEIVED, TipStatus.ASSIGNED)


def tips() -> tuple[Select[Any], Columns]:
    """Each tip."""
    rows = select().select_from(CountedTip).where(as_of(_T))
    rows, reporter = with_type(rows, _T.organisation_id, "reporter")
    is_open = one_of(_T.status, _OPEN)
    columns = {
        "key": _T.row_id, "root": _T.row_id, "region": func.coalesce(_T.region, _NOWHERE),
        "channel": _T.channel, "priority": _T.urgency, "organisation": reporter,
        "outcome": case((is_open, literal_code("open")), else_=_T.status),
        "reason": func.coalesce(_T.dismissal_reason, NOT_KNOWN),
        "received_at": _T.received_at,
        # What is open is so at the cut.
        "outcome_at": case((is_open, taken_at()), else_=_T.closed_at),
        "until_assignment": _T.assigned_at - _T.received_at,
    }  # fmt: skip
    return rows, columns


def incidents() -> tuple[Select[Any], Columns]:
    """Each incident."""
    rows = select().select_from(CountedIncident).where(as_of(_I))
    rows, recorder = with_type(rows, _I.organisation_id, "recorder")
    found = _I.people_found
    columns = {
        "key": _I.row_id, "root": _I.row_id, "detection": _I.detection_method,
        "organisation": recorder, "recorded_at": _I.first_recorded_at,
        "region": case(
            (_I.region.is_not(None), _I.region), (_I.country != _MALI, _ABROAD), else_=_NOWHERE
        ),
        "size": case(
            (found.is_(None), NOT_KNOWN), (found <= literal_column("1"), literal_code("up_to_1")),
            (found <= literal_column("5"), literal_code("2_to_5")),
            (found <= literal_column("20"), literal_code("6_to_20")),
            else_=literal_code("over_20"),
        ),
        "occurred_at": begin_of(_I.occurred_on),
    }  # fmt: skip
    return rows, columns


def contacts() -> tuple[Select[Any], Columns]:
    """Each contact without a file."""
    rows = select().select_from(CountedContact).where(as_of(_C))
    rows, recorder = with_type(rows, _C.organisation_id, "recorder")
    is_child = _C.age_group != literal_code(AgeGroup.ADULT)
    columns = {
        "key": _C.row_id, "root": _C.row_id, "region": _C.region, "sex": _C.sex,
        "age": _C.age_group, "answer": _C.answer, "organisation": recorder,
        "category": category(_C.sex, is_child), "met_at": begin_of(_C.met_on),
        "nationality": case(
            (_C.nationality == _MALI, literal_code("malian")),
            (_C.nationality.is_not(None), literal_code("other")), else_=NOT_KNOWN,
        ),
    }  # fmt: skip
    return rows, columns


CONDITIONS: Conditions = {
    "is_tip": not_(one_of(_T.status, [TipStatus.DUPLICATE, TipStatus.ENTERED_IN_ERROR])),
    "is_tip_assigned": _T.assigned_at.is_not(None),
    "is_incident": one_of(_I.status, [IncidentStatus.OPEN, IncidentStatus.CLOSED]),
    "is_contact": _C.status == literal_code(RecordStatus.RECORDED),
    "is_smuggled": _C.smuggled,
    "is_not_smuggled": not_(_C.smuggled),
    "is_helped": _C.answer == literal_code(ContactAnswer.ACCEPTED),
}
