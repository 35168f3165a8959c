"""Transitions of every resource that has states: each is one row of a lifecycle table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from referral_api.errors import Conflict, Forbidden, InvalidTransition
from referral_api.permissions import Permission


class Side(StrEnum):
    """The side on which an organisation stands in a record."""

    CONFIRMER = "confirmer"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    PROPOSER = "proposer"
    RECEIVER = "receiver"
    SENDER = "sender"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on the record, beside its state.

    ``says`` names the condition in diagrams. ``refusal`` makes the conflict where the condition
    does not concern the state.
    """

    says: str
    holds: Callable[[Any], bool]
    refusal: Callable[[], Conflict] | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """``event`` leads from one of ``sources`` to ``target`` (None: the state stays).

    A row with a ``deadline`` is caused by time alone, at the instant in that column. Its ``reason``
    then becomes the record's. ``permission`` is None where nothing is stored: reads show the new
    state from that instant.
    """

    event: str
    permission: Permission | None
    sources: frozenset[str]
    target: str | None
    sides: frozenset[Side]
    guard: Guard | None = None
    deadline: str | None = None
    reason: str | None = None

    def applies(self, status: str, record: Any) -> bool:
        """Say whether this row applies to this state of this record."""
        return status in self.sources and (self.guard is None or self.guard.holds(record))


def transition(
    event: str, permission: Permission, sources: Iterable[str], target: str | None,
    sides: Iterable[Side], when: Guard | None = None,
) -> Transition:  # fmt: skip
    """Make a row that a caller causes."""
    return Transition(event, permission, frozenset(sources), target, frozenset(sides), when)


def by_time(
    event: str, permission: Permission | None, sources: Iterable[str], target: str, *,
    deadline: str, reason: str | None = None,
) -> Transition:  # fmt: skip
    """Make a row that time alone causes."""
    sides = frozenset({Side.SYSTEM})
    return Transition(
        event, permission, frozenset(sources), target, sides, deadline=deadline, reason=reason
    )


class Lifecycle:
    """The transition table of one resource.

    An event may have several rows, for other sources or other guards; all of them are for the same
    sides. A record in one of the ``open`` states goes on. Every other state ends it.
    """

    def __init__(
        self, states: type[StrEnum], *rows: Transition, open_states: Iterable[str] = ()
    ) -> None:
        self.states = states
        self.rows = rows
        self.open = frozenset(open_states)
        self.events = {row.event: row for row in reversed(rows)}
        for row in rows:
            if (row.permission, row.sides) != (
                self.events[row.event].permission, self.events[row.event].sides
            ):  # fmt: skip
                raise ValueError("the rows of an event are for the same sides")

    def allowed_events(self, status: str, record: Any = None) -> list[str]:
        """List the events that a caller can cause now, in the order of the table."""
        return list(
            dict.fromkeys(
                row.event for row in self.rows
                if row.deadline is None and row.applies(status, record)
            )
        )  # fmt: skip

    def check_side(self, event: str, sides: Iterable[Side]) -> None:
        """Raise Forbidden unless one of the caller's sides may cause this event."""
        if not self.events[event].sides.intersection(sides):
            raise Forbidden

    def target(self, event: str, status: str, record: Any) -> str:
        """Return the state that the event leads to; InvalidTransition or Conflict if it cannot."""
        rows = [row for row in self.rows if row.event == event]
        for row in rows:
            if row.applies(status, record):
                return status if row.target is None else row.target
        for row in rows:
            if status in row.sources and row.guard is not None and row.guard.refusal is not None:
                raise row.guard.refusal()
        raise InvalidTransition(
            current_state=str(status), allowed_events=self.allowed_events(status, record)
        )

    def overdue(
        self, status: str, deadline: Callable[[str], datetime | None], now: datetime
    ) -> Transition | None:
        """Return the row that time has caused by now. ``deadline`` reads a column."""
        for row in self.rows:
            if row.deadline is not None and status in row.sources:
                limit = deadline(row.deadline)
                if limit is not None and limit <= now:
                    return row
        return None

    def overdue_row(self, record: Any, now: datetime) -> Transition | None:
        """Return the row that time has caused by now for a record in memory."""
        return self.overdue(record.status, partial(getattr, record), now)

    def status_now(self, row: Any) -> str:
        """Return the state of a database row at its ``now``.

        A deadline that has passed takes effect, whether or not its expiry is stored.
        """
        caused = self.overdue(row["status"], row.__getitem__, row["now"])
        return row["status"] if caused is None or caused.target is None else caused.target
