"""The records of best-interests assessments and determinations."""

from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.codelists.best_interests import BestInterestFactor
from referral_api.domain.protection.children.interests.schemas import (
    BestInterestsAssessmentRead,
    BestInterestsDeterminationRead,
    FactorRead,
)
from referral_api.domain.protection.children.interests.tables import (
    BestInterestsAssessment,
    BestInterestsDetermination,
)
from referral_api.domain.protection.children.records import child_records
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.transitions import Side
from referral_api.permissions import (
    BestInterestsAssessmentPermission,
    BestInterestsDeterminationPermission,
)

ASSESSMENT_RECORDS = child_records(
    BestInterestsAssessment,
    recorded_lifecycle(BestInterestsAssessmentPermission.MARK_ERROR, [Side.SENDER]),
    subject="best_interests_assessment", creation=BestInterestsAssessmentPermission.RECORD,
    columns=(
        "assessed_on", "assessor_id", "is_urgent", "heard", "not_heard_reason", "concerns",
        "sealed_findings", "recommended", "needs_determination",
    ),
)  # fmt: skip
DETERMINATION_RECORDS = child_records(
    BestInterestsDetermination,
    recorded_lifecycle(BestInterestsDeterminationPermission.MARK_ERROR, [Side.SENDER]),
    subject="best_interests_determination",
    creation=BestInterestsDeterminationPermission.DECIDE,
    columns=(
        "assessment_id", "panel", "options", "sealed_options", "decision", "sealed_dissent",
        "decided_on", "review_by", "own_view_ids", "no_view_reason",
    ),
)  # fmt: skip


def show_assessment(row: Row, findings: Any = None) -> BestInterestsAssessmentRead:
    """Turn a row into a response; the findings are those of the factors, in their order."""
    said = findings or [None] * len(BestInterestFactor)
    factors = [
        FactorRead(factor=factor, finding=finding, concern=concern)
        for factor, finding, concern in zip(BestInterestFactor, said, row["concerns"], strict=True)
    ]
    return BestInterestsAssessmentRead(**row, factors=factors)


def show_determination(
    row: Row, weighed: Any = None, dissent: str | None = None
) -> BestInterestsDeterminationRead:
    """Turn a row into a response; what was weighed is that of the options, in their order."""
    said = weighed or [(None, None)] * len(row["options"])
    options = [
        {"measure": measure, "in_favour": in_favour, "against": against}
        for measure, (in_favour, against) in zip(row["options"], said, strict=True)
    ]
    return BestInterestsDeterminationRead(**dict(row) | {"options": options}, dissent=dissent)
