"""Recording an assessment, and reading assessments. Help depends on none."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.assessments import AssessmentLevel, RiskLevel
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.events.notices.telling import Awaited, tell
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.protection.assessments.health import (
    check_may_write,
    read_answers,
    write_answers,
)
from referral_api.domain.protection.assessments.policy import check_contents, check_writer
from referral_api.domain.protection.assessments.records import ASSESSMENT_RECORDS, to_response
from referral_api.domain.protection.assessments.schemas import AssessmentRead, AssessmentRecord
from referral_api.domain.protection.assessments.texts import open_texts, seal_texts
from referral_api.domain.records.of_case import check_of_case
from referral_api.permissions import AssessmentPermission
from referral_api.security.vault import Vault


async def record_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment: AssessmentRecord, *,
    every: timedelta, plan_within: timedelta,
) -> AssessmentRead:  # fmt: skip
    """Record an assessment, as who answers for the person.

    A high risk is told to the supervisors at once; a plan is due ``plan_within``.
    """
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.PROTECTION, write=True)
    check_writer(transaction.actor, assessment)
    if assessment.health is not None:
        await check_may_write(transaction, case_id)
    await check_open(transaction, case_id)
    now = await read_clock(transaction)
    check_contents(assessment, now.date(), every)
    actor = transaction.actor
    plan_by = now + plan_within if assessment.risk_level is RiskLevel.HIGH else None
    fields: dict[str, Any] = _coded(assessment) | {
        "id": assessment.id or uuid7(), "case_id": case_id, "version": 1, "plan_by": plan_by,
        "custodian_id": case.protection_custodian_id, "status": RecordStatus.RECORDED,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
        **await seal_texts(transaction, vault, case_id, assessment),
    }  # fmt: skip
    row = await ASSESSMENT_RECORDS.add(transaction, fields)
    if assessment.health is not None:
        await write_answers(transaction, vault, case_id, row["id"], assessment.health)
    if plan_by is not None:
        await _tell_supervisors(transaction, row["id"], plan_by, row["region"])
    return to_response(row)


async def _tell_supervisors(
    transaction: Transaction, assessment_id: UUID, plan_by: datetime, region: str
) -> None:
    waiting = Awaited(
        NoticeKind.PLAN_FOR_HIGH_RISK, "assessment", assessment_id, plan_by,
        transaction.actor.organisation_id, region=region,
    )  # fmt: skip
    await tell(transaction, waiting, [NoticeStage.SUPERVISOR])


def _coded(assessment: AssessmentRecord) -> dict[str, Any]:
    """Return the coded columns; what the person wants comes first."""
    needs = sorted(assessment.needs, key=lambda found: found.wanted is not Answer.YES)
    kept = {"needs", "risks", "person_view", "health"}
    return assessment.model_dump(exclude=kept) | {
        "needs": [found.need for found in needs],
        "need_urgencies": [found.urgency for found in needs],
        "need_wishes": [found.wanted for found in needs],
        "risks": [found.flag for found in assessment.risks],
        "risk_likelihoods": [found.likelihood for found in assessment.risks],
        "risk_gravities": [found.gravity for found in assessment.risks],
    }


async def mark_assessment_as_error(
    transaction: Transaction, case_id: UUID, assessment_id: UUID, version: int
) -> AssessmentRead:
    """Mark an assessment that should never have been recorded, as who recorded it."""
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, assessment_id, "mark_error")
    return to_response(
        await ASSESSMENT_RECORDS.transition(transaction, assessment_id, "mark_error", version)
    )


async def read_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment_id: UUID
) -> AssessmentRead:
    """Read an assessment within sight, with its texts, and with health where that is in sight."""
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, assessment_id)
    row = await ASSESSMENT_RECORDS.read(transaction, assessment_id, AssessmentPermission.READ)
    texts = await open_texts(transaction, vault, row)
    return to_response(row, texts, await read_answers(transaction, vault, case_id, assessment_id))


async def list_assessments(
    transaction: Transaction, case_id: UUID, level: AssessmentLevel | None, window: Window, *,
    latest: bool | None,
) -> Slice[AssessmentRead]:  # fmt: skip
    """List the assessments of a case within sight, newest first; NotFound if the case is not."""
    await get_case(transaction, case_id)
    return await ASSESSMENT_RECORDS.list(
        transaction, window, AssessmentPermission.LIST, to_response, case_id=case_id, level=level,
        latest=latest or None, status=RecordStatus.RECORDED if latest else None,
    )  # fmt: skip
