"""Keyset pagination in SQL: the requested window, and the slice of rows that was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import bindparam

Item = TypeVar("Item")
Rows = TypeVar("Rows")
# How many rows a page looks at where no index finds the few (``stretches``).
STRETCH = 10_000
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)


# The column by which lists are ordered where a caller may have chosen the id of a row.
RECORDED_KEY = "recorded_key"


def list_key(fields: Any) -> Any:
    """Return the column by which lists of a table are ordered: when the service recorded the row.

    Where only the service makes ids, the id says so.
    """
    return fields[RECORDED_KEY] if RECORDED_KEY in fields else fields["id"]


def key_of(row: Any) -> UUID:
    """Return the key by which a row stands in its list."""
    return UUID(str(row.get(RECORDED_KEY) or row["id"]))


def page_of(rows: Rows, key: Any) -> Rows:
    """Limit a SELECT to one page by its key; the parameters are those of a window."""
    wanted: Any = rows
    page: Rows = newest_first(wanted.where(key < bindparam("before")), key)
    return page


def newest_first(rows: Rows, key: Any) -> Rows:
    """Order by the last recorded and limit to the parameter ``limit``: the order of every list."""
    wanted: Any = rows
    cut: Rows = wanted.order_by(key.desc()).limit(bindparam("limit"))
    return cut


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """The result of a list operation: items, and the key of the last one if more may follow."""

    items: Sequence[Item]
    last: UUID | None


@dataclass(frozen=True, slots=True)
class Window:
    """The request of a list operation: up to ``limit`` items with keys below ``before``."""

    before: UUID
    limit: int

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``page_of``; one extra row shows whether another page follows."""
        return {"before": self.before, "limit": self.limit + 1, "stretch": STRETCH}

    def merge(self, rows: Sequence[Any], also: Sequence[Any]) -> Sequence[Any]:
        """Merge rows of the same window from two places; each holds its key."""
        if not also:
            return rows
        merged = sorted([*rows, *also], key=key_of, reverse=True)
        return merged[: self.limit + 1]

    def slice(
        self, items: Sequence[Item], rows: Sequence[Any], end: UUID | None = None
    ) -> Slice[Item]:
        """Make a page of up to ``limit + 1`` fetched items; ``rows`` hold the key of each.

        ``end`` is the key at which a page that is not full stopped looking, if more may follow.
        """
        more = len(items) > self.limit
        return Slice(items[: self.limit], key_of(rows[self.limit - 1]) if more else end)
