"""On which side of a handoff an organisation stands, and what it may still read of it."""

from datetime import timedelta

from referral_api.database.statements import Row
from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.custody.handoffs.schemas import HandoffRead, HandoffSheet
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.transitions import Side
from referral_api.permissions import Actor

_ENDED_WITHOUT = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED, Status.FAILED})
ARRIVAL_GRACE = timedelta(hours=2)


def parties(actor: Actor, handoff: Handoff) -> set[Side]:
    """Name the sides that the caller stands on."""
    sides = {
        Side.SENDER: actor.organisation_id == handoff.from_id,
        Side.RECEIVER: actor.organisation_id == handoff.to_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {party for party, stands in sides.items() if stands}


def as_read(row: Row, actor: Actor) -> HandoffRead:
    """Tell a handoff as it stands now: an offer that has run out has expired."""
    status, now = row["status"], row["now"]
    if status == Status.OFFERED and row["decide_by"] <= now:
        status = Status.EXPIRED
    hidden = actor.organisation_id == row["to_id"] and status in _ENDED_WITHOUT
    overdue = (
        status == Status.ACCEPTED
        and row["expected_arrival"] is not None
        and row["expected_arrival"] + ARRIVAL_GRACE <= now
    )
    sheet = None if hidden else HandoffSheet(**row)
    return HandoffRead(**{**row, "status": status, "sheet": sheet, "arrival_overdue": overdue})
