"""Which parts of a referral an organisation may still read, at the state that time has caused."""

from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.protection.referrals.lifecycle import OPEN, REFERRALS
from referral_api.domain.protection.referrals.reasons import reason_of
from referral_api.domain.protection.referrals.schemas import ReferralRead
from referral_api.domain.protection.referrals.sheet import to_sheet
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
    custodian_id = row["custodian_id"] or row["sender_id"]
    only_receives = row["receiver_id"] == actor.organisation_id != custodian_id
    closed = status in _CLOSED_TO_RECEIVER or _is_sheet_closed(row)
    hidden = only_receives and closed and not actor.coordinates
    return ReferralRead(
        **{**row, "status": status, "sheet": None if hidden else to_sheet(row)}
        | _reasons(row, status)
        | {"bed": _bed(row, status)},
        acknowledgement_overdue=REFERRALS.is_late(row, "acknowledge_by"),
        feedback_overdue=REFERRALS.is_late(row, "feedback_by"),
        arrival_overdue=REFERRALS.is_late(row, "expected_arrival"),
        cancellation_overdue=REFERRALS.is_late(row, "answer_cancellation_by"),
    )


def _is_sheet_closed(row: Row) -> bool:
    """Say whether the ground of the sheet is gone, whatever the state of the referral.

    The database closes the sheet of a given service when its consent is withdrawn. That of a legal
    ground closes by time, unless a second person confirms it.
    """
    until = row["sheet_until"]
    return row["sheet_closed_at"] is not None or (until is not None and until <= row["now"])


def _bed(row: Row, status: str) -> str:
    """Say what became of the place: time frees it with the referral, before that is stored."""
    bed: str = row["bed"]
    return Bed.RELEASED if status not in OPEN and bed in {Bed.HELD, Bed.OCCUPIED} else bed


def _reasons(row: Row, status: str) -> dict[str, Any]:
    held, asked, end = row["hold_reason"], row["cancellation_reason"], row["end_reason"]
    caused = REFERRALS.caused_by_time(row)
    if caused is not None:
        end = caused.reason or (asked if status == Status.CANCELLED else None)
    elif status not in OPEN and status != Status.COMPLETED:
        end = end or row["reason"]  # of a version that had one column
    reason = reason_of(status, held, asked if row["cancellation_requested"] else None, end)
    if caused is None and status in OPEN and (held, asked) == (None, None):
        reason = row["reason"]
    review_on = row["review_on"] if status == Status.ON_HOLD else None
    return {"end_reason": end, "reason": reason, "review_on": review_on}
