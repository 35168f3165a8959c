"""What every record of a child's protection begins with, and how it seals what it says."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.children.tables import ChildProtection
from referral_api.errors import Conflict
from referral_api.security.vault import Vault

_NAMED = Statement(
    select(col(ChildProtection.id), col(ChildProtection.organisation_id)).where(
        col(ChildProtection.case_id) == bindparam("case_id"),
        col(ChildProtection.status) == literal_code(RecordStatus.RECORDED),
    )
)


async def find_named(transaction: Transaction, case_id: UUID) -> tuple[UUID, UUID] | None:
    """Find the record of the organisation that protects the child, and that organisation."""
    row = await transaction.one(_NAMED, case_id=case_id)
    return None if row is None else (row["id"], row["organisation_id"])


def is_child(case: Case) -> bool:
    """Say whether she is treated as a child."""
    return is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt)


def check_is_child(case: Case) -> None:
    """Raise Conflict for an adult: this is done for children, and in doubt she is one."""
    if not is_child(case):
        raise Conflict("The person is not treated as a child.")


async def begin_record(
    transaction: Transaction, case_id: UUID, record_id: UUID | None, *, for_children: bool = True
) -> dict[str, Any]:
    """Return the columns that every record has, for who writes the section `protection`."""
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION, write=True)
    if for_children:
        check_is_child(case)
    named, actor = await find_named(transaction, case_id), transaction.actor
    return {
        "id": record_id or uuid7(), "case_id": case_id, "version": 1,
        "custodian_id": case.protection_custodian_id, "child_protection_id": named and named[1],
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id, "status": RecordStatus.RECORDED,
    }  # fmt: skip


async def seal(
    transaction: Transaction, vault: Vault, case_id: UUID, purpose: str, said: Any
) -> bytes | None:
    """Seal what was said, of whatever form, with the person's key."""
    text = None if said is None else json.dumps(said, ensure_ascii=False)
    return await seal_narrative(transaction, vault, case_id, purpose, text)


async def unseal(
    transaction: Transaction, vault: Vault, case_id: UUID, purpose: str, sealed: bytes | None
) -> Any:
    """Open what was sealed; None if there is nothing, or if the key was destroyed."""
    text = await open_narrative(transaction, vault, case_id, purpose, sealed)
    return None if text is None else json.loads(text)
