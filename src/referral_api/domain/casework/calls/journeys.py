"""A journey never begins, or ends, before the acceptance as it happened.

A call may have said so before it was recorded: then the call tells when, and not the record.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.codelists.calls import CallAct
from referral_api.domain.custody.handoffs import operations as handoffs
from referral_api.domain.custody.handoffs.schemas import (
    HandoffConfirmArrival,
    HandoffDepart,
    HandoffRead,
)
from referral_api.domain.protection.referrals import departures
from referral_api.domain.protection.referrals.schemas import ReferralDepart, ReferralRead
from referral_api.domain.records.voice import OWN, Voice

# A referral or handoff is accepted once.
_ACCEPTANCE = Statement(
    select(col(TelephoneCall.happened_at)).where(
        col(TelephoneCall.subject_id) == bindparam("subject_id"),
        col(TelephoneCall.act) == literal_code(CallAct.ACCEPT),
    )
)


async def depart_to_service(
    transaction: Transaction, referral_id: UUID, departure: ReferralDepart, version: int
) -> ReferralRead:
    """Record that the person of a referral has left; see ``depart_referral``."""
    accepted_at = await accepted_by_telephone(transaction, referral_id)
    return await departures.depart_referral(
        transaction, referral_id, departure, version, accepted_at=accepted_at
    )


async def depart_to_receiver(
    transaction: Transaction, handoff_id: UUID, departure: HandoffDepart, version: int
) -> HandoffRead:
    """Record that the person of a handoff has left; see ``depart_handoff``."""
    accepted_at = await accepted_by_telephone(transaction, handoff_id)
    return await handoffs.depart_handoff(
        transaction, handoff_id, departure, version, accepted_at=accepted_at
    )


async def arrive_at_receiver(
    transaction: Transaction, handoff_id: UUID, receipt: HandoffConfirmArrival, version: int,
    voice: Voice = OWN,
) -> HandoffRead:  # fmt: skip
    """Record that the person of a handoff has arrived; see ``confirm_arrival``."""
    accepted_at = await accepted_by_telephone(transaction, handoff_id)
    return await handoffs.confirm_arrival(
        transaction, handoff_id, receipt, version, voice, accepted_at=accepted_at
    )


async def accepted_by_telephone(transaction: Transaction, subject_id: UUID) -> datetime | None:
    """Return when a referral or handoff was accepted, if that was said on the telephone.

    Whoever sees its person off or receives her sees the call, too.
    """
    row = await transaction.one(_ACCEPTANCE, subject_id=subject_id)
    return None if row is None else row["happened_at"]
