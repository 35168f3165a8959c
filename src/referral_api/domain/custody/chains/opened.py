"""Opening to a custodian what custody alone does not: her identity and health, by her consent.

Each consent opens by a grant of its own, which ends with it: of two that cover the same, either is
enough, and a withdrawal leaves nothing open that rested on it.
"""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import NEEDS_CONSENT
from referral_api.domain.access.grants import custodian_sections, custody_grant, grant_access
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.codelists.consents import ConsentPurpose, ConsentStatus
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.network.organisations.tables import Organisation

# The purposes for which a consent hands a chain over, or opens more to its custodian.
PURPOSES = {
    CustodyKind.INVESTIGATION: (ConsentPurpose.JUSTICE,),
    CustodyKind.PROTECTION: (ConsentPurpose.CARE, ConsentPurpose.REFERRAL_SHARING),
}

_later = aliased(Custody)
_opened = aliased(AccessGrant)
# Whoever took the case over, and has nothing open by this consent yet.
_CUSTODIANS = Statement(
    select(col(Custody.id), col(Custody.kind), col(Custody.organisation_id), col(Organisation.type))
    .join(Organisation, col(Organisation.id) == col(Custody.organisation_id))
    .where(
        col(Custody.case_id) == bindparam("case_id"),
        col(Custody.organisation_id) == func.any(bindparam("recipients")),
        col(Custody.handoff_id).is_not(None),
        not_(
            exists().where(
                col(_later.case_id) == col(Custody.case_id),
                col(_later.kind) == col(Custody.kind), col(_later.seq) > col(Custody.seq),
            )
        ),
        not_(
            exists().where(
                col(_opened.basis_id) == col(Custody.id), col(_opened.ended_at).is_(None),
                col(_opened.consent_id) == bindparam("consent_id", type_=Uuid()),
            )
        ),
    )
)  # fmt: skip
_LIVING = Statement(
    select(Consent).where(
        col(Consent.case_id) == bindparam("case_id"),
        bindparam("organisation_id", type_=Uuid()) == func.any(col(Consent.recipients)),
        col(Consent.status) == literal_code(ConsentStatus.ACTIVE),
        or_(col(Consent.valid_until).is_(None), col(Consent.valid_until) > func.now()),
    )
    .order_by(col(Consent.id))
)  # fmt: skip


async def open_to_custodians(transaction: Transaction, consent: Row) -> None:
    """Open to each custodian among the recipients what the consent covers, for its purposes."""
    rows = await transaction.all(
        _CUSTODIANS, case_id=consent["case_id"], recipients=consent["recipients"],
        consent_id=consent["id"],
    )  # fmt: skip
    for row in rows:
        kind = CustodyKind(row["kind"])
        sections = NEEDS_CONSENT.intersection(custodian_sections(row["type"], kind))
        covered = sorted(sections & set(consent["sections"]))
        if covered and set(PURPOSES[kind]) & set(consent["purposes"]):
            grant = custody_grant(
                row["organisation_id"], consent["case_id"], row["id"], covered, consent
            )
            await grant_access(transaction, grant)


async def open_by_living_consents(
    transaction: Transaction, case_id: UUID, organisation_id: UUID
) -> None:
    """Open to an organisation that has taken a case over what her consents for it cover."""
    async with transaction.elevated():
        for consent in await transaction.all(
            _LIVING, case_id=case_id, organisation_id=organisation_id
        ):
            await open_to_custodians(transaction, consent)
