"""The table of cases: one person's file, pseudonymous by itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import RiskFlag
from referral_api.domain.codelists.status import CaseState, ClosureReason, IdentificationStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, InterviewerSex, Sex


class Case(Table, table=True):
    """The registration writes the custodians, and the database checks them against the first links.

    Afterwards the database updates them as custody moves. The foreign keys of the links stand in
    for theirs.
    """

    __table_args__ = (
        Index("ix_case_recorded_key", "recorded_key"),
        CheckConstraint(
            "duplicate_of_id IS NULL OR closure_reason IS NOT DISTINCT FROM 'duplicate'"
            " AND duplicate_of_id <> id",
            name="duplicate_of",
        ),
    )

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    code: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    status: str = Field(sa_column=code_column("status", IdentificationStatus))
    state: str = Field(sa_column=code_column("state", CaseState))
    sex: str = Field(sa_column=code_column("sex", Sex))
    age_band: str = Field(sa_column=code_column("age_band", AgeBand))
    age_in_doubt: bool
    region: str = Field(sa_column=code_column("region", Region))
    nationality: str | None = Field(sa_column=Column(Text))
    nationalities: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text)))
    languages: list[str] = Field(sa_column=codes_column("languages", Language))
    risk_flags: list[str] = Field(sa_column=codes_column("risk_flags", RiskFlag))
    closure_reason: str | None = Field(
        sa_column=code_column("closure_reason", ClosureReason, nullable=True)
    )
    duplicate_of_id: UUID | None = Field(default=None, foreign_key="case.id")
    protection_custodian_id: UUID | None
    investigation_custodian_id: UUID | None
    registered_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    registered_by_agent_id: UUID = Field(foreign_key="agent.id")
    registered_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    death_reported_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True))
    )
    death_refuted_at: datetime | None = Field(
        default=None, sa_column=Column(DateTime(timezone=True))
    )
    # When she was met, as people tell it; the registration may come later.
    happened_at: datetime | None = Field(default=None, sa_column=timestamp_column())
    interviewer_sex: str | None = Field(
        default=None, sa_column=code_column("interviewer_sex", InterviewerSex, nullable=True)
    )
    version: int
