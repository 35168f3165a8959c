"""Which organisations register cases, give totals only, or are silent in a period."""

from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, select

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.programme import ContributionStatus
from referral_api.domain.figures.definitions.relations.as_of import (
    Columns,
    Conditions,
    as_of,
    before,
    since,
    span,
)
from referral_api.domain.figures.definitions.relations.images import (
    begin_of,
    day,
    each,
    images,
    instant,
    key,
    member,
    stands,
    whole,
)
from referral_api.domain.figures.definitions.relations.persons import CASE
from referral_api.domain.figures.history.tables import CountedCase

_O = images("organisation", "covered")
_C = images("contribution", "given")
_R = images("contribution_request", "answered")


def coverage() -> tuple[Select[Any], Columns]:
    """Each organisation, in whatever period is asked for."""
    registered = (
        select(CASE.registered_by_organisation_id.label("id"))
        .select_from(CountedCase)
        .where(as_of(CASE), CASE.registered_at >= since(), CASE.registered_at < before())
        .distinct()
        # Found once, and not again for each organisation.
        .cte()
        .prefix_with("MATERIALIZED")
    )
    gave = _givers().subquery("giver")
    columns = {
        "key": _O.c.row_id, "root": _O.c.row_id, "period": since(),
        "organisation": member(_O, "type"),
        "served_region": each(_O.c.image.op("->")(literal_code("regions")), "UNKNOWN"),
        "coverage": case(
            (registered.c.id.is_not(None), literal_code("registers_cases")),
            (gave.c.id.is_not(None), literal_code("gives_totals")),
            else_=literal_code("silent"),
        ),
    }  # fmt: skip
    joined = _O.outerjoin(registered, registered.c.id == _O.c.row_id).outerjoin(
        gave, gave.c.id == _O.c.row_id
    )
    return select().select_from(joined).where(stands(_O)), columns


def _givers() -> Select[Any]:
    """Whoever gave totals about some of the period. Of a request out of sight, the day it came."""
    first_month = whole(_C, "quarter") * literal_column("3") - literal_column("2")
    quarter = begin_of(func.make_date(whole(_C, "year"), first_month, literal_column("1")))
    told_at = instant(_C, "recorded_at")
    begins = func.coalesce(quarter, day(_R, "period_from"), told_at)
    ends = func.coalesce(
        quarter + span("3 months"), day(_R, "period_to") + span("1 day"), told_at + span("1 second")
    )
    request = and_(stands(_R), _R.c.row_id == key(_C, "contribution_request_id"))
    return (
        select(_C.c.organisation_id.label("id"))
        .select_from(_C.outerjoin(_R, request))
        .where(
            stands(_C), member(_C, "status") == literal_code(ContributionStatus.CURRENT),
            begins < before(), ends > since(),
        )
        .distinct()
    )  # fmt: skip


CONDITIONS: Conditions = {
    "is_to_cover": and_(
        member(_O, "active") == literal_code("true"),
        member(_O, "type") != literal_code(OrganisationType.COORDINATION),
        member(_O, "type") != literal_code(OrganisationType.OVERSIGHT),
    )
}
