"""Adding a link to a chain of custody, with the grant that goes with it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import custody_grant, grant_access
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.custody.chains.tables import Custody
from referral_api.errors import Forbidden

_LATEST = Statement(
    select(col(Custody.seq), col(Custody.organisation_id))
    .where(col(Custody.case_id) == bindparam("case_id"), col(Custody.kind) == bindparam("kind"))
    .order_by(col(Custody.seq).desc())
    .limit(1)
)
_ADD = Statement(
    insert_into(
        Custody, "id", "case_id", "kind", "seq", "organisation_id", "handoff_id", "agent_id"
    )
)


async def find_custodian(
    transaction: Transaction, case_id: UUID, kind: CustodyKind
) -> tuple[int, UUID | None]:
    """Return the number of the link in force and its organisation; (0, None) before the first."""
    row = await transaction.one(_LATEST, case_id=case_id, kind=kind)
    return (0, None) if row is None else (row["seq"], row["organisation_id"])


async def find_offerer(
    transaction: Transaction, case_id: UUID, kind: CustodyKind
) -> tuple[int, UUID]:
    """Return the number of the link in force, and the organisation that may hand the chain over.

    That organisation is the chain's custodian. For a first inquiry, it is the custodian of the
    person. Forbidden if neither is in sight.
    """
    seq, custodian = await find_custodian(transaction, case_id, kind)
    if custodian is None:
        _, custodian = await find_custodian(transaction, case_id, CustodyKind.PROTECTION)
    if custodian is None:
        raise Forbidden
    return seq, custodian


async def move_custody(
    transaction: Transaction,
    *,
    case_id: UUID,
    kind: CustodyKind,
    after_seq: int,
    organisation_id: UUID,
    sections: Sequence[str],
    handoff_id: UUID,
) -> None:
    """Make an organisation answer for the case, with these sections.

    The new link follows link ``after_seq``: Conflict if custody has moved meanwhile. The former
    custodian's grant ends with its link.
    """
    link_id = uuid7()
    await transaction.run(
        _ADD, id=link_id, case_id=case_id, kind=kind, seq=after_seq + 1,
        organisation_id=organisation_id, handoff_id=handoff_id,
        agent_id=transaction.actor.agent_id,
    )  # fmt: skip
    await grant_access(transaction, custody_grant(organisation_id, case_id, link_id, sections))
