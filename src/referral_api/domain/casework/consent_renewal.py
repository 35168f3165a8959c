"""Recording a consent, which may replace an earlier one on which no open record rests."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_custodian
from referral_api.domain.consent.consents import operations, queries
from referral_api.domain.consent.consents.schemas import ConsentRead, ConsentRecord
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import Conflict

_RESTING = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.consent_id) == bindparam("consent_id"),
        one_of(col(Referral.status), sorted(REFERRALS.open)),
    )
    .union_all(
        select(col(Handoff.id)).where(
            col(Handoff.consent_id) == bindparam("consent_id"),
            one_of(col(Handoff.status), sorted(HANDOFFS.open)),
        )
    )
)


async def record_consent(transaction: Transaction, consent: ConsentRecord) -> ConsentRead:
    """Record a consent for a case that the caller's organisation answers for.

    If it replaces another consent, that one ends first.
    """
    await get_case(transaction, consent.case_id)
    await check_custodian(transaction, consent.case_id)
    await check_open(transaction, consent.case_id)
    await operations.check_recipients(transaction, consent)
    if consent.supersedes_id is not None:
        await _supersede(transaction, consent.supersedes_id, consent.case_id)
    return await operations.add_consent(transaction, consent)


async def _supersede(transaction: Transaction, consent_id: UUID, case_id: UUID) -> None:
    row = await queries.find_consent(transaction, consent_id, lock=True)
    if row["case_id"] != case_id:
        raise Conflict
    if await transaction.one(_RESTING, consent_id=consent_id) is not None:
        raise Conflict("Open referrals or handoffs rest on this consent: it cannot be replaced.")
    await operations.end_consent(transaction, row, "supersede")
