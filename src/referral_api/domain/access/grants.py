"""Grants: when one is live, and how one is written.

The database checks the basis and the ceiling of each grant, and ends it with its basis.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import CUSTODY_SECTIONS, below_ceiling
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.handoffs import CustodyKind

COLUMNS = (
    "id", "organisation_id", "case_id", "basis", "basis_id", "consent_id", "reads", "writes",
    "valid_until",
)  # fmt: skip
_INSERT = Statement(insert_into(AccessGrant, *COLUMNS))
# Beside the change that opens the access. The database checks it once the change is made.
GRANT_BESIDE = insert_into(AccessGrant, *COLUMNS, prefix="grant_").cte("granted")


def live_grant(organisation_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Make the condition that a grant of this organisation is live."""
    return and_(col(AccessGrant.organisation_id) == organisation_id, is_live())


def is_live() -> ColumnElement[bool]:
    """Make the condition that a grant is live: not ended and not expired."""
    return and_(
        col(AccessGrant.ended_at).is_(None),
        or_(col(AccessGrant.valid_until).is_(None), col(AccessGrant.valid_until) > func.now()),
    )


@cache
def custodian_sections(organisation_type: str, kind: CustodyKind) -> tuple[str, ...]:
    """Return the sections that a custodian of this chain and type reads and writes."""
    return tuple(below_ceiling(organisation_type, CUSTODY_SECTIONS[kind]))


def custody_grant(
    organisation_id: UUID, case_id: UUID, link_id: UUID, sections: Sequence[str],
    consent: Row | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the columns of a custodian's grant: it reads and writes until custody moves.

    The sections that only a consent opens to it have a grant of their own, which ends with the
    consent.
    """
    return {
        "id": uuid7(), "organisation_id": organisation_id, "case_id": case_id,
        "basis": Basis.CUSTODY, "basis_id": link_id,
        "consent_id": consent and consent["id"],
        "reads": sections, "writes": sections, "valid_until": consent and consent["valid_until"],
    }  # fmt: skip


def grant_beside(grant: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of ``GRANT_BESIDE`` for one grant."""
    return {f"grant_{name}": grant[name] for name in COLUMNS}


async def grant_access(transaction: Transaction, grant: dict[str, Any]) -> None:
    """Write one grant."""
    await transaction.run(_INSERT, **grant)
