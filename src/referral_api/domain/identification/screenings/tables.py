"""The table of screenings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.scenes import PlaceSetting
from referral_api.domain.codelists.screenings import (
    InterpreterKind,
    NoSpecialistReason,
    ScreeningAdvice,
    ScreeningDimension,
    ScreeningEnd,
    ScreeningWarning,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import InterviewerSex


class Screening(Table, table=True):
    """One conversation by an instrument. Notes and narrative are sealed with the person's key."""

    __table_args__ = (
        Index("ix_screening_recorded_key", "recorded_key"),
        Index("ix_screening_case_id_recorded_key", "case_id", "recorded_key"),
        CheckConstraint("yes_and_no BETWEEN 0 AND asked AND asked > 0", name="asked"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    status: str = Field(sa_column=code_column("status", RecordStatus))
    instrument: str = Field(sa_type=Text)
    instrument_version: str = Field(sa_type=Text)
    conducted_on: date
    region: str | None = Field(sa_column=code_column("region", Region, nullable=True))
    setting: str | None = Field(sa_column=code_column("setting", PlaceSetting, nullable=True))
    language: str = Field(sa_column=code_column("language", Language))
    interpreter: str = Field(sa_column=code_column("interpreter", InterpreterKind))
    private_place: str = Field(sa_column=code_column("private_place", Answer))
    escort_absent: str = Field(sa_column=code_column("escort_absent", Answer))
    person_of_trust: str = Field(sa_column=code_column("person_of_trust", Answer))
    child_specialist: str | None = Field(
        sa_column=code_column("child_specialist", Answer, nullable=True)
    )
    child_specialist_reason: str | None = Field(
        sa_column=code_column("child_specialist_reason", NoSpecialistReason, nullable=True)
    )
    interviewer_sex: str | None = Field(
        sa_column=code_column("interviewer_sex", InterviewerSex, nullable=True)
    )
    interviewer_sex_chosen: str = Field(sa_column=code_column("interviewer_sex_chosen", Answer))
    urgent_needs_first: str = Field(sa_column=code_column("urgent_needs_first", Answer))
    purpose_explained: str = Field(sa_column=code_column("purpose_explained", Answer))
    may_stop_explained: str = Field(sa_column=code_column("may_stop_explained", Answer))
    break_taken: str = Field(sa_column=code_column("break_taken", Answer))
    ended: str = Field(sa_column=code_column("ended", ScreeningEnd))
    earlier_conversations: int | None
    treated_as_child: bool
    answers: Any = Field(sa_column=Column(JSONB, nullable=False))
    sealed_notes: bytes | None
    sealed_narrative: bytes | None
    advice: str = Field(sa_column=code_column("advice", ScreeningAdvice))
    positive_dimensions: list[str] = Field(
        sa_column=codes_column("positive_dimensions", ScreeningDimension)
    )
    warnings: list[str] = Field(sa_column=codes_column("warnings", ScreeningWarning))
    asked: int
    yes_and_no: int
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
