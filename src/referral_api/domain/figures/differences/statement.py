"""The SQL of a difference: each unit that changed between two cuts, under exactly one reason."""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from referral_api.database.statements import Statement, literal_code
from referral_api.domain.codelists.series import DifferenceReason as Why
from referral_api.domain.figures.answers.counting import SEVERAL
from referral_api.domain.figures.definitions.definition import Definition, Once
from referral_api.domain.figures.definitions.sources import SOURCES
from referral_api.domain.figures.differences.links import links_between
from referral_api.domain.figures.differences.relations import states, units

_ZERO: ColumnElement[int] = literal_column("0")


@cache
def difference_statement(definition: Definition, by: tuple[str, ...]) -> Statement:
    """Write the SQL; its rows hold ``by_…``, ``why``, ``added`` and ``removed``.

    Where ``why`` is ``old`` or ``new``, they are what stood in the cell at that cut: it holds the
    stored answers against what is counted, in the one statement that counts anyway.
    Parameters: those of the two cuts, ``old_taken_at`` and, unless it is a stock, ``since`` and
    ``before``.
    """
    old, new = units(definition, by, "old"), units(definition, by, "new")
    cell = [f"by_{name}" for name in by]
    same = and_(old.c.unit == new.c.unit, *(old.c[name] == new.c[name] for name in cell))
    changed = (
        select(
            func.row_number().over().label("number"),
            func.coalesce(old.c.unit, new.c.unit).label("unit"),
            *(func.coalesce(old.c[name], new.c[name]).label(name) for name in cell),
            old.c["keys"].label("old_keys"), new.c["keys"].label("new_keys"),
            old.c.amount.label("old_amount"), new.c.amount.label("new_amount"),
            new.c.at.label("at"),
        )
        .select_from(old.join(new, same, full=True))
        .where(old.c.amount.is_distinct_from(new.c.amount))
        .cte("changed")
    )  # fmt: skip
    stood = states(definition, "old", _touched(changed, "new"))
    stands = states(definition, "new", _touched(changed, "old"))
    before = _counts_elsewhere(definition, by, old, changed, "new")
    still = _counts_elsewhere(definition, by, new, changed, "old")
    links = links_between() if _counts_persons(definition) else None
    why = _reason(
        changed, stood, stands,
        counted_before=before.c.number.is_not(None), counts_still=still.c.number.is_not(None),
        linked=None if links is None else links.c.why,
    ).label("why")  # fmt: skip
    joined = (
        changed.outerjoin(stood, stood.c.number == changed.c.number)
        .outerjoin(stands, stands.c.number == changed.c.number)
        .outerjoin(before, before.c.number == changed.c.number)
        .outerjoin(still, still.c.number == changed.c.number)
    )
    if links is not None:
        joined = joined.outerjoin(links, links.c.unit == changed.c.unit)
    by_reason = (
        select(
            *(changed.c[name] for name in cell), why,
            func.coalesce(changed.c.new_amount, _ZERO).label("now"),
            func.coalesce(changed.c.old_amount, _ZERO).label("before"),
        )
        .select_from(joined)
        .subquery("reasons")
    )  # fmt: skip
    groups = [*(by_reason.c[name] for name in cell), by_reason.c.why]
    reasons = select(
        *groups,
        func.sum(by_reason.c.now).label("added"),
        func.sum(by_reason.c.before).label("removed"),
    ).group_by(*groups)
    return Statement(union_all(reasons, _stood(old, cell, "old"), _stood(new, cell, "new")))


def _counts_persons(definition: Definition) -> bool:
    """Say whether its units may be persons: what counts once, and has an id."""
    _, columns = SOURCES[definition.source]()
    return definition.once is not Once.EACH and isinstance(columns["root"].type, Uuid)


def _stood(side: CTE, cell: list[str], name: str) -> Select[Any]:
    groups, total = [side.c[each] for each in cell], func.coalesce(func.sum(side.c.amount), _ZERO)
    added, removed = (_ZERO, total) if name == "old" else (total, _ZERO)
    return select(
        *groups, literal_code(name).label("why"), added.label("added"), removed.label("removed")
    ).group_by(*groups)


