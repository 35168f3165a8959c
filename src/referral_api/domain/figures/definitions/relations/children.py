"""Children by the rule, with what is done for each as of the cut."""

from typing import Any

from sqlalchemy import Select, and_, func, literal_column, not_, or_, select

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.children import GuardianKind
from referral_api.domain.figures.definitions.relations.as_of import Columns, as_of
from referral_api.domain.figures.definitions.relations.persons import CASE, IS_CHILD, cases
from referral_api.domain.figures.history.children import (
    CountedBestInterestsAssessment,
    CountedBestInterestsDetermination,
    CountedGuardian,
)

_G: Any = CountedGuardian.__table__.c  # type: ignore[attr-defined]
_A: Any = CountedBestInterestsAssessment.__table__.c  # type: ignore[attr-defined]
_D: Any = CountedBestInterestsDetermination.__table__.c  # type: ignore[attr-defined]


def _by_case(fields: Any, name: str, *more: Any, also: Any = None) -> Any:
    """Select each case that has such a record, once; found once, and not again for each case."""
    columns = [fields.case_id, *([] if also is None else [also])]
    return (
        select(*columns)
        .where(as_of(fields), fields.status == literal_code(RecordStatus.RECORDED), *more)
        .group_by(fields.case_id)
        .cte(name)
        .prefix_with("MATERIALIZED")
    )


def children() -> tuple[Select[Any], Columns]:
    """Each child, with whether a guardian is recorded, and what is best assessed and determined."""
    rows, columns = cases()
    guarded = _by_case(_G, "guarded", _G.kind != literal_code(GuardianKind.NONE_YET))
    needs = func.bool_or(_A.needs_determination).label("needs_determination")
    assessed = _by_case(_A, "assessed", also=needs)
    determined = _by_case(_D, "determined")
    for found in (guarded, assessed, determined):
        rows = rows.outerjoin(found, found.c.case_id == CASE.row_id)
    enough = or_(not_(assessed.c.needs_determination), determined.c.case_id.is_not(None))
    more: Columns = {
        "has_guardian": guarded.c.case_id.is_not(None),
        "has_assessment": func.coalesce(
            and_(assessed.c.case_id.is_not(None), enough), literal_column("false")
        ),
    }
    return rows.where(IS_CHILD), {**columns, **more}
