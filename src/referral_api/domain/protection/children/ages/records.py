"""The records of age assessments."""

from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.protection.children.ages.schemas import AgeAssessmentRead
from referral_api.domain.protection.children.ages.tables import AgeAssessment
from referral_api.domain.protection.children.records import child_records
from referral_api.domain.transitions import Guard, Lifecycle, Side, transition
from referral_api.errors import Conflict
from referral_api.permissions import AgeAssessmentPermission


def _is_not_told(assessment: Any) -> bool:
    return assessment is None or assessment.told_on is None


def _told_already() -> Conflict:
    return Conflict("The person has been told of this assessment.")


_RECORDED = (RecordStatus.RECORDED,)
AGE_ASSESSMENTS = Lifecycle(
    RecordStatus,
    transition(
        "tell", AgeAssessmentPermission.TELL, _RECORDED, None, [Side.CUSTODIAN],
        Guard("the person has not been told", _is_not_told, _told_already),
    ),
    transition(
        "mark_error", AgeAssessmentPermission.MARK_ERROR, _RECORDED,
        RecordStatus.ENTERED_IN_ERROR, [Side.SENDER],
    ),
    open_states=_RECORDED,
)  # fmt: skip
AGE_ASSESSMENT_RECORDS = child_records(
    AgeAssessment, AGE_ASSESSMENTS, subject="age_assessment",
    creation=AgeAssessmentPermission.RECORD,
    columns=(
        "doubt", "methods", "guardian_present", "interpreter_present", "explained", "assessors",
        "person_agreed", "result", "age_low", "age_high", "sealed_grounds",
    ),
    changed=("told_on", "may_contest_until"),
)  # fmt: skip


def to_response(row: Row, grounds: str | None = None) -> AgeAssessmentRead:
    """Turn a row into a response."""
    return AgeAssessmentRead(**row, grounds=grounds)
