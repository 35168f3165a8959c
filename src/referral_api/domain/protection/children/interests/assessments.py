"""Assessing what is best for a child, before any lasting measure."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.best_interests import BestInterestFactor, PersonHeard
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.protection.children.interests.records import (
    ASSESSMENT_RECORDS,
    show_assessment,
)
from referral_api.domain.protection.children.interests.schemas import (
    BestInterestsAssessmentRead,
    BestInterestsAssessmentRecord,
)
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import BestInterestsAssessmentPermission
from referral_api.security.vault import Vault

_PURPOSE = "best_interests_assessment.sealed_findings"
_AGENT = Statement(
    select(col(Agent.id)).where(col(Agent.id) == bindparam("agent_id"), col(Agent.active))
)


async def record_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessed: BestInterestsAssessmentRecord
) -> BestInterestsAssessmentRead:
    """Record an assessment. What lasts forces a determination, whatever was sent."""
    begun = await begin_record(transaction, case_id, assessed.id)
    assessor_id = assessed.assessor_id or transaction.actor.agent_id
    known = await transaction.one(_AGENT, agent_id=assessor_id) is not None
    findings = {one.factor: one for one in assessed.factors}
    child_heard = PersonHeard.CHILD in assessed.heard
    wrong = {
        "assessed_on": assessed.assessed_on > (await read_clock(transaction)).date(),
        "assessor_id": not known,
        "not_heard_reason": child_heard == (assessed.not_heard_reason is not None),
        "factors": len(findings) < len(BestInterestFactor),
        "recommended": len(set(assessed.recommended)) < len(assessed.recommended),
        "heard": len(set(assessed.heard)) < len(assessed.heard),
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, is_so in wrong.items() if is_so
    ]
    if errors:
        raise MalformedInput(errors=errors)
    in_order = [findings[factor] for factor in BestInterestFactor]
    plain: dict[str, Any] = assessed.model_dump(exclude={"id", "factors"})
    sealed = await seal(transaction, vault, case_id, _PURPOSE, [one.finding for one in in_order])
    fields = begun | plain | {
        "assessor_id": assessor_id, "concerns": [one.concern for one in in_order],
        "needs_determination": assessed.needs_determination
        or any(measure.lasting for measure in assessed.recommended),
        "sealed_findings": sealed,
    }  # fmt: skip
    return show_assessment(await ASSESSMENT_RECORDS.add(transaction, fields))


async def mark_assessment_as_error(
    transaction: Transaction, case_id: UUID, assessment_id: UUID, version: int
) -> BestInterestsAssessmentRead:
    """Mark an assessment that was never made."""
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, assessment_id, "mark_error")
    return show_assessment(
        await ASSESSMENT_RECORDS.transition(transaction, assessment_id, "mark_error", version)
    )


async def read_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment_id: UUID
) -> BestInterestsAssessmentRead:
    """Read an assessment, with what was found."""
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, assessment_id)
    row = await ASSESSMENT_RECORDS.read(
        transaction, assessment_id, BestInterestsAssessmentPermission.READ
    )
    findings = await unseal(transaction, vault, case_id, _PURPOSE, row["sealed_findings"])
    return show_assessment(row, findings)


async def list_assessments(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[BestInterestsAssessmentRead]:
    """List the assessments of a child, the last recorded first, without what was found."""
    return await ASSESSMENT_RECORDS.list(
        transaction, window, BestInterestsAssessmentPermission.LIST, show_assessment,
        case_id=case_id,
    )  # fmt: skip