def _reason(
    changed: CTE, stood: CTE, stands: CTE, *, counted_before: ColumnElement[bool],
    counts_still: ColumnElement[bool], linked: ColumnElement[str] | None = None,
) -> ColumnElement[str]:  # fmt: skip
    """Give each changed unit one reason: the first of these that holds.

    =================================================  =========================================
    In the cell at both cuts, with another amount      linked, unlinked or attribute_corrected
    **Gained**: it counted elsewhere before            likewise
    none of its rows was there                         late_entry if dated before the old cut,
                                                       else new_event
    it was a duplicate or opened in error              reopened_as_counted
    a condition failed, dated since the old cut        new_event
    a condition failed, without a date                 late_entry
    a condition failed, with its date                  established
    it counted in no cell, of this period              linked, unlinked or date_corrected
    **Lost**: it counts elsewhere now                  linked, unlinked or attribute_corrected
    none of its rows is there                          erased
    it is a duplicate or opened in error               closed_as_duplicate_or_error
    a condition fails, or the entry was withdrawn      reversed
    it counts in no cell, of this period               linked, unlinked or date_corrected
    =================================================  =========================================
    """
    gained, lost = changed.c.old_amount.is_(None), changed.c.new_amount.is_(None)
    is_late = changed.c.at < bindparam("old_taken_at", type_=DateTime(timezone=True))
    was_there, is_there = stood.c.number.is_not(None), stands.c.number.is_not(None)
    corrected = _told(Why.ATTRIBUTE_CORRECTED)
    moved = _told(Why.DATE_CORRECTED)
    if linked is not None:
        corrected, moved = func.coalesce(linked, corrected), func.coalesce(linked, moved)
    return case(
        (and_(~gained, ~lost), corrected),
        (and_(gained, counted_before), corrected),
        (and_(gained, ~was_there, is_late), _told(Why.LATE_ENTRY)),
        (and_(gained, ~was_there), _told(Why.NEW_EVENT)),
        (and_(gained, ~stood.c.counts), _told(Why.REOPENED_AS_COUNTED)),
        (and_(gained, ~stood.c.passes, ~is_late), _told(Why.NEW_EVENT)),
        (and_(gained, ~stood.c.passes, ~stood.c.dated), _told(Why.LATE_ENTRY)),
        (and_(gained, ~stood.c.passes), _told(Why.ESTABLISHED)),
        (gained, moved),
        (counts_still, corrected),
        (~is_there, _told(Why.ERASED)),
        (~stands.c.counts, _told(Why.CLOSED_AS_DUPLICATE_OR_ERROR)),
        (~stands.c.passes, _told(Why.REVERSED)),
        else_=moved,
    )


def _told(reason: Why) -> ColumnElement[str]:
    return literal_code(reason)


def _counts_elsewhere(
    definition: Definition, by: tuple[str, ...], others: CTE, changed: CTE, side: str
) -> CTE:
    """List the changed units of one side that count in some cell at the other cut.

    By one of its rows; or, if a person has but one event, by any, under the same values of what a
    person may have several of.
    """
    same: ColumnElement[bool] = others.c["keys"].op("&&", is_comparison=True)(
        changed.c[f"{side}_keys"]
    )
    if definition.once in {Once.EVER, Once.EVER_LAST}:
        several = [f"by_{name}" for name in by if name in SEVERAL]
        same = or_(same, and_(true(), *(others.c[name] == changed.c[name] for name in several)))
    # A join, which hashes: a subquery would look through all units once for each that changed.
    return (
        select(changed.c.number)
        .distinct()
        .join_from(changed, others, and_(others.c.unit == changed.c.unit, same))
        .cte(f"{side}_elsewhere")
    )


def _touched(changed: CTE, side: str) -> CTE:
    """List the rows of the units that changed, as they were at one side."""
    keys = changed.c[f"{side}_keys"]
    return select(changed.c.number, func.unnest(keys).label("key")).cte(f"touched_{side}")
