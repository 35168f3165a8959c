"""What stood when a cut was taken: the images of rows, and the events of the audit log.

``key`` names the row that counts, ``root`` what counts once: the person, for what is about persons.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Interval,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    or_,
)
from sqlalchemy.types import BigInteger, UserDefinedType
from typing_extensions import override

from referral_api.database.statements import literal_code

# Named like the columns of a relation.
Columns = Mapping[str, ColumnElement[Any]]
Relation = Callable[[], tuple[Select[Any], Columns]]
Conditions = Mapping[str, ColumnElement[bool]]
NOT_KNOWN = literal_code("not_determined")
# Of the transaction of a cut, from its start to its snapshot; no restore is as quick.
_TAKING = "1 minute"


class _Snapshot(UserDefinedType[str]):
    cache_ok: bool | None = True

    @override
    def get_col_spec(self, **_: object) -> str:
        """Name the type in DDL."""
        return "pg_snapshot"


def _is_visible(number: Any) -> ColumnElement[bool]:
    snapshot = cast(cast(bindparam("cut_snapshot"), Text), _Snapshot)
    return func.pg_visible_in_snapshot(number, snapshot)


def _is_seen(generation: Any, number: Any) -> ColumnElement[bool]:
    """Say whether a transaction had ended when the cut was taken."""
    at: ColumnElement[int] = bindparam("cut_generation", type_=BigInteger)
    return or_(generation < at, and_(generation == at, _is_visible(number)))


def as_of(fields: Any) -> ColumnElement[bool]:
    """Keep the images that stood at the cut, of a table of history with these columns."""
    return and_(
        _is_seen(fields.generation, fields.began),
        or_(fields.ended.is_(None), not_(_is_seen(fields.ended_generation, fields.ended))),
    )


def recorded_by(recorded_at: Any, number: Any) -> ColumnElement[bool]:
    """Keep what is only ever added and was there at the cut.

    What was recorded before the generation of the cut began has a number of another numbering.
    """
    return or_(
        recorded_at < _instant("cut_generation_since"),
        and_(recorded_at < taken_at() + span(_TAKING), _is_visible(number)),
    )


def taken_at() -> ColumnElement[Any]:
    """When the cut was taken."""
    return _instant("cut_taken_at")


def since() -> ColumnElement[Any]:
    """When the period begins that is asked for."""
    return _instant("since")


def before() -> ColumnElement[Any]:
    """When that period has ended."""
    return _instant("before")


def span(words: str) -> ColumnElement[timedelta]:
    """Write a span of time into the SQL."""
    return cast(literal_column(f"'{words}'"), Interval)


def since_then(at: Any) -> ColumnElement[str]:
    """Say how long ago something was when the cut was taken, in classes."""
    ago = taken_at() - at
    classes = [
        (ago < span(words), literal_code(name))
        for name, words in (
            ("under_1_day", "1 day"), ("1_to_3_days", "3 days"), ("3_to_7_days", "7 days"),
            ("7_to_14_days", "14 days"), ("14_to_30_days", "30 days"),
        )
    ]  # fmt: skip
    return case(*classes, else_=literal_code("over_30_days"))


def _instant(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=DateTime(timezone=True))
