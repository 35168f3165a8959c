"""What a transition is, for every resource that has states: one row of a lifecycle table."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from referral_api.errors import Forbidden, InvalidTransition
from referral_api.permissions import Permission


class Side(StrEnum):
    """Which side of the matter an organisation stands on."""

    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    RECEIVER = "receiver"
    SENDER = "sender"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Transition:
    """``event`` moves a resource from one of ``sources`` to ``target`` (None: it stays)."""

    event: str
    act: Permission
    sources: frozenset[str]
    target: str | None
    parties: frozenset[Side]


def transition(
    event: str,
    act: Permission,
    sources: Iterable[str],
    target: str | None,
    parties: Iterable[Side],
) -> Transition:
    """Write one row of a lifecycle table."""
    return Transition(event, act, frozenset(sources), target, frozenset(parties))


class Lifecycle:
    """The transition table of one resource; ``final`` states have no way out."""

    def __init__(self, states: type[StrEnum], *rows: Transition) -> None:
        self.states = states
        self.rows = rows
        self.events = {row.event: row for row in rows}
        if len(self.events) != len(rows):
            raise ValueError("an event stands twice")

    def allowed_events(self, state: str) -> list[str]:
        """Name the events that somebody can cause in this state, in the order of the table."""
        by_time_alone = frozenset({Side.SYSTEM})
        return [
            row.event for row in self.rows
            if state in row.sources and row.parties != by_time_alone
        ]  # fmt: skip

    def check_side(self, event: str, parties: Iterable[Side]) -> None:
        """Raise Forbidden unless one of the caller's sides may cause this event."""
        if not self.events[event].parties.intersection(parties):
            raise Forbidden

    def check(self, event: str, state: str) -> str:
        """Return the state that the event leads to; raise InvalidTransition if it cannot."""
        row = self.events[event]
        if state not in row.sources:
            raise InvalidTransition(
                current_state=str(state), allowed_events=self.allowed_events(state)
            )
        return state if row.target is None else row.target
