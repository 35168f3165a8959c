"""The history of what the person is given: stays, services, follow-ups and means."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field

from referral_api.database.tables import timestamp_column
from referral_api.domain.figures.history.tables import Image


class CountedStay(Image, table=True):
    """An image of a stay, with what was copied of the case for the tables by category."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    host_organisation_id: UUID | None
    unit: str | None = Field(sa_type=Text)
    sex: str | None = Field(sa_type=Text)
    age_band: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    treated_as_child: bool | None
    arrived_at: datetime | None = Field(sa_column=timestamp_column())
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    departure_reason: str | None = Field(sa_type=Text)
    destination_kind: str | None = Field(sa_type=Text)
    expected_at: datetime | None = Field(sa_column=timestamp_column())


class CountedServiceGiven(Image, table=True):
    """An image of a service given, without its note."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    provider_organisation_id: UUID | None
    service_type: str | None = Field(sa_type=Text)
    offered_on: date | None
    answer_of_person: str | None = Field(sa_type=Text)
    began_on: date | None
    ended_on: date | None
    served_region: str | None = Field(sa_type=Text)
    outcome: str | None = Field(sa_type=Text)
    sex: str | None = Field(sa_type=Text)
    age_band: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    treated_as_child: bool | None


class CountedFollowUp(Image, table=True):
    """An image of a follow-up, without the person's own words."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    point: str | None = Field(sa_type=Text)
    due_on: date | None
    done_on: date | None
    result: str | None = Field(sa_type=Text)
    outcome: str | None = Field(sa_type=Text)
    recorded_by_organisation_id: UUID | None


class CountedMeansRequest(Image, table=True):
    """An image of a request for means."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    asked_by_id: UUID | None
    asked_of_id: UUID | None
    kind: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    asked: int | None = Field(sa_column=Column(BigInteger))
    granted: int | None = Field(sa_column=Column(BigInteger))
    paid: int | None = Field(sa_column=Column(BigInteger))
    asked_at: datetime | None = Field(sa_column=timestamp_column())
    decided_at: datetime | None = Field(sa_column=timestamp_column())
    paid_on: date | None
