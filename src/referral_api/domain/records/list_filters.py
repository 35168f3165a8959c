"""By what lists of referrals and handoffs are narrowed: the inbox, the outbox, what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, and_, bindparam

from referral_api.database.tables import Table, timestamp_column
from referral_api.domain.access.visible_pages import INCOMING
from referral_api.domain.records.overdue import due_at, is_open
from referral_api.domain.transitions import Lifecycle


class Direction(StrEnum):
    """Whether a record comes to the caller's organisation, or goes out from it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilters:
    """The filters of a list; one that is None does not narrow it."""

    case_id: UUID | None = None
    direction: Direction | None = None
    status: Sequence[str] | None = None
    priority: str | None = None
    receiver_id: UUID | None = None
    due_before: datetime | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The filters of ``VisiblePages`` with their values."""
        return {
            "case_id": self.case_id, "status": self.status, "priority": self.priority,
            "receiver_id": self.receiver_id, "due_before": self.due_before,
            INCOMING: self.direction == Direction.IN or None,
            "outgoing": self.direction == Direction.OUT or None,
        }  # fmt: skip


def list_conditions(
    table: type[Table], lifecycle: Lifecycle, *, incoming: ColumnElement[bool],
    outgoing: ColumnElement[bool], receiver: str,
) -> dict[str, ColumnElement[bool]]:  # fmt: skip
    """Make the conditions of these filters for one table; ``receiver`` is its column."""
    fields = table.__table__.c  # type: ignore[attr-defined]
    due_before = bindparam("due_before", type_=timestamp_column().type)
    return {
        INCOMING: incoming,
        "outgoing": outgoing,
        "priority": fields.priority == bindparam("priority", type_=Text()),
        "receiver_id": fields[receiver] == bindparam("receiver_id", type_=Uuid()),
        "due_before": and_(is_open(table, lifecycle), due_at(table, lifecycle) < due_before),
    }
