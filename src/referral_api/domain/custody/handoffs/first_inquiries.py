"""The offer of a first inquiry follows the person: it is of the organisation that answers for her.

Nobody answers for the inquiry yet, so that nobody else can take the offer back or see her off.
"""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffWithdrawReason
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff

_FIRST = Statement(
    select(col(Handoff.id), func.now().label("now"))
    .where(
        col(Handoff.case_id) == bindparam("case_id"),
        col(Handoff.kind) == literal_code(CustodyKind.INVESTIGATION),
        col(Handoff.custody_seq) == 0,
        one_of(col(Handoff.status), sorted(HANDOFFS.open)),
    )
    .with_for_update()
)


async def hold_first_inquiry(transaction: Transaction, case_id: UUID) -> UUID | None:
    """Hold the open offer of a first inquiry, before the referrals and the case; None without."""
    async with transaction.elevated():
        row = await transaction.one(_FIRST, case_id=case_id)
    return None if row is None else row["id"]


async def hand_on(transaction: Transaction, handoff_id: UUID, custodian_id: UUID) -> None:
    """Tell who answers for the person now of the offer, which the database has made its own.

    An offer to this very organisation ends, unless the person is on her way.
    """
    async with transaction.elevated():
        offer, at = await HANDOFF_RECORDS.lock(transaction, handoff_id)
        if await HANDOFF_RECORDS.apply_expiry(transaction, offer, at):
            return
        if offer.to_id != custodian_id:
            await HANDOFF_RECORDS.cause(transaction, offer, "follow_case", at)
        elif offer.departed_at is None:
            reason = HandoffWithdrawReason.SITUATION_CHANGED
            await HANDOFF_RECORDS.cause(transaction, offer, "withdraw", at, reason=reason)
