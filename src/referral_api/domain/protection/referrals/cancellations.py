"""Ending a referral early: by its sender, with the receiver once accepted, or at once."""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.deadline_policy import ANSWER_CANCELLATION
from referral_api.domain.protection.referrals.operations import transition_referral
from referral_api.domain.protection.referrals.schemas import (
    ReferralCancel,
    ReferralRead,
    ReferralStop,
)
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import Conflict


async def cancel_referral(
    transaction: Transaction, referral_id: UUID, cancellation: ReferralCancel, version: int
) -> ReferralRead:
    """Cancel a referral that is not accepted yet; it ends immediately."""

    def cancel(referral: Referral, _: datetime) -> None:
        referral.reason = referral.cancellation_reason = cancellation.reason

    return await transition_referral(transaction, referral_id, "cancel", version, cancel)


async def request_cancellation(
    transaction: Transaction, referral_id: UUID, cancellation: ReferralCancel, version: int
) -> ReferralRead:
    """Ask the receiver of an accepted referral to agree to a cancellation within 24 hours.

    Unless the service has begun, no answer counts as agreement.
    """

    def ask(referral: Referral, now: datetime) -> None:
        referral.reason = referral.cancellation_reason = cancellation.reason
        referral.cancellation_requested = True
        referral.answer_cancellation_by = now + ANSWER_CANCELLATION
        referral.cancellation_delay_at = None

    return await transition_referral(transaction, referral_id, "request_cancellation", version, ask)


async def confirm_cancellation(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Agree to a cancellation that the sender asked for; Conflict if it has not asked."""

    def confirm(referral: Referral, _: datetime) -> None:
        _check_requested(referral)

    return await transition_referral(
        transaction, referral_id, "confirm_cancellation", version, confirm
    )


async def refuse_cancellation(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Refuse, as the receiver, a cancellation that was asked for; Conflict if none was."""
    return await transition_referral(
        transaction, referral_id, "refuse_cancellation", version, _clear_request
    )


async def withdraw_cancellation_request(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Take back, as the sender, the request for a cancellation; Conflict if none waits."""
    return await transition_referral(
        transaction, referral_id, "withdraw_cancellation_request", version, _clear_request
    )


def _clear_request(referral: Referral, _: datetime) -> None:
    """End a request, with its limit. Why it was made stays in its own column."""
    _check_requested(referral)
    referral.cancellation_requested = False
    referral.answer_cancellation_by = referral.cancellation_delay_at = None


def _check_requested(referral: Referral) -> None:
    if not referral.cancellation_requested:
        raise Conflict("The referring organisation has not asked for a cancellation.")


async def stop_referral(
    transaction: Transaction, referral_id: UUID, stop: ReferralStop, version: int
) -> ReferralRead:
    """End a referral at once: consent withdrawn, or safety. No organisation can prevent it."""

    def end(referral: Referral, _: datetime) -> None:
        referral.reason = stop.reason

    return await transition_referral(transaction, referral_id, "stop", version, end)


async def mark_referral_as_error(
    transaction: Transaction, referral_id: UUID, version: int
) -> ReferralRead:
    """Mark a referral that should never have been made. Auditors still find it."""
    return await transition_referral(transaction, referral_id, "mark_error", version)
