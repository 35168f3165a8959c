"""Opening to the receiver of a referral what it shares, as far as its consent allows it now."""

from datetime import datetime

from uuid_utils.compat import uuid7

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import below_ceiling
from referral_api.domain.access.grants import grant_access
from referral_api.domain.access.tables import Basis
from referral_api.domain.consent.consents.policy import sections_that_open, waits_until
from referral_api.domain.protection.referrals.schemas import ReferralRead
from referral_api.domain.protection.referrals.tables import Referral


async def open_sections(
    transaction: Transaction, referral: Referral | ReferralRead, consent: Row, receiver_type: str
) -> None:
    """Write the grant of an accepted referral: until the start is due or, once it has begun, with
    no end of its own, and never longer than its consent.
    """
    until = None if referral.started_at is not None else referral.start_by
    limits = (until, consent["valid_until"], waits_until(consent))
    ends: list[datetime] = [limit for limit in limits if limit is not None]
    sections = sections_that_open(consent, referral.shared_sections)
    await grant_access(
        transaction,
        {
            "id": uuid7(), "organisation_id": referral.receiver_id, "case_id": referral.case_id,
            "basis": Basis.REFERRAL, "basis_id": referral.id, "consent_id": referral.consent_id,
            "reads": below_ceiling(receiver_type, sections), "writes": [],
            "valid_until": min(ends, default=None),
        },
    )  # fmt: skip
