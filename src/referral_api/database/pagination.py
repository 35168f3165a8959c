"""Keyset pages as the database cuts them: the window that is asked for, and the slice found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

# What an operation answers: a resource, or its members by name where many are told at once.
Told = BaseModel | dict[str, Any]
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Slice:
    """What a list operation returns: the items, and the key of the last if more may follow."""

    items: Sequence[Told]
    last: UUID | None


@dataclass(frozen=True, slots=True)
class Window:
    """What a list operation is asked: up to ``limit`` items with keys below ``before``."""

    before: UUID
    limit: int

    def slice(self, items: Sequence[Told], rows: Sequence[Any]) -> Slice:
        """Cut a page from ``limit + 1`` fetched items; ``rows`` are theirs, with their ``id``."""
        more = len(items) > self.limit
        return Slice(items[: self.limit], UUID(str(rows[self.limit - 1]["id"])) if more else None)
