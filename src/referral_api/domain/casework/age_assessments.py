"""Telling a person what her age was found to be: the file is corrected with it, and says so."""

from datetime import timedelta
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.correction import update_case
from referral_api.domain.codelists.children import AgeResult
from referral_api.domain.codelists.victims import AgeBand
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.cases.schemas import CaseUpdate
from referral_api.domain.protection.children.ages import operations
from referral_api.domain.protection.children.ages.schemas import (
    AgeAssessmentRead,
    AgeAssessmentTell,
)


async def tell_age_assessment(
    transaction: Transaction, case_id: UUID, assessment_id: UUID, told: AgeAssessmentTell,
    version: int, contest: timedelta,
) -> AgeAssessmentRead:  # fmt: skip
    """Record that the person was told; the file takes the lower end of the age that was found.

    The correction is the one that every caller makes, with its event and its sheets; only who
    answers for the person makes it. What stays undetermined changes nothing: she stays a child.
    """
    found = await operations.find_to_tell(transaction, case_id, assessment_id)
    if found["told_on"] is None and found["result"] != AgeResult.UNDETERMINED:
        # Before the assessment is locked: sheets and the case come first in every act.
        case = await get_case(transaction, case_id)
        update = CaseUpdate(age_band=_band_of(found["age_low"]), age_in_doubt=False)
        await update_case(transaction, case_id, update, case.version)
    return await operations.tell_age_assessment(transaction, assessment_id, told, version, contest)


def _band_of(age: int) -> AgeBand:
    known = (band for band in AgeBand if band != AgeBand.UNKNOWN)
    return next(band for band in known if band.includes(age))
