"""The persons whose files were linked, or no longer are, between two cuts."""

from typing import Any

from sqlalchemy import CTE, case, exists, func, not_, select, union_all

from referral_api.database.statements import literal_code
from referral_api.domain.codelists.series import DifferenceReason as Why
from referral_api.domain.figures.definitions.relations.as_of import as_of
from referral_api.domain.figures.differences.relations import at_cut
from referral_api.domain.figures.history.persons import CountedPerson

_LINKED, _UNLINKED = literal_code(Why.LINKED), literal_code(Why.UNLINKED)


def links_between() -> CTE:
    """Say of each root whose files are not the same at both cuts whether they were linked, or no
    longer are: ``unit`` and ``why``.

    A root that is none any more was linked to another; one that was none before is so no longer. Of
    one that stayed, what came or left decides.
    """
    old, new = _roots("old"), _roots("new")
    case_id = func.coalesce(old.c.row_id, new.c.row_id)
    before = func.coalesce(old.c.root_id, case_id)
    after = func.coalesce(new.c.root_id, case_id)
    moved = (
        select(case_id.label("case_id"), before.label("before"), after.label("after"))
        .select_from(old.join(new, old.c.row_id == new.c.row_id, full=True))
        .where(before != after)
        .cte("moved")
    )
    itself = select(
        moved.c.case_id.label("unit"),
        case((moved.c.before == moved.c.case_id, _LINKED), else_=_UNLINKED).label("why"),
    )
    other: Any = moved.alias("itself")

    def stayed(root: Any, why: Any) -> Any:
        return select(root.label("unit"), why.label("why")).where(
            not_(exists().where(other.c.case_id == root))
        )

    each = union_all(
        itself, stayed(moved.c.after, _LINKED), stayed(moved.c.before, _UNLINKED)
    ).subquery("each")
    return select(each.c.unit, func.min(each.c.why).label("why")).group_by(each.c.unit).cte("links")


def _roots(cut: str) -> Any:
    image: Any = CountedPerson.__table__.c  # type: ignore[attr-defined]
    rows = select(image.row_id, image.root_id).where(as_of(image))
    return at_cut(cut, rows).subquery(f"{cut}_roots")
