"""Which parts of a handoff an organisation may still read, at the state that time has caused."""

from datetime import timedelta

from referral_api.database.statements import Row
from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.schemas import HandoffRead
from referral_api.domain.custody.handoffs.sheet import to_sheet
from referral_api.permissions import Actor

_ENDED_WITHOUT = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED, Status.FAILED})
ARRIVAL_GRACE = timedelta(hours=2)


def to_response(row: Row, actor: Actor) -> HandoffRead:
    """Turn a row into a response for this reader, at its present state."""
    status, now = HANDOFFS.status_now(row), row["now"]
    hidden = actor.organisation_id == row["to_id"] and status in _ENDED_WITHOUT
    overdue = (
        status == Status.ACCEPTED
        and row["expected_arrival"] is not None
        and row["expected_arrival"] + ARRIVAL_GRACE <= now
    )
    sheet = None if hidden else to_sheet(row)
    return HandoffRead(**{**row, "status": status, "sheet": sheet, "arrival_overdue": overdue})
