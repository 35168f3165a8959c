"""On which side of a referral an organisation stands, and what it may still read of it."""

from referral_api.database.statements import Row
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.protection.referrals.deadlines import overdue_event
from referral_api.domain.protection.referrals.schemas import ReferralRead, Sheet
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.transitions import Side
from referral_api.permissions import Actor

# Ended without help: the receiver keeps the fact of it, not the person's sheet.
_CLOSED_TO_RECEIVER = frozenset(
    {
        Status.REJECTED, Status.CANCELLED, Status.EXPIRED, Status.FAILED,
        Status.ENTERED_IN_ERROR,
    }
)  # fmt: skip


def parties(actor: Actor, referral: Referral) -> set[Side]:
    """Name the sides that the caller stands on."""
    sides = {
        Side.SENDER: actor.organisation_id == referral.sender_id,
        Side.RECEIVER: actor.organisation_id == referral.receiver_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {party for party, stands in sides.items() if stands}


def as_read(row: Row, actor: Actor) -> ReferralRead:
    """Tell a referral as it stands now: a deadline that has passed has already decided."""
    event = overdue_event(row["status"], row["decide_by"], row["start_by"], row["now"])
    status = {"expire": Status.EXPIRED, "lapse": Status.FAILED}.get(event or "", row["status"])
    only_receives = row["receiver_id"] == actor.organisation_id != row["sender_id"]
    hidden = only_receives and status in _CLOSED_TO_RECEIVER and not actor.coordinates
    sheet = None if hidden else Sheet(**row)
    return ReferralRead(**{**row, "status": status, "sheet": sheet})
