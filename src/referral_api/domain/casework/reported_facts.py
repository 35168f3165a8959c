"""What an act reports becomes true: "consent withdrawn" withdraws the consent that it rests on."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.consent_withdrawal import withdraw_as_reported
from referral_api.domain.codelists.handoffs import HandoffWithdrawReason
from referral_api.domain.codelists.referrals import StopReason
from referral_api.domain.custody.handoffs.operations import withdraw_handoff
from referral_api.domain.custody.handoffs.schemas import HandoffRead, HandoffWithdraw
from referral_api.domain.protection.referrals.cancellations import stop_referral
from referral_api.domain.protection.referrals.schemas import ReferralRead, ReferralStop


async def stop_referral_as_reported(
    transaction: Transaction, referral_id: UUID, stop: ReferralStop, version: int
) -> ReferralRead:
    """End a referral at once. If she has withdrawn her consent, that ends too."""
    stopped = await stop_referral(transaction, referral_id, stop, version)
    if stop.reason is StopReason.CONSENT_WITHDRAWN and stopped.consent_id is not None:
        await withdraw_as_reported(transaction, stopped.consent_id)
    return stopped


async def withdraw_handoff_as_reported(
    transaction: Transaction, handoff_id: UUID, withdrawal: HandoffWithdraw, version: int
) -> HandoffRead:
    """Take an offer back. If she has withdrawn her consent, that ends too."""
    withdrawn = await withdraw_handoff(transaction, handoff_id, withdrawal, version)
    reason = HandoffWithdrawReason.CONSENT_WITHDRAWN
    if withdrawal.reason is reason and withdrawn.consent_id is not None:
        await withdraw_as_reported(transaction, withdrawn.consent_id)
    return withdrawn
