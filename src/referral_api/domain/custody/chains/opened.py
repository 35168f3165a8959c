"""Opening to a custodian what custody alone does not: her identity and health, by her consent."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import NEEDS_CONSENT
from referral_api.domain.access.grants import custodian_sections, custody_grant, grant_access
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.network.organisations.tables import Organisation

_later = aliased(Custody)
_CUSTODIANS = Statement(
    select(
        col(Custody.id), col(Custody.kind), col(Custody.organisation_id), col(Organisation.type),
        col(AccessGrant.reads),
    )
    .join(Organisation, col(Organisation.id) == col(Custody.organisation_id))
    .join(AccessGrant, col(AccessGrant.basis_id) == col(Custody.id))
    .where(
        col(Custody.case_id) == bindparam("case_id"),
        col(Custody.organisation_id) == func.any(bindparam("recipients")),
        col(Custody.handoff_id).is_not(None),
        col(AccessGrant.basis) == literal_code(Basis.CUSTODY),
        col(AccessGrant.ended_at).is_(None),
        func.coalesce(col(AccessGrant.valid_until) > func.now(), True),
    )
)  # fmt: skip


async def open_to_custodians(transaction: Transaction, consent: Row) -> None:
    """Open to each custodian among the recipients what it lacks and the consent covers.

    A grant of a former custodian has ended with its link.
    """
    rows = await transaction.all(
        _CUSTODIANS, case_id=consent["case_id"], recipients=consent["recipients"]
    )
    opened: dict[UUID, set[str]] = {}
    for row in rows:
        opened.setdefault(row["id"], set()).update(row["reads"])
    for row in {row["id"]: row for row in rows}.values():
        sections = set(custodian_sections(row["type"], CustodyKind(row["kind"]))) & NEEDS_CONSENT
        lacking = sorted(sections & set(consent["sections"]) - opened[row["id"]])
        if lacking:
            grant = custody_grant(
                row["organisation_id"], consent["case_id"], row["id"], lacking, consent
            )
            await grant_access(transaction, grant)
