"""The units of a figure as of one of two cuts, and what became of the rows that they rest on."""

from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    DateTime,
    Numeric,
    Select,
    SelectBase,
    and_,
    bindparam,
    cast,
    false,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.visitors import replacement_traverse

from referral_api.domain.figures.answers.counting import as_told, rows_that_count
from referral_api.domain.figures.definitions.definition import Definition, Measure, Once
from referral_api.domain.figures.definitions.relations.as_of import as_of
from referral_api.domain.figures.definitions.sources import FILTERS, SOURCES
from referral_api.domain.figures.history.tables import EntryImage

Rows = TypeVar("Rows", bound=SelectBase)

# Out of every figure, whatever else holds of the row.
_COUNTED = "is_counted"
_CUT = ("cut_snapshot", "cut_generation", "cut_generation_since", "cut_taken_at")


def units(definition: Definition, by: tuple[str, ...], cut: str) -> CTE:
    """Select each unit that counts at a cut in each of its cells, with its rows and its amount.

    The unit is the row where each row counts, and the person otherwise. The parameters of the cut
    are named after it: ``old_snapshot``.
    """
    rows = at_cut(cut, rows_that_count(definition, by, ("key",))).subquery(f"{cut}_rows")
    unit = rows.c.key if definition.once is Once.EACH else rows.c.root
    cell = [as_told(rows.c[name]).label(f"by_{name}") for name in by]
    amount = (
        cast(literal_column("1"), Numeric)
        if definition.measure is Measure.NUMBER
        else func.sum(cast(rows.c.measured, Numeric))
    )
    at = func.min(rows.c.at) if definition.date else cast(null(), DateTime(timezone=True))
    return (
        select(
            unit.label("unit"), *cell, func.array_agg(rows.c.key).label("keys"),
            amount.label("amount"), at.label("at"),
        )
        .group_by(unit, *cell)
        .cte(cut)
    )  # fmt: skip


def states(definition: Definition, cut: str, touched: CTE) -> CTE:
    """Say of each changed unit how its rows stood at a cut, whether they counted or not.

    A unit is missing if none of its rows was there; ``counts`` is false of a duplicate and of what
    was opened in error, ``passes`` if any condition fails.
    """
    base, columns = SOURCES[definition.source]()
    passes = and_(true(), *(FILTERS[name] for name in definition.filters))
    counts = FILTERS[_COUNTED] if _COUNTED in definition.filters else true()
    dated = columns[definition.date].is_not(None) if definition.date else true()
    found = base.add_columns(
        columns["key"].label("key"), passes.label("passes"), counts.label("counts"),
        dated.label("dated"),
    )  # fmt: skip
    rows = at_cut(cut, union_all(found, _entries())).subquery(f"{cut}_state")
    return (
        select(
            touched.c.number,
            *(
                func.coalesce(func.bool_or(rows.c[name]), literal_column("false")).label(name)
                for name in ("passes", "counts", "dated")
            ),
        )
        .join(rows, rows.c.key == touched.c.key)
        .group_by(touched.c.number)
        .cte(f"stood_{cut}")
    )


def _entries() -> Select[Any]:
    """Every entry that stands: a withdrawn one is in no relation, and is not erased."""
    image: Any = EntryImage.__table__.c  # type: ignore[attr-defined]
    return select(
        image.row_id.label("key"), false().label("passes"), true().label("counts"),
        false().label("dated"),
    ).where(as_of(image))  # fmt: skip


def at_cut(cut: str, rows: Rows) -> Rows:
    """Name the parameters of the cut after it, so that one statement can hold two."""

    def rename(element: Any, **_: Any) -> Any:
        if isinstance(element, BindParameter) and element.key in _CUT:
            return bindparam(element.key.replace("cut", cut), type_=element.type)
        return None

    renamed: Any = replacement_traverse(rows, {}, rename)
    return renamed  # type: ignore[no-any-return]
