"""The table of contacts without a file."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.incidents import AgeGroup, ContactAnswer
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import Sex


class Contact(Table, table=True):
    """One person who was met once. Nothing of it names or finds the person."""

    __table_args__ = (
        Index("ix_contact_recorded_key", "recorded_key"),
        Index(
            "ix_contact_recorded_by_organisation_id_recorded_key", "recorded_by_organisation_id",
            "recorded_key",
        ),
        CheckConstraint("(answer = 'nothing_offered') = (offered = '{}')", name="offered"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    status: str = Field(sa_column=code_column("status", RecordStatus))
    met_on: date = Field(sa_column=Column(Date, nullable=False))
    region: str = Field(sa_column=code_column("region", Region))
    sex: str = Field(sa_column=code_column("sex", Sex))
    age_group: str = Field(sa_column=code_column("age_group", AgeGroup))
    nationality: str | None = Field(sa_column=code_column("nationality", Country, nullable=True))
    offered: list[str] = Field(sa_column=codes_column("offered", ServiceType))
    answer: str = Field(sa_column=code_column("answer", ContactAnswer))
    hotline_card_given: bool
    smuggled: bool
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
