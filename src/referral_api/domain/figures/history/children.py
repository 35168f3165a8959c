"""The history of what is done for children: guardians, assessments and determinations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedGuardian(Image, table=True):
    """An image of a guardian, without who it is."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    kind: str | None = Field(sa_type=Text)
    family_check: str | None = Field(sa_type=Text)
    from_on: date | None
    until_on: date | None
    told_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID | None


class CountedBestInterestsAssessment(Image, table=True):
    """An image of a best-interests assessment, without what was found."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    assessed_on: date | None
    is_urgent: bool | None
    needs_determination: bool | None
    recorded_by_organisation_id: UUID | None


class CountedBestInterestsDetermination(Image, table=True):
    """An image of a best-interests determination, without what was weighed."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    assessment_id: UUID | None
    decision: str | None = Field(sa_type=Text)
    decided_on: date | None
    review_by: date | None
    recorded_by_organisation_id: UUID | None
