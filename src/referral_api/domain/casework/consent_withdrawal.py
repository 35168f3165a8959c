"""Ending a consent that must no longer be relied on, with all the records that rest on it.

The database ends the grants that rest on it.
"""

from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_custodian
from referral_api.domain.codelists.handoffs import HandoffStatus, HandoffWithdrawReason
from referral_api.domain.codelists.referrals import StopReason
from referral_api.domain.consent.consents.operations import end_consent
from referral_api.domain.consent.consents.queries import find_consent
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.versions import check_version

# All are locked before the first is changed: an acceptance locks its referral first and then the
# receiver's places.
_REFERRALS = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.consent_id) == bindparam("consent_id"),
        one_of(col(Referral.status), sorted(REFERRALS.open)),
    )
    .order_by(col(Referral.id).desc())
    .with_for_update()
)
_HANDOFFS = Statement(
    select(col(Handoff.id))
    .where(
        col(Handoff.consent_id) == bindparam("consent_id"),
        or_(
            col(Handoff.status) == literal_code(HandoffStatus.OFFERED),
            # A person who is on her way arrives, or is reported missing.
            and_(
                col(Handoff.status) == literal_code(HandoffStatus.ACCEPTED),
                col(Handoff.departed_at).is_(None),
            ),
        ),
    )
    .order_by(col(Handoff.id))
    .with_for_update()
)


async def withdraw_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Withdraw a consent; open referrals and offers that rest on it end, and the receivers' access
    too.

    The organisation that recorded the consent may do so, and any custodian of the case.
    """
    row = await find_consent(transaction, consent_id)
    if row["organisation_id"] != transaction.actor.organisation_id:
        await check_custodian(transaction, row["case_id"])
    return await _end(transaction, row, "withdraw", version)


async def mark_consent_as_error(
    transaction: Transaction, consent_id: UUID, version: int
) -> ConsentRead:
    """Mark a consent that should never have been recorded.

    It stays readable. The records that rested on it end as after a withdrawal.
    """
    row = await find_consent(transaction, consent_id)
    await check_custodian(transaction, row["case_id"])
    return await _end(transaction, row, "mark_error", version)


async def _end(transaction: Transaction, row: Row, event: str, version: int) -> ConsentRead:
    # The records that rest on it may be another organisation's. The caller does not see them.
    async with transaction.elevated():
        # Locked before the consent. An acceptance at the same moment either holds the lock on its
        # referral or offer and goes first, or waits and then finds it ended.
        # Handoffs come before referrals, as where custody moves. What time has ended is only
        # persisted.
        for resting in await transaction.all(_HANDOFFS, consent_id=row["id"]):
            await _withdraw_handoff(transaction, resting["id"])
        for resting in await transaction.all(_REFERRALS, consent_id=row["id"]):
            await _stop_referral(transaction, resting["id"])
    consent = await find_consent(transaction, row["id"], lock=True)
    ended = await end_consent(transaction, consent, event)
    check_version(version, ended.version - 1)
    return ended


async def _stop_referral(transaction: Transaction, referral_id: UUID) -> None:
    referral, now = await REFERRAL_RECORDS.lock(transaction, referral_id)
    if await REFERRAL_RECORDS.apply_expiry(transaction, referral, now):
        return
    await REFERRAL_RECORDS.cause(
        transaction, referral, "stop", now, reason=StopReason.CONSENT_WITHDRAWN
    )


async def _withdraw_handoff(transaction: Transaction, handoff_id: UUID) -> None:
    handoff, now = await HANDOFF_RECORDS.lock(transaction, handoff_id)
    if await HANDOFF_RECORDS.apply_expiry(transaction, handoff, now):
        return
    await HANDOFF_RECORDS.cause(
        transaction, handoff, "withdraw", now, reason=HandoffWithdrawReason.CONSENT_WITHDRAWN
    )
