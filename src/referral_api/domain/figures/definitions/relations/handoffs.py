"""Handoffs of custody, as those count them who offer or are offered one."""

from typing import Any

from sqlalchemy import Select, and_, func, or_

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.figures.definitions.relations.as_of import (
    NOT_KNOWN,
    Columns,
    Conditions,
    since_then,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import known_or_only, with_regions
from referral_api.domain.figures.definitions.relations.persons import of_sheet, with_case
from referral_api.domain.figures.history.tables import CountedHandoff

_H: Any = CountedHandoff.__table__.c  # type: ignore[attr-defined]
_IS_DECLINED = _H.status == literal_code(HandoffStatus.DECLINED)


def handoffs() -> tuple[Select[Any], Columns]:
    """Each handoff."""
    rows, regions = with_regions(with_case(CountedHandoff, _H), _H.to_id, "offeree")
    person = of_sheet(_H)
    columns = {
        **person, "lies_in": known_or_only(person["region"], regions),
        "waited": since_then(_H.offered_at),
        "key": _H.row_id, "root": _H.case_id, "custody": _H.kind,
        "status": _H.status, "priority": _H.priority,
        "reason": _H.reason, "end_reason": func.coalesce(_H.end_reason, NOT_KNOWN),
        "offered_at": _H.offered_at, "closed_at": _H.closed_at,
        "until_answer": func.coalesce(_H.accepted_at, _H.closed_at) - _H.offered_at,
    }  # fmt: skip
    return rows, columns


CONDITIONS: Conditions = {
    "is_handoff_completed": _H.status == literal_code(HandoffStatus.COMPLETED),
    "is_handoff_declined": _IS_DECLINED,
    "is_handoff_failed": _H.status == literal_code(HandoffStatus.FAILED),
    "is_handoff_open": one_of(_H.status, [HandoffStatus.OFFERED, HandoffStatus.ACCEPTED]),
    "is_forced": _H.forced,
    "is_handoff_expired": _H.status == literal_code(HandoffStatus.EXPIRED),
    "is_handoff_answered": or_(_H.accepted_at.is_not(None), _IS_DECLINED),
    # Not yet answered in time, or on the way and not there in time.
    "is_handoff_overdue": or_(
        and_(_H.status == literal_code(HandoffStatus.OFFERED), _H.decide_by < taken_at()),
        and_(
            _H.status == literal_code(HandoffStatus.ACCEPTED), _H.arrived_at.is_(None),
            _H.expected_arrival < taken_at(),
        ),
    ),
}  # fmt: skip
