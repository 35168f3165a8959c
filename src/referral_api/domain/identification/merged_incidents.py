"""Which incident stands: one that was merged is shown as the one that it has become.

What names it, a tip or an episode, keeps what it said; whoever reads it is led on.
"""

from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, column, literal_column, select, table

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction


class NamesIncident(Protocol):
    """A response that names an incident, or none."""

    @property
    def incident_id(self) -> UUID | None: ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None) -> Self: ...


Shown = TypeVar("Shown", bound=NamesIncident)
# Incidents read decisions, which read episodes: this reads the table alone.
_incident = table("incident", column("id"), column("merged_into_id"))


def _follow() -> Statement:
    """Make the statement that follows each merge to the next."""
    first, then = _incident.alias("first"), _incident.alias("further")
    led = (
        select(
            first.c.id.label("named"), first.c.merged_into_id.label("standing"),
            literal_column("1").label("depth"),
        )
        .where(
            first.c.id == any_(bindparam("incident_ids", type_=ARRAY(Uuid))),
            first.c.merged_into_id.is_not(None),
        )
        .cte("led", recursive=True)
    )  # fmt: skip
    further = select(led.c.named, then.c.merged_into_id, led.c.depth + 1).where(
        then.c.id == led.c.standing, then.c.merged_into_id.is_not(None)
    )
    led = led.union_all(further)
    return Statement(select(led.c.named, led.c.standing).order_by(led.c.depth))


_FOLLOW = _follow()


async def find_standing(transaction: Transaction, incident_id: UUID | None) -> UUID | None:
    """Find the incident that this one has become: itself, unless it was merged."""
    if incident_id is None:
        return None
    return (await _follow_all(transaction, [incident_id])).get(incident_id, incident_id)


async def show_standing(transaction: Transaction, *shown: Shown) -> list[Shown]:
    """Show for each record that names an incident the one that stands."""
    named = {one.incident_id for one in shown if one.incident_id is not None}
    led = await _follow_all(transaction, sorted(named)) if named else {}
    return [
        one.model_copy(update={"incident_id": led[one.incident_id]})
        if one.incident_id in led else one
        for one in shown
    ]  # fmt: skip


async def _follow_all(transaction: Transaction, incident_ids: list[UUID]) -> dict[UUID, UUID]:
    """Lead from each incident that was merged to the one that stands."""
    async with transaction.elevated():
        rows = await transaction.all(_FOLLOW, incident_ids=incident_ids)
    # The longest way comes last.
    return {row["named"]: row["standing"] for row in rows}
