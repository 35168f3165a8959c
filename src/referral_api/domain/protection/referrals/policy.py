"""Which parts of a referral an organisation may still read, at the state that time has caused."""

from referral_api.database.statements import Row
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.schemas import ReferralRead, Sheet
from referral_api.permissions import Actor

# Ended without help: the receiver still sees the referral, but not the person's sheet.
_CLOSED_TO_RECEIVER = frozenset(
    {
        Status.REJECTED, Status.CANCELLED, Status.EXPIRED, Status.FAILED,
        Status.ENTERED_IN_ERROR,
    }
)  # fmt: skip


def to_response(row: Row, actor: Actor) -> ReferralRead:
    """Turn a row into a response for this reader, at its present state."""
    status = REFERRALS.status_now(row)
    only_receives = row["receiver_id"] == actor.organisation_id != row["sender_id"]
    # The database closes the sheet of a given service when its consent is withdrawn.
    closed = status in _CLOSED_TO_RECEIVER or row["sheet_closed_at"] is not None
    hidden = only_receives and closed and not actor.coordinates
    sheet = None if hidden else Sheet(**row)
    return ReferralRead(**{**row, "status": status, "sheet": sheet})
