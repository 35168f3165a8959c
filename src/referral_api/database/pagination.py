"""Keyset pages as the database cuts them: the window that is asked for, and the slice found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import bindparam

Item = TypeVar("Item")
Rows = TypeVar("Rows")
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)


def page_of(rows: Rows, key: Any) -> Rows:
    """Cut one page of a SELECT by its key; the parameters are those of a window."""
    wanted: Any = rows
    page: Rows = newest_first(wanted.where(key < bindparam("before")), key)
    return page


def newest_first(rows: Rows, key: Any) -> Rows:
    """Cut the newest rows, up to the parameter ``limit``: the order of every list."""
    wanted: Any = rows
    cut: Rows = wanted.order_by(key.desc()).limit(bindparam("limit"))
    return cut


@dataclass(frozen=True, slots=True)
class Slice(Generic[Item]):
    """What a list operation returns: the items, and the key of the last if more may follow."""

    items: Sequence[Item]
    last: UUID | None


@dataclass(frozen=True, slots=True)
class Window:
    """What a list operation is asked: up to ``limit`` items with keys below ``before``."""

    before: UUID
    limit: int

    @property
    def parameters(self) -> dict[str, Any]:
        """Fill the parameters of ``page_of``; one more than is shown, to know if a page follows."""
        return {"before": self.before, "limit": self.limit + 1}

    def slice(self, items: Sequence[Item], rows: Sequence[Any]) -> Slice[Item]:
        """Cut a page from ``limit + 1`` fetched items; ``rows`` are theirs, with their ``id``."""
        more = len(items) > self.limit
        return Slice(items[: self.limit], UUID(str(rows[self.limit - 1]["id"])) if more else None)
