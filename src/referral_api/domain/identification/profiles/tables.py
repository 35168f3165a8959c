"""The table of profiles: one for each case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column
from referral_api.domain.codelists.answers import Answer, IncomeLevel
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.documents import DocumentHeld
from referral_api.domain.codelists.profiles import (
    AgeBasis,
    DisplacementCause,
    EducationLevel,
    EmploymentStatus,
    FunctionalDifficulty,
    MaritalStatus,
    MigrationStatus,
    ResidenceKind,
)
from referral_api.domain.codelists.scenes import AgePrecision


def _difficulty(name: str) -> "Column[str]":
    return code_column(name, FunctionalDifficulty)


class Profile(Table, table=True):
    """What is known of the person for statistics. Localities are sealed with the person's key."""

    __table_args__ = (
        CheckConstraint("age_at_registration BETWEEN 0 AND 120", name="age"),
        CheckConstraint("children_count BETWEEN 0 AND 30", name="children"),
        CheckConstraint("dependants_with_person BETWEEN 0 AND 30", name="dependants"),
    )  # fmt: skip

    case_id: UUID = Field(primary_key=True, foreign_key="case.id")
    birth_country: str | None = Field(
        sa_column=code_column("birth_country", Country, nullable=True)
    )
    origin: Any = Field(sa_column=Column(JSONB))
    residence: Any = Field(sa_column=Column(JSONB))
    sealed_localities: bytes | None
    residence_kind: str = Field(sa_column=code_column("residence_kind", ResidenceKind))
    migration_statuses: list[str] = Field(
        sa_column=codes_column("migration_statuses", MigrationStatus)
    )
    displacement_causes: list[str] = Field(
        sa_column=codes_column("displacement_causes", DisplacementCause)
    )
    education_level: str = Field(sa_column=code_column("education_level", EducationLevel))
    reads_and_writes: str = Field(sa_column=code_column("reads_and_writes", Answer))
    marital_status: str = Field(sa_column=code_column("marital_status", MaritalStatus))
    first_union_before_18: str = Field(sa_column=code_column("first_union_before_18", Answer))
    children_count: int | None
    dependants_with_person: int | None
    employment_before: str = Field(sa_column=code_column("employment_before", EmploymentStatus))
    income_level: str = Field(sa_column=code_column("income_level", IncomeLevel))
    documents_held: list[str] = Field(sa_column=codes_column("documents_held", DocumentHeld))
    birth_registered: str = Field(sa_column=code_column("birth_registered", Answer))
    age_basis: str = Field(sa_column=code_column("age_basis", AgeBasis))
    age_at_registration: int | None
    age_at_registration_precision: str | None = Field(
        sa_column=code_column("age_at_registration_precision", AgePrecision, nullable=True)
    )
    wg_seeing: str = Field(sa_column=_difficulty("wg_seeing"))
    wg_hearing: str = Field(sa_column=_difficulty("wg_hearing"))
    wg_walking: str = Field(sa_column=_difficulty("wg_walking"))
    wg_remembering: str = Field(sa_column=_difficulty("wg_remembering"))
    wg_self_care: str = Field(sa_column=_difficulty("wg_self_care"))
    wg_communicating: str = Field(sa_column=_difficulty("wg_communicating"))
    difficulty_any: str = Field(sa_column=code_column("difficulty_any", Answer))
    version: int
    updated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    updated_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    updated_by_agent_id: UUID = Field(foreign_key="agent.id")
