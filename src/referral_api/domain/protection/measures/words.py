"""The words of a measure, sealed together with the person's key, and who opens which."""

import json
from typing import Any
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.measures.kinds import SEALED
from referral_api.domain.protection.measures.schemas import MeasurePropose
from referral_api.errors import Forbidden
from referral_api.security.vault import Vault

_WORDS, _REASONS = "measure.sealed_words", "measure.sealed_reasons"
# What only who asks for it, and who carries it out, may know.
_FOR_EXECUTOR = "details"


async def seal_words(
    transaction: Transaction, vault: Vault, case_id: UUID, measure: MeasurePropose
) -> bytes | None:
    """Seal what was said of a measure; None if nothing was."""
    said = {name: getattr(measure, name) for name in SEALED}
    if measure.destination is not None:
        said["locality"] = measure.destination.locality
    said = {name: value for name, value in said.items() if value is not None}
    return await seal_narrative(
        transaction, vault, case_id, _WORDS, json.dumps(said) if said else None
    )


async def seal_reasons(
    transaction: Transaction, vault: Vault, case_id: UUID, reasons: str
) -> bytes | None:
    """Seal why a measure was rejected or revoked."""
    return await seal_narrative(transaction, vault, case_id, _REASONS, reasons)


async def open_words(transaction: Transaction, vault: Vault, row: Any) -> dict[str, str] | None:
    """Open what this caller may read of the words of a measure that it sees; None if nothing."""
    mine = transaction.actor.organisation_id
    takes_part = mine in {row["recorded_by_organisation_id"], row["executor_organisation_id"]}
    decided = mine == row["decided_by_organisation_id"] and not transaction.actor.coordinates
    if not takes_part and not decided and not await _reads_section(transaction, row):
        return None
    case_id = row["case_id"]
    opened: dict[str, str] = {}
    words = await open_narrative(transaction, vault, case_id, _WORDS, row["sealed_words"])
    if words is not None:
        opened = json.loads(words)
    reasons = await open_narrative(transaction, vault, case_id, _REASONS, row["sealed_reasons"])
    if reasons is not None:
        opened["reasons"] = reasons
    if not takes_part:
        opened.pop(_FOR_EXECUTOR, None)
    return opened


async def _reads_section(transaction: Transaction, row: Any) -> bool:
    try:
        await check_section(transaction, row["case_id"], Section(row["section"]))
    except Forbidden:
        return False
    return True
