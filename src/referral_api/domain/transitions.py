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
    """The side on which an organisation, or an agent or a device of it, stands in a record."""

    AGENT = "agent"
    CONFIRMER = "confirmer"
    COORDINATOR = "coordinator"
    COURT = "court"
    CUSTODIAN = "custodian"
    DEVICE = "device"
    MEMBER = "member"
    PROPOSER = "proposer"
    RECEIVER = "receiver"
    SENDER = "sender"
    SUPERVISOR = "supervisor"
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
    state from that instant. ``unless`` names columns that must be empty: what is in one of them has
    made the deadline void. A deadline that leaves the state as it is reports a delay, once: it
    writes its instant into the column ``reported``.
    """

    event: str
    permission: Permission | None
    sources: frozenset[str]
    target: str | None
    sides: frozenset[Side]
    guard: Guard | None = None
    deadline: str | None = None
    reason: str | None = None
    unless: tuple[str, ...] = ()
    reported: str = ""

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
    deadline: str, reason: str | None = None, unless: tuple[str, ...] = (),
) -> Transition:  # fmt: skip
    """Make a row that time alone causes."""
    sides = frozenset({Side.SYSTEM})
    return Transition(
        event, permission, frozenset(sources), target, sides, deadline=deadline, reason=reason,
        unless=unless,
    )  # fmt: skip


def delay(
    event: str, permission: Permission, sources: Iterable[str], *, deadline: str, reported: str,
    unless: tuple[str, ...] = (),
) -> Transition:  # fmt: skip
    """Make a row by which time reports a delay, once, and changes no state."""
    sides = frozenset({Side.SYSTEM})
    return Transition(
        event, permission, frozenset(sources), None, sides, deadline=deadline,
        unless=(*unless, reported), reported=reported,
    )  # fmt: skip


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
        self._rows_of = {
            event: [row for row in rows if row.event == event] for event in self.events
        }
        by_time = [row for row in rows if row.deadline is not None]
        self.deadlines = tuple(row for row in by_time if row.target is not None)
        self.delays = tuple(row for row in by_time if row.target is None)
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
                if row.sides != {Side.SYSTEM} and row.applies(status, record)
            )
        )  # fmt: skip

    def check_side(self, event: str, sides: Iterable[Side]) -> None:
        """Raise Forbidden unless one of the caller's sides may cause this event."""
        if not self.events[event].sides.intersection(sides):
            raise Forbidden

    def target(self, event: str, status: str, record: Any) -> str:
        """Return the state that the event leads to; InvalidTransition or Conflict if it cannot."""
        rows = self._rows_of[event]
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
        self, status: str, column: Callable[[str], Any], now: datetime
    ) -> Transition | None:
        """Return the row that time has caused by now: of several, that of the first deadline.

        ``column`` reads a column. ``domain/records/overdue.py`` says the same in SQL.
        """
        due = [row for row in self.deadlines if _is_due(row, status, column, now)]
        return min(due, key=lambda row: column(row.deadline or ""), default=None)

    def overdue_row(self, record: Any, now: datetime) -> Transition | None:
        """Return the row that time has caused by now for a record in memory."""
        return self.overdue(record.status, partial(getattr, record), now)

    def unreported_delays(self, record: Any, now: datetime) -> list[Transition]:
        """List the delays by now of a record in memory that no event has reported yet."""
        return [
            row for row in self.delays
            if _is_due(row, record.status, partial(getattr, record), now)
        ]  # fmt: skip

    def is_late(self, row: Any, deadline: str) -> bool:
        """Say whether a database row is late, at its ``now``, for a deadline that changes no state.

        An ended record is late for nothing.
        """
        limit, status = row[deadline], self.status_now(row)
        waits = any(
            status in delay.sources
            and all(row[name] is None for name in delay.unless if name != delay.reported)
            for delay in self.delays if delay.deadline == deadline
        )  # fmt: skip
        return waits and limit is not None and bool(limit <= row["now"])

    def caused_by_time(self, row: Any) -> Transition | None:
        """Return the row that time has caused for a database row at its ``now``."""
        return self.overdue(row["status"], row.__getitem__, row["now"])

    def status_now(self, row: Any) -> str:
        """Return the state of a database row at its ``now``.

        A deadline that has passed takes effect, whether or not its expiry is stored.
        """
        caused = self.caused_by_time(row)
        return row["status"] if caused is None or caused.target is None else caused.target


def _is_due(row: Transition, status: str, column: Callable[[str], Any], now: datetime) -> bool:
    if status not in row.sources or any(column(name) is not None for name in row.unless):
        return False
    limit = column(row.deadline or "")
    return limit is not None and bool(limit <= now)
