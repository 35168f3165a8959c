"""By what lists of entries are narrowed. Each set of filters is a statement of its own."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, bindparam, cast, func, literal_column

from referral_api.database.tables import Table

Filters = dict[str, ColumnElement[bool]]


def same(table: type[Table], *names: str) -> Filters:
    """Keep the entries whose columns have these values."""
    fields = _fields(table)
    return {name: fields[name] == bindparam(name, type_=fields[name].type) for name in names}


def between(table: type[Table], column: str) -> Filters:
    """Keep those of a stretch of days: ``since`` is in it, ``before`` is not."""
    day = _fields(table)[column]
    return {
        "since": day >= bindparam("since", type_=Date()),
        "before_day": day < bindparam("before_day", type_=Date()),
    }


def ending_within(table: type[Table], column: str) -> Filters:
    """Keep those that end from today to so many days ahead."""
    day = _fields(table)[column]
    days = cast(bindparam("ending_within_days", type_=Integer()), Integer)
    today = cast(func.timezone(literal_column("'Africa/Bamako'"), func.now()), Date)
    return {"ending_within_days": day.between(today, today + days)}


def _fields(table: type[Table]) -> Any:
    return table.__table__.c  # type: ignore[attr-defined]
