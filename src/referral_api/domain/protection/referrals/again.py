"""A referral that came to nothing: whom else the person's consent covers is proposed to its sender.

Nothing is sent by itself. Who sends again chooses, and the person may.
"""

from sqlalchemy import and_, any_, bindparam, exists, func, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.consents import ConsentStatus
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.events.notices.telling import Awaited, tell
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.protection.referrals.tables import Referral

_CAME_TO_NOTHING = {ReferralStatus.EXPIRED, ReferralStatus.FAILED, ReferralStatus.REJECTED}
_SERVICE = bindparam("service_type", type_=Referral.__table__.c.service_type.type)  # type: ignore[attr-defined]
# Whoever was asked for this service has answered, or answers still.
_WAS_ASKED = exists().where(
    col(Referral.case_id) == col(Consent.case_id),
    col(Referral.receiver_id) == col(Organisation.id),
    col(Referral.service_type) == _SERVICE, col(Referral.sent_at).is_not(None),
)  # fmt: skip
_CANDIDATES = Statement(
    select(col(Organisation.id))
    .join(Consent, col(Organisation.id) == any_(col(Consent.recipients)))
    .where(
        col(Consent.id) == bindparam("consent_id"),
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        or_(col(Consent.valid_until).is_(None), col(Consent.valid_until) > func.now()),
        and_(col(Organisation.active), col(Organisation.id) != bindparam("custodian_id")),
        ~_WAS_ASKED,
    )
    .order_by(col(Organisation.id))
)


async def propose_again(transaction: Transaction, referral: Referral) -> None:
    """Tell who answers for the person to whom the referral may go next, if there is anybody."""
    if referral.status not in _CAME_TO_NOTHING or referral.consent_id is None:
        return
    custodian_id = referral.custodian_id or referral.sender_id
    async with transaction.elevated():
        rows = await transaction.all(
            _CANDIDATES, consent_id=referral.consent_id, custodian_id=custodian_id,
            service_type=referral.service_type,
        )  # fmt: skip
        if rows and referral.closed_at is not None:
            waiting = Awaited(
                NoticeKind.REFERRAL_AGAIN, "referral", referral.id, referral.closed_at,
                custodian_id, candidates=[row["id"] for row in rows],
            )  # fmt: skip
            await tell(transaction, waiting, [NoticeStage.PROPOSAL])
