"""The SQL of a question: a definition, the dimensions asked for, and what counts as of a cut."""

from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Numeric,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    cast,
    extract,
    false,
    func,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.functions import FunctionElement

from referral_api.database.statements import Statement
from referral_api.domain.figures.definitions.definition import Definition, Measure, Once
from referral_api.domain.figures.definitions.relations.as_of import NOT_KNOWN, before, since
from referral_api.domain.figures.definitions.relations.of_person import of_person
from referral_api.domain.figures.definitions.sources import FILTERS, SOURCES

_ONE: ColumnElement[int] = literal_column("1")
_SECONDS_OF_AN_HOUR: ColumnElement[int] = literal_column("3600")
_CENTILES = {Measure.MEDIAN: "0.5", Measure.NINETIETH: "0.9"}
# Of which one row or person may have several: it counts once for each, and once in the total.
SEVERAL = {
    "displacement", "exploitation_country", "exploitation_region", "form", "migration", "purpose",
    "role", "served_region",
}  # fmt: skip


@cache
def count_statements(
    definition: Definition, by: tuple[str, ...], *, in_regions: bool = False
) -> tuple[Statement, ...]:
    """Write the SQL that counts by these dimensions; its rows hold them, ``value``, ``base`` and
    ``is_total``: the total is counted for itself, since a person may stand in several cells.

    One statement reads the rows once for both. Where one person may have several values of a
    dimension, her first event differs from one to the other, and the total takes a second one.
    Parameters: those of the cut and, unless it is a stock, ``since`` and ``before``; ``regions``
    where only what lies in some is counted.
    """
    if not by:
        return (_total(definition, in_regions=in_regions),)
    rows = rows_that_count(definition, by, in_regions=in_regions).subquery("counted")
    dimensions = [as_told(rows.c[name]).label(name) for name in by]
    counted = select(*dimensions, *measures(definition, rows)).select_from(rows)
    if SEVERAL & set(by):
        cells = counted.add_columns(false().label("is_total")).group_by(*dimensions)
        return Statement(cells), _total(definition, in_regions=in_regions)
    is_total = (func.grouping(dimensions[0]) == _ONE).label("is_total")
    together: ColumnElement[Any] = literal_column("()")
    sets = func.grouping_sets(tuple_(*dimensions), together)
    return (Statement(counted.add_columns(is_total).group_by(sets)),)


def can_be_narrowed(definition: Definition) -> bool:
    """Say whether what it counts lies in a region."""
    _, columns = SOURCES[definition.source]()
    return "region" in columns


def _total(definition: Definition, *, in_regions: bool) -> Statement:
    rows = rows_that_count(definition, (), in_regions=in_regions).subquery("counted")
    return Statement(
        select(*measures(definition, rows), true().label("is_total")).select_from(rows)
    )


def measures(definition: Definition, rows: Any) -> tuple[ColumnElement[Any], ...]:
    """Write what is said of a group of rows, ``value``, and how many stand behind it, ``base``."""
    # A sum rests on what counts once: an activity has several populations.
    each = definition.once is Once.EACH and definition.measure is not Measure.SUM
    base = func.count() if each else func.count(rows.c.root.distinct())
    return _value(definition, rows, base).label("value"), base.label("base")


def rows_that_count(
    definition: Definition, by: tuple[str, ...], also: tuple[str, ...] = (), *,
    in_regions: bool = False,
) -> Select[Any]:  # fmt: skip
    """Select what counts: ``root``, the dimensions, what is measured, ``at``, and what is asked."""
    base, columns = SOURCES[definition.source]()
    conditions = [FILTERS[name] for name in definition.filters]
    wanted = {"root": columns["root"], **{name: columns[name] for name in by}}
    if definition.value:
        wanted["measured"] = columns[definition.value]
    if definition.date:
        wanted["at"] = columns[definition.date]
    # Last, so that they never decide which event of one instant is the first.
    wanted |= {name: columns[name] for name in also}
    if in_regions:
        wanted["lies_in"] = columns.get("lies_in", columns["region"])
    if definition.once is not Once.EACH:
        base, wanted, conditions = of_person(base, wanted, conditions)
    named = (column.label(name) for name, column in _each_with_each(wanted).items())
    found = base.add_columns(*named).where(*conditions)
    if in_regions:
        everywhere = found.subquery("everywhere")
        kept = [column for column in everywhere.c if column.name != "lies_in"]
        found = select(*kept).where(
            everywhere.c.lies_in == any_(bindparam("regions", type_=ARRAY(Text)))
        )
    if definition.date is None:
        return found
    if definition.once in {Once.EVER, Once.EVER_LAST}:
        # Her only event of all years, before the period is looked at.
        every = found.subquery("every")
        per_person = [every.c.root, *(every.c[name] for name in by if name in SEVERAL)]
        at = every.c.at.asc() if definition.once is Once.EVER else every.c.at.desc()
        rest = [column for column in every.c if column.name not in {"root", "at"}]
        first: Any = select(every).order_by(*per_person, at, *rest)
        found = first.ext(distinct_on(*per_person))
    dated = found.subquery("dated")
    return select(dated).where(and_(dated.c.at >= since(), dated.c.at < before()))


def _each_with_each(wanted: dict[str, ColumnElement[Any]]) -> dict[str, ColumnElement[Any]]:
    """Let each value of a list meet each of another: in one list of columns, PostgreSQL would pair
    the first with the first and fill the shorter list up.
    """
    lists = {
        name: column
        for name, column in wanted.items()
        if isinstance(column, FunctionElement) and column.name == "unnest"
    }
    if len(lists) < 2:
        return wanted
    return wanted | {name: each.column_valued(f"each_{name}") for name, each in lists.items()}


def as_told(dimension: ColumnElement[Any]) -> ColumnElement[str]:
    """Write a dimension as the cells of an answer do."""
    return func.coalesce(
        func.nullif(cast(dimension, Text), literal_column("''", Text())), NOT_KNOWN
    )


def _value(definition: Definition, rows: Any, base: ColumnElement[Any]) -> ColumnElement[Any]:
    match definition.measure:
        case Measure.MEDIAN | Measure.NINETIETH:
            hours = extract("epoch", rows.c.measured) / _SECONDS_OF_AN_HOUR
            place: ColumnElement[float] = literal_column(_CENTILES[definition.measure])
            centile = func.percentile_cont(place).within_group(hours)
            two = cast(literal_column("2"), Integer)
            return cast(func.round(cast(centile, Numeric), two), Text)
        case Measure.SUM:
            return cast(func.sum(rows.c.measured), Text)
        case Measure.VALUE:
            alone = func.count() == literal_column("1")
            return cast(case((alone, func.min(rows.c.measured))), Text)
        case Measure.SHARE:
            # The caller rounds, once and in decimal.
            return cast(func.count().filter(rows.c.measured), Text)
        case _:
            return cast(base, Text)
