"""What an act reports becomes true: "consent withdrawn" withdraws the consent that it rests on, and
"death" ends what was promised to her.
"""

from functools import partial
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.consent_withdrawal import withdraw_as_reported
from referral_api.domain.casework.death_reports import in_handoff, in_referral
from referral_api.domain.codelists.handoffs import HandoffWithdrawReason
from referral_api.domain.codelists.referrals import StopReason
from referral_api.domain.custody.handoffs.operations import report_failed_arrival, withdraw_handoff
from referral_api.domain.custody.handoffs.schemas import (
    HandoffRead,
    HandoffReportFailedArrival,
    HandoffWithdraw,
)
from referral_api.domain.protection.referrals import answers, cancellations, delivery
from referral_api.domain.protection.referrals.schemas import (
    ReferralCancel,
    ReferralFail,
    ReferralRead,
    ReferralReject,
    ReferralStop,
)
from referral_api.domain.records.voice import OWN, Voice


async def stop_referral_as_reported(
    transaction: Transaction, referral_id: UUID, stop: ReferralStop, version: int
) -> ReferralRead:
    """End a referral at once. If she has withdrawn her consent, that ends too."""
    act = cancellations.stop_referral
    stopped = await in_referral(act, transaction, referral_id, stop, version)
    if stop.reason is StopReason.CONSENT_WITHDRAWN and stopped.consent_id is not None:
        await withdraw_as_reported(transaction, stopped.consent_id)
    return stopped


async def cancel_referral_as_reported(
    transaction: Transaction, referral_id: UUID, cancellation: ReferralCancel, version: int
) -> ReferralRead:
    """Cancel a referral that is not accepted yet."""
    act = cancellations.cancel_referral
    return await in_referral(act, transaction, referral_id, cancellation, version)


async def request_cancellation_as_reported(
    transaction: Transaction, referral_id: UUID, cancellation: ReferralCancel, version: int
) -> ReferralRead:
    """Ask the receiver to agree to a cancellation. Her death waits for no answer."""
    act = cancellations.request_cancellation
    return await in_referral(act, transaction, referral_id, cancellation, version)


async def reject_referral_as_reported(
    transaction: Transaction, referral_id: UUID, rejection: ReferralReject, version: int,
    voice: Voice = OWN,
) -> ReferralRead:  # fmt: skip
    """Refuse a referral, as the receiver or in its voice."""
    act = partial(answers.reject_referral, voice=voice)
    return await in_referral(act, transaction, referral_id, rejection, version)


async def fail_referral_as_reported(
    transaction: Transaction, referral_id: UUID, failure: ReferralFail, version: int
) -> ReferralRead:
    """End a service without an outcome."""
    return await in_referral(delivery.fail_referral, transaction, referral_id, failure, version)


async def report_failed_arrival_as_reported(
    transaction: Transaction, handoff_id: UUID, report: HandoffReportFailedArrival, version: int
) -> HandoffRead:
    """Record that she has not arrived."""
    return await in_handoff(report_failed_arrival, transaction, handoff_id, report, version)


async def withdraw_handoff_as_reported(
    transaction: Transaction, handoff_id: UUID, withdrawal: HandoffWithdraw, version: int
) -> HandoffRead:
    """Take an offer back. If she has withdrawn her consent, that ends too."""
    withdrawn = await in_handoff(withdraw_handoff, transaction, handoff_id, withdrawal, version)
    reason = HandoffWithdrawReason.CONSENT_WITHDRAWN
    if withdrawal.reason is reason and withdrawn.consent_id is not None:
        await withdraw_as_reported(transaction, withdrawn.consent_id)
    return withdrawn
