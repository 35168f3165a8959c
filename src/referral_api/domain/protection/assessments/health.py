"""The answers of an assessment on health: written and read with the section health alone."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.identification.profiles.tables import Profile
from referral_api.domain.protection.assessments.schemas import HealthAnswers, HealthAnswersRead
from referral_api.domain.protection.assessments.tables import AssessmentHealth
from referral_api.errors import Forbidden
from referral_api.permissions import Role
from referral_api.security.vault import Vault

_PURPOSE = "assessment_health.sealed_note"
_ANSWERS = tuple(name for name in HealthAnswers.model_fields if name != "h_note")
_WRITING = frozenset({Role.CASE_WORKER, Role.INTAKE_OFFICER})
_INSERT = Statement(
    insert_into(
        AssessmentHealth, "assessment_id", "case_id", *_ANSWERS, "sealed_note",
        "recorded_by_organisation_id", "recorded_by_agent_id",
    )
)  # fmt: skip
_FIND = Statement(
    select(AssessmentHealth, col(Profile.difficulty_any))
    .outerjoin(Profile, col(Profile.case_id) == col(AssessmentHealth.case_id))
    .where(col(AssessmentHealth.assessment_id) == bindparam("assessment_id"))
)


async def check_may_write(transaction: Transaction, case_id: UUID) -> None:
    """Raise Forbidden unless the caller writes the section health, by its role too."""
    if not _WRITING & transaction.actor.roles:
        raise Forbidden
    await check_section(transaction, case_id, Section.HEALTH, write=True)


async def write_answers(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment_id: UUID,
    health: HealthAnswers,
) -> None:  # fmt: skip
    """Write the answers of an assessment that was just recorded."""
    actor = transaction.actor
    note = await seal_narrative(transaction, vault, case_id, _PURPOSE, health.h_note)
    values: dict[str, Any] = health.model_dump(exclude={"h_note"}) | {
        "assessment_id": assessment_id, "case_id": case_id, "sealed_note": note,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    await transaction.run(_INSERT, **values)


async def read_answers(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment_id: UUID
) -> HealthAnswersRead | None:
    """Read the answers; None where there are none, or the caller does not read the section."""
    row = await transaction.one(_FIND, assessment_id=assessment_id)
    if row is None:
        return None
    note = await open_narrative(transaction, vault, case_id, _PURPOSE, row["sealed_note"])
    return HealthAnswersRead(
        **{name: row[name] for name in _ANSWERS}, h_note=note,
        care_within_72_hours=row["h_sexual_violence_72h"] == Answer.YES,
        h_functioning=row["difficulty_any"],
    )  # fmt: skip
