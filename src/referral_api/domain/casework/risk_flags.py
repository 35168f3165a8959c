"""Confirming the risks of an assessment: they become risk flags of the case, and of open sheets."""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.correction import update_case
from referral_api.domain.codelists.assessments import Likelihood
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.cases.schemas import CaseUpdate
from referral_api.domain.protection.assessments.records import ASSESSMENT_RECORDS, to_response
from referral_api.domain.protection.assessments.schemas import AssessmentRead
from referral_api.domain.protection.assessments.tables import Assessment
from referral_api.domain.records.of_case import check_of_case
from referral_api.domain.versions import check_version


async def confirm_risks(
    transaction: Transaction, case_id: UUID, assessment_id: UUID, version: int
) -> AssessmentRead:
    """Add the risks that are not unlikely to the flags of the case; none is taken away.

    The file is held before the assessment, as everywhere.
    """
    await check_of_case(transaction, ASSESSMENT_RECORDS, case_id, assessment_id, "confirm_risks")
    found = await ASSESSMENT_RECORDS.find(transaction, assessment_id)
    ASSESSMENT_RECORDS.lifecycle.target("confirm_risks", found["status"], None)
    check_version(version, found["version"])
    case = await get_case(transaction, case_id)
    risks = zip(found["risks"], found["risk_likelihoods"], strict=True)
    flags = [flag for flag, likelihood in risks if likelihood != Likelihood.UNLIKELY]
    if set(flags) - set(case.risk_flags):
        both = list(dict.fromkeys([*case.risk_flags, *flags]))
        await update_case(transaction, case_id, CaseUpdate(risk_flags=both), case.version)

    def confirm(assessment: Assessment, now: datetime) -> None:
        assessment.risks_confirmed_at = now

    row = await ASSESSMENT_RECORDS.transition(
        transaction, assessment_id, "confirm_risks", version, confirm
    )
    return to_response(row)
