"""The action plan: yearly values of its indicators, their targets, and objectives that are met."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.dialects.postgresql import distinct_on

from referral_api.database.statements import literal_code
from referral_api.domain.figures.definitions.relations.as_of import Columns, before, since
from referral_api.domain.figures.definitions.relations.images import (
    counts,
    images,
    key,
    member,
    number,
    whole,
    year,
)

_O = images("plan_objective", "counted")
_I = images("plan_indicator", "counted")
_V = images("plan_value", "counted")
_INDICATOR: dict[str, ColumnElement[Any]] = {
    "pillar": member(_O, "pillar"), "objective": member(_O, "number"),
    "indicator": member(_I, "title"),
}  # fmt: skip


def _indicators() -> Any:
    return _I.join(_O, and_(counts(_O), _O.c.row_id == key(_I, "objective_id")))


def plan_values() -> tuple[Select[Any], Columns]:
    """Each yearly value of an indicator."""
    joined = _indicators().join(_V, and_(counts(_V), key(_V, "indicator_id") == _I.c.row_id))
    columns = _INDICATOR | {
        "key": _V.c.row_id, "root": _V.c.row_id, "year": year(whole(_V, "year")),
        "number": number(_V, "value"),
    }  # fmt: skip
    return select().select_from(joined).where(counts(_I)), columns


def plan_targets() -> tuple[Select[Any], Columns]:
    """Each indicator that has a target, in the year of it."""
    columns = _INDICATOR | {
        "key": _I.c.row_id, "root": _I.c.row_id, "year": year(whole(_I, "target_year")),
        "number": number(_I, "target_value"),
    }  # fmt: skip
    rows = select().select_from(_indicators())
    return rows.where(counts(_I), member(_I, "target_value").is_not(None)), columns


def plan_objectives() -> tuple[Select[Any], Columns]:
    """Each objective, by how many of its indicators met their target in the period.

    An indicator meets its target from the side on which its base lies: an increase unless the base
    was above. Its value is the last one of the period.
    """
    latest = select(
        key(_V, "indicator_id").label("indicator_id"), number(_V, "value").label("number")
    ).where(counts(_V), year(whole(_V, "year")) >= since(), year(whole(_V, "year")) < before())
    ordered: Any = latest.order_by(key(_V, "indicator_id"), whole(_V, "year").desc())
    value = ordered.ext(distinct_on(key(_V, "indicator_id"))).subquery("latest")
    target, base = number(_I, "target_value"), number(_I, "base_value")
    is_met = case((base > target, value.c.number <= target), else_=value.c.number >= target)
    every = func.count(_I.c.row_id)
    measured = func.count(value.c.number).filter(target.is_not(None))
    met = func.count().filter(is_met)
    joined = _O.outerjoin(_I, and_(counts(_I), key(_I, "objective_id") == _O.c.row_id)).outerjoin(
        value, value.c.indicator_id == _I.c.row_id
    )
    zero: ColumnElement[int] = literal_column("0")
    found = (
        select(
            _O.c.row_id, member(_O, "pillar").label("pillar"), member(_O, "number").label("number"),
            case(
                (measured == zero, literal_code("not_measured")),
                (met == every, literal_code("met")),
                (met > zero, literal_code("partly_met")),
                else_=literal_code("not_met"),
            ).label("progress"),
        )
        .select_from(joined)
        .where(counts(_O))
        .group_by(_O.c.row_id, member(_O, "pillar"), member(_O, "number"))
        .subquery("objective")
    )  # fmt: skip
    columns = {
        "key": found.c.row_id, "root": found.c.row_id, "period": since(),
        "pillar": found.c.pillar, "objective": found.c.number, "progress": found.c.progress,
    }  # fmt: skip
    return select().select_from(found), columns
