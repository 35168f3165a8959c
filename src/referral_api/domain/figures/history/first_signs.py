"""The history of what comes before a file, or beside it: tips, incidents, contacts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedTip(Image, table=True):
    """An image of a tip, without its words, and with no place below region."""

    status: str | None = Field(sa_type=Text)
    channel: str | None = Field(sa_type=Text)
    urgency: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    dismissal_reason: str | None = Field(sa_type=Text)
    organisation_id: UUID | None
    assigned_organisation_id: UUID | None
    received_at: datetime | None = Field(sa_column=timestamp_column())
    assigned_at: datetime | None = Field(sa_column=timestamp_column())
    closed_at: datetime | None = Field(sa_column=timestamp_column())


class CountedIncident(Image, table=True):
    """An image of an incident, without what is sealed, and with no place below region."""

    status: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    country: str | None = Field(sa_type=Text)
    detection_method: str | None = Field(sa_type=Text)
    suspected_forms: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    people_found: int | None
    organisation_id: UUID | None
    first_recorded_at: datetime | None = Field(sa_column=timestamp_column())
    occurred_on: date | None


class CountedContact(Image, table=True):
    """An image of a contact without a file."""

    status: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    sex: str | None = Field(sa_type=Text)
    age_group: str | None = Field(sa_type=Text)
    nationality: str | None = Field(sa_type=Text)
    answer: str | None = Field(sa_type=Text)
    hotline_card_given: bool | None
    smuggled: bool | None
    organisation_id: UUID | None
    met_on: date | None
