"""Accepting a referral: the coordination is told of a person taken in beyond the places."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.protection.referrals import answers
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.schemas import ReferralRead


async def accept_referral(
    transaction: Transaction, referral_id: UUID, acceptance: ReferralAccept, version: int
) -> ReferralRead:
    """Accept a referral; raise an alert where a supervisor took her in beyond the places."""
    accepted = await answers.accept_referral(transaction, referral_id, acceptance, version)
    if accepted.overflow_reason is not None:
        await raise_alert(
            transaction, AlertKind.OVERFLOW, case_id=accepted.case_id, about_id=accepted.id,
            organisation_id=accepted.receiver_id,
        )  # fmt: skip
    return accepted
