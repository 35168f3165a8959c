"""Who was given help, whoever gave it: by a service, a stay or a referral that began."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, select, tuple_, union_all

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.referrals import ReferralStatus, ServiceType
from referral_api.domain.codelists.status import DecisionFinding
from referral_api.domain.figures.definitions.relations.as_of import (
    Columns,
    as_of,
    before,
    since,
)
from referral_api.domain.figures.definitions.relations.assistance import HAS_ARRIVED, HAS_BEGUN
from referral_api.domain.figures.definitions.relations.images import begin_of
from referral_api.domain.figures.definitions.relations.persons import (
    CASE,
    CONDITIONS,
    PERSON,
    of_sheet,
)
from referral_api.domain.figures.history.assistance import CountedServiceGiven, CountedStay
from referral_api.domain.figures.history.tables import (
    CountedCase,
    CountedDecision,
    CountedReferral,
)

_D: Any = CountedDecision.__table__.c  # type: ignore[attr-defined]
_G: Any = CountedServiceGiven.__table__.c  # type: ignore[attr-defined]
_R: Any = CountedReferral.__table__.c  # type: ignore[attr-defined]
_S: Any = CountedStay.__table__.c  # type: ignore[attr-defined]


def _starts() -> Any:
    started = and_(
        _R.started_at.is_not(None),
        _R.status != literal_code(ReferralStatus.ENTERED_IN_ERROR),
    )
    parts = [
        _start(_G, begin_of(_G.began_on), _G.service_type, HAS_BEGUN),
        _start(_S, _S.arrived_at, literal_code(ServiceType.SHELTER), HAS_ARRIVED),
        _start(_R, _R.started_at, _R.service_type, started),
    ]
    return union_all(*parts).subquery("start_of_help")


def assisted() -> tuple[Select[Any], Columns]:
    """Each start of help: a service that began, a stay with an arrival, a referral that started."""
    start = _starts()
    joined = (
        select()
        .select_from(start)
        .outerjoin(CountedCase, and_(CASE.row_id == start.c.case_id, as_of(CASE)))
    )
    columns = {
        **of_sheet(start.c), "key": start.c.row_id, "root": start.c.case_id,
        "service": start.c.service_type, "started_at": start.c.at,
    }  # fmt: skip
    return joined, columns


def detected_and_assisted() -> tuple[Select[Any], Columns]:
    """Each victim who was both detected and given help in the period that is asked for."""
    start = _starts()
    helped = (
        select(start.c.case_id, func.min(start.c.at).label("at"))
        .where(start.c.at >= since(), start.c.at < before())
        .group_by(start.c.case_id)
        .subquery("first_help")
    )
    found = (
        select(_D.case_id, func.min(_D.decided_at).label("at"))
        .where(as_of(_D), CONDITIONS["detects"])
        .group_by(_D.case_id)
        .subquery("first_detection")
    )
    joined = (
        select()
        .select_from(CountedCase)
        .join(found, found.c.case_id == CASE.row_id)
        .join(helped, helped.c.case_id == CASE.row_id)
        .where(as_of(CASE), found.c.at >= since())
    )
    later = func.greatest(found.c.at, helped.c.at)
    return joined, {**PERSON, "key": CASE.row_id, "root": CASE.row_id, "both_at": later}


def smuggled_and_assisted() -> tuple[Select[Any], Columns]:
    """Each start of help to a person of whom the last decision says smuggled, not trafficked."""
    later: Any = CountedDecision.__table__.alias("later")  # type: ignore[attr-defined]
    after = tuple_(later.c.decided_at, later.c.row_id) > tuple_(_D.decided_at, _D.row_id)
    taken_up = exists().where(later.c.case_id == _D.case_id, as_of(later.c), after)
    joined, columns = assisted()
    joined = joined.join(CountedDecision, _D.case_id == columns["root"]).where(
        as_of(_D), _D.finding == literal_code(DecisionFinding.SMUGGLED), not_(taken_up)
    )
    return joined, columns


def _start(fields: Any, at: Any, service: Any, *when: Any) -> Select[Any]:
    sheet = ("row_id", "case_id", "sex", "age_band", "region", "treated_as_child")
    return select(
        *(fields[name] for name in sheet), at.label("at"), service.label("service_type")
    ).where(as_of(fields), *when)
