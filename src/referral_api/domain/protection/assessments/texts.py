"""The texts of an assessment, sealed with the key of the person."""

from dataclasses import dataclass, field
from uuid import UUID

from pydantic import TypeAdapter

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.assessments.schemas import AssessmentRecord
from referral_api.security.vault import Vault

_NOTES, _VIEW = "assessment.sealed_notes", "assessment.sealed_person_view"


@dataclass(frozen=True, slots=True)
class Texts:
    """The notes by need, what answers each risk, and what the person says."""

    notes: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    person_view: str | None = None


_WRITTEN = TypeAdapter(Texts)


async def seal_texts(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment: AssessmentRecord
) -> dict[str, bytes | None]:
    """Seal the texts; return their columns."""
    notes = {found.need.value: found.note for found in assessment.needs if found.note}
    answers = {
        found.flag.value: found.answer_to_it for found in assessment.risks if found.answer_to_it
    }
    written = _WRITTEN.dump_json(Texts(notes, answers)).decode() if notes or answers else None
    view = assessment.person_view
    return {
        "sealed_notes": await seal_narrative(transaction, vault, case_id, _NOTES, written),
        "sealed_person_view": await seal_narrative(transaction, vault, case_id, _VIEW, view),
    }


async def open_texts(transaction: Transaction, vault: Vault, row: Row) -> Texts:
    """Open the texts of an assessment; empty if the person's key was destroyed."""
    case_id = row["case_id"]
    written = await open_narrative(transaction, vault, case_id, _NOTES, row["sealed_notes"])
    view = await open_narrative(transaction, vault, case_id, _VIEW, row["sealed_person_view"])
    opened = Texts() if written is None else _WRITTEN.validate_json(written)
    return Texts(opened.notes, opened.answers, view)
