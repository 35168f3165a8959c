"""What a receiver did after a call about a referral, by which it owned what the call had said."""

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.codelists.calls import CallStatus
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.permissions import CallPermission, ReferralPermission

# Acts of whoever has said yes, or has the person with it. A failure says no, as a correction does.
_OWNS = (
    ReferralPermission.START, ReferralPermission.SCHEDULE, ReferralPermission.NOTE,
    ReferralPermission.HOLD, ReferralPermission.RESUME, ReferralPermission.COMPLETE,
)  # fmt: skip
_called = aliased(OutgoingEvent)
_other = aliased(TelephoneCall)
# The receiver's own events say what it did, and in which order; in an act that a call made, the
# organisation of the caller acts. A later call counts once the receiver has confirmed it.
_LATER = Statement(
    select(
        or_(
            select(col(OutgoingEvent.event_id))
            .where(
                col(OutgoingEvent.organisation_id) == bindparam("receiver_id"),
                col(OutgoingEvent.by_organisation_id) == bindparam("receiver_id"),
                col(OutgoingEvent.subject_id) == bindparam("subject_id"),
                one_of(col(OutgoingEvent.action), _OWNS),
                col(OutgoingEvent.xid)
                > select(func.max(col(_called.xid)))
                .where(
                    col(_called.organisation_id) == bindparam("receiver_id"),
                    col(_called.subject_id) == bindparam("call_id"),
                    col(_called.action) == literal_code(CallPermission.RECORD),
                )
                .scalar_subquery(),
            )
            .exists(),
            select(col(_other.id))
            .where(
                col(_other.case_id) == bindparam("case_id"),
                col(_other.subject_id) == bindparam("subject_id"),
                col(_other.id) > bindparam("call_id"),
                col(_other.status) == literal_code(CallStatus.CONFIRMED),
            )
            .exists(),
        ).label("acted")
    )
)


async def has_acted_since(transaction: Transaction, call: TelephoneCall) -> bool:
    """Say whether the receiver, who is the caller, has acted on the referral as its own since."""
    row = await transaction.row(
        _LATER, receiver_id=call.receiver_id, subject_id=call.subject_id, call_id=call.id,
        case_id=call.case_id,
    )  # fmt: skip
    return bool(row["acted"])
