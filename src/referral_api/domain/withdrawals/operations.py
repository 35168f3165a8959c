"""Withdrawing a consent. The grants that rest on it are ended by the database."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database import Statement, Transaction, one_of
from referral_api.domain.access.sections import check_custodian
from referral_api.domain.codelists.referrals import ReferralStatus, StopReason
from referral_api.domain.consents.operations import end_consent
from referral_api.domain.consents.queries import find_consent
from referral_api.domain.consents.schemas import ConsentRead
from referral_api.domain.referrals import storage
from referral_api.domain.referrals.deadlines import release_place
from referral_api.domain.referrals.lifecycle import OPEN
from referral_api.domain.referrals.tables import Referral
from referral_api.versions import check_version

_RESTING = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.consent_id) == bindparam("consent_id"),
        one_of(col(Referral.status), OPEN),
    )
    .order_by(col(Referral.id))
)


async def withdraw_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Withdraw it: open referrals that rest on it stop, and the receivers' access ends."""
    row = await find_consent(transaction, consent_id)
    if row["organisation_id"] != transaction.actor.organisation_id:
        await check_custodian(transaction, row["case_id"])
    # Referrals before the consent: an acceptance at this moment holds its referral and is
    # waited for, or waits and then finds the consent gone.
    for resting in await transaction.all(_RESTING, consent_id=consent_id):
        await _stop(transaction, resting["id"])
    row = await find_consent(transaction, consent_id, lock=True)
    withdrawn = await end_consent(transaction, row, "withdraw")
    check_version(version, withdrawn.version - 1)
    return withdrawn


async def _stop(transaction: Transaction, referral_id: UUID) -> None:
    referral, now = await storage.find_for_change(transaction, referral_id)
    if referral.status not in OPEN:
        return
    referral.status = ReferralStatus.CANCELLED
    referral.reason = StopReason.CONSENT_WITHDRAWN
    referral.closed_at = now
    await release_place(transaction, referral)
    await storage.save(transaction, referral, "stop")
