"""The history of what is decided for the person: measures and reconsiderations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedMeasure(Image, table=True):
    """An image of a protection measure, without its words and its place."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    kind: str | None = Field(sa_type=Text)
    recorded_by_organisation_id: UUID | None
    decided_by_organisation_id: UUID | None
    decided_on: date | None
    started_on: date | None
    ended_on: date | None
    outcome: str | None = Field(sa_type=Text)
    is_extended: bool | None
    has_risk_assessment: bool | None
    has_determination: bool | None
    proposed_at: datetime | None = Field(sa_column=timestamp_column())


class CountedReconsideration(Image, table=True):
    """An image of a reconsideration, without what was said."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    asked_by: str | None = Field(sa_type=Text)
    asked_on: date | None
    is_late: bool | None
    is_overdue: bool | None
    recorded_by_organisation_id: UUID | None
    decided_by_organisation_id: UUID | None
    decided_at: datetime | None = Field(sa_column=timestamp_column())
