"""Searches whose condition no index answers: a page looks at one stretch of the newest rows.

An index would cost every row that is written. A page that looked at a whole stretch without being
filled says where it ended, and the next one looks on from there.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Subquery, bindparam

from referral_api.database.pagination import Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction

_LENGTH = bindparam("stretch", type_=Integer())


def stretch_of(rows: Select[Any], key: Any) -> Subquery:
    """Select the stretch of these rows that begins at the window."""
    return _from_window(rows, key).limit(_LENGTH).subquery("stretch")


def last_of_stretch(rows: Select[Any], key: Any) -> Statement:
    """Make the statement that finds the key of the last row of a stretch, if it is a whole one."""
    keys = rows.with_only_columns(key.label("key"))
    return Statement(_from_window(keys, key).offset(_LENGTH - 1).limit(1))


def _from_window(rows: Select[Any], key: Any) -> Select[Any]:
    return rows.where(key < bindparam("before")).order_by(key.desc())


async def find_last(
    transaction: Transaction, statement: Statement, window: Window, found: int, **values: Any
) -> UUID | None:
    """Return the key at which the next page begins, if ``found`` rows did not fill this one."""
    if found > window.limit:
        return None
    row = await transaction.one(statement, **window.parameters, **values)
    return None if row is None else UUID(str(row["key"]))
