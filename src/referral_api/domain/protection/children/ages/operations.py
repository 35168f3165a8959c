"""Recording age assessments. No help asks for one, and in doubt the person is a child."""

from datetime import datetime, timedelta
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import AgeMethod, AgeResult
from referral_api.domain.protection.children.ages.records import (
    AGE_ASSESSMENT_RECORDS,
    to_response,
)
from referral_api.domain.protection.children.ages.schemas import (
    AgeAssessmentRead,
    AgeAssessmentRecord,
    AgeAssessmentTell,
)
from referral_api.domain.protection.children.ages.tables import AgeAssessment
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.protection.children.panels import check_sits
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import AgeAssessmentPermission
from referral_api.security.vault import Vault

_PURPOSE, _ADULT = "age_assessment.sealed_grounds", 18


async def record_age_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessed: AgeAssessmentRecord
) -> AgeAssessmentRead:
    """Record an assessment of two agents or more. It changes the file only once it is told."""
    begun = await begin_record(transaction, case_id, assessed.id)
    _check(assessed)
    await check_sits(transaction, "assessors", assessed.assessors)
    fields = begun | assessed.model_dump(exclude={"id", "grounds"}) | {
        "sealed_grounds": await seal(transaction, vault, case_id, _PURPOSE, assessed.grounds)
    }  # fmt: skip
    return to_response(await AGE_ASSESSMENT_RECORDS.add(transaction, fields))


def _check(assessed: AgeAssessmentRecord) -> None:
    refused, methods = assessed.person_agreed == Answer.NO, assessed.methods
    physical, low = AgeMethod.PHYSICAL_EXAMINATION in methods, assessed.age_low
    found = assessed.result != AgeResult.UNDETERMINED
    wrong = {
        "methods": (not refused and set(methods) <= {AgeMethod.PHYSICAL_EXAMINATION})
        or len(set(methods)) < len(methods)
        or (physical and methods[-1] != AgeMethod.PHYSICAL_EXAMINATION),
        "person_agreed": physical and assessed.person_agreed != Answer.YES,
        "result": refused and found,
        "age_low": (found and low is None)
        or (found and low is not None and (low < _ADULT) != (assessed.result == AgeResult.CHILD)),
        "age_high": assessed.age_high is not None and (low is None or assessed.age_high < low),
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, is_so in wrong.items() if is_so
    ]
    if errors:
        raise MalformedInput(errors=errors)


async def find_to_tell(transaction: Transaction, case_id: UUID, assessment_id: UUID) -> Row:
    """Find an assessment of which the caller may tell the person."""
    await check_of_case(transaction, AGE_ASSESSMENT_RECORDS, case_id, assessment_id, "tell")
    return await AGE_ASSESSMENT_RECORDS.find(transaction, assessment_id)


async def tell_age_assessment(
    transaction: Transaction, assessment_id: UUID, told: AgeAssessmentTell, version: int,
    contest: timedelta,
) -> AgeAssessmentRead:  # fmt: skip
    """Record that the person was told, and until when it may be contested."""

    def tell(assessment: AgeAssessment, now: datetime) -> None:
        if not assessment.recorded_at.date() <= told.told_on <= now.date():
            raise MalformedInput(errors=[{"pointer": "/told_on", "code": "out_of_range"}])
        assessment.told_on = told.told_on
        assessment.may_contest_until = told.told_on + contest

    return to_response(
        await AGE_ASSESSMENT_RECORDS.transition(transaction, assessment_id, "tell", version, tell)
    )


async def mark_age_assessment_as_error(
    transaction: Transaction, case_id: UUID, assessment_id: UUID, version: int
) -> AgeAssessmentRead:
    """Mark an assessment that was never made. The file is corrected by itself."""
    await check_of_case(transaction, AGE_ASSESSMENT_RECORDS, case_id, assessment_id, "mark_error")
    return to_response(
        await AGE_ASSESSMENT_RECORDS.transition(transaction, assessment_id, "mark_error", version)
    )


async def read_age_assessment(
    transaction: Transaction, vault: Vault, case_id: UUID, assessment_id: UUID
) -> AgeAssessmentRead:
    """Read an assessment, with its grounds."""
    await check_of_case(transaction, AGE_ASSESSMENT_RECORDS, case_id, assessment_id)
    row = await AGE_ASSESSMENT_RECORDS.read(
        transaction, assessment_id, AgeAssessmentPermission.READ
    )
    grounds = await unseal(transaction, vault, case_id, _PURPOSE, row["sealed_grounds"])
    return to_response(row, grounds)


async def list_age_assessments(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[AgeAssessmentRead]:
    """List the assessments of a person, the last recorded first, without their grounds."""
    return await AGE_ASSESSMENT_RECORDS.list(
        transaction, window, AgeAssessmentPermission.LIST, to_response, case_id=case_id
    )
