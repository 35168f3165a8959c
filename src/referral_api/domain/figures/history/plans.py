"""The history of assessments, support plans and their goals: coded columns alone, and no health."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedAssessment(Image, table=True):
    """An image of an assessment, without its texts."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    level: str | None = Field(sa_type=Text)
    conducted_on: date | None
    assessed_region: str | None = Field(sa_type=Text)
    needs: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    need_urgencies: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    need_wishes: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    risk_level: str | None = Field(sa_type=Text)
    next_by: date | None
    assessed_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID | None


class CountedSupportPlan(Image, table=True):
    """An image of a support plan."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    custodian_id: UUID | None
    agreed_by_person: str | None = Field(sa_type=Text)
    review_by: date | None
    planned_end_on: date | None
    ended_on: date | None
    end_reason: str | None = Field(sa_type=Text)
    activated_at: datetime | None = Field(sa_column=timestamp_column())


class CountedSupportGoal(Image, table=True):
    """An image of a goal, without its objective."""

    case_id: UUID | None
    plan_id: UUID | None
    status: str | None = Field(sa_type=Text)
    custodian_id: UUID | None
    domain: str | None = Field(sa_type=Text)
    wanted_by_person: str | None = Field(sa_type=Text)
    responsible_organisation_id: UUID | None
    due_on: date | None
    achieved_on: date | None
    progress: str | None = Field(sa_type=Text)
