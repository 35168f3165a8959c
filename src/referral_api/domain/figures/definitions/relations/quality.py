"""How complete and how prompt the data are, and which files no step has touched for long."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Select,
    and_,
    column,
    func,
    select,
    true,
    union_all,
    values,
)

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.prevention import ActivityState
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.domain.figures.definitions.relations.as_of import (
    Columns,
    as_of,
    span,
    taken_at,
)
from referral_api.domain.figures.definitions.relations.images import (
    counts,
    day,
    images,
    instant,
    member,
)
from referral_api.domain.figures.definitions.relations.persons import CASE, cases
from referral_api.domain.figures.history.tables import (
    CountedConsent,
    CountedDecision,
    CountedHandoff,
    CountedReferral,
)

_LATE, _UNTOUCHED = "30 days", "90 days"
_A = images("prevention_activity", "entered")
_D, _H, _N, _R = (
    table.__table__.alias(f"step_{name}")  # type: ignore[attr-defined]
    for name, table in {
        "decision": CountedDecision, "handoff": CountedHandoff, "consent": CountedConsent,
        "referral": CountedReferral,
    }.items()
)  # fmt: skip


def case_items() -> tuple[Select[Any], Columns]:
    """Each item of each case, with whether it is unknown. The file does not say if it was asked."""
    rows, columns = cases()
    no_country = and_(CASE.nationality.is_(None), CASE.nationalities.is_(None))
    items = (
        values(column("item"), column("is_unknown", Boolean), name="item")
        .data([
            (literal_code("sex"), CASE.sex == literal_code(Sex.UNKNOWN)),
            (literal_code("age"), CASE.age_band == literal_code(AgeBand.UNKNOWN)),
            (literal_code("region"), CASE.region == literal_code(Region.UNKNOWN)),
            (literal_code("nationality"), no_country),
        ])
        .lateral()
    )  # fmt: skip
    more = {"item": items.c.item, "is_unknown": items.c.is_unknown}
    return rows.join(items, true()), {**columns, **more}


def facts() -> tuple[Select[Any], Columns]:
    """What happened and was recorded later: activities of prevention, and arrivals."""
    held = (
        select(
            _A.c.row_id, literal_code("prevention_activity").label("resource"),
            (day(_A, "held_on") + span("1 day")).label("happened_at"),
            instant(_A, "recorded_at").label("told_at"),
        )
        .where(counts(_A), member(_A, "state") == literal_code(ActivityState.CARRIED_OUT))
    )  # fmt: skip
    arrived = (
        select(
            _H.c.row_id, literal_code("arrival").label("resource"),
            _H.c.arrival_happened_at.label("happened_at"), _H.c.arrived_at.label("told_at"),
        )
        .where(as_of(_H.c), _H.c.arrived_at.is_not(None), _H.c.arrival_happened_at.is_not(None))
    )  # fmt: skip
    fact = union_all(held, arrived).subquery("fact")
    lag = func.greatest(fact.c.told_at - fact.c.happened_at, span("0"))
    columns = {
        "key": fact.c.row_id, "root": fact.c.row_id, "resource": fact.c.resource,
        "told_at": fact.c.told_at, "lag": lag, "is_late": lag > span(_LATE),
    }  # fmt: skip
    return select().select_from(fact), columns


def untouched_cases() -> tuple[Select[Any], Columns]:
    """Each case that no step has touched for long: neither a decision nor a consent, nor a step of
    a referral or of a handoff.
    """
    rows, columns = cases()
    at = func.greatest
    steps = union_all(
        select(_D.c.case_id, _D.c.decided_at.label("at")).where(as_of(_D.c)),
        select(_N.c.case_id, at(_N.c.stated_at, _N.c.ended_at)).where(as_of(_N.c)),
        select(
            _R.c.case_id, at(_R.c.sent_at, _R.c.accepted_at, _R.c.started_at, _R.c.closed_at)
        ).where(as_of(_R.c)),
        select(
            _H.c.case_id, at(_H.c.offered_at, _H.c.accepted_at, _H.c.arrived_at, _H.c.closed_at)
        ).where(as_of(_H.c)),
    ).subquery("step")
    last = (
        select(steps.c.case_id, func.max(steps.c.at).label("at"))
        .group_by(steps.c.case_id)
        .subquery("last_step")
    )
    touched_at = func.greatest(CASE.registered_at, last.c.at)
    joined = rows.outerjoin(last, last.c.case_id == CASE.row_id)
    return joined.where(touched_at < taken_at() - span(_UNTOUCHED)), columns
