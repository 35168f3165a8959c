"""Writing grants. The database checks what each rests on, its ceiling, and ends it."""

from functools import cache
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import CUSTODY_SECTIONS, below_ceiling
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.handoffs import CustodyKind

COLUMNS = (
    "id", "organisation_id", "case_id", "basis", "basis_id", "consent_id", "reads", "writes",
    "valid_until",
)  # fmt: skip
_INSERT = Statement(insert_into(AccessGrant, *COLUMNS))


@cache
def custodian_sections(organisation_type: str, kind: CustodyKind) -> tuple[str, ...]:
    """Name the sections that a custodian of this chain and type reads and writes."""
    return tuple(below_ceiling(organisation_type, CUSTODY_SECTIONS[kind]))


def custody_grant(
    organisation_id: UUID, organisation_type: str, case_id: UUID, kind: CustodyKind, link_id: UUID
) -> dict[str, Any]:
    """Fill the columns of the grant of a custodian: reads and writes, until custody moves."""
    sections = custodian_sections(organisation_type, kind)
    return {
        "id": uuid7(), "organisation_id": organisation_id, "case_id": case_id,
        "basis": Basis.CUSTODY, "basis_id": link_id, "consent_id": None,
        "reads": sections, "writes": sections, "valid_until": None,
    }  # fmt: skip


async def grant_access(transaction: Transaction, grant: dict[str, Any]) -> None:
    """Write one grant."""
    await transaction.run(_INSERT, **grant)
