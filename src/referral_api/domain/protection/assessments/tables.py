"""The tables of assessments: needs and risks, and apart from them what is asked of health."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import Answer, Gravity, RecordStatus
from referral_api.domain.codelists.assessments import (
    AssessmentLevel,
    CommunityFactor,
    HouseholdFactor,
    Likelihood,
    NeedUrgency,
    RiskLevel,
)
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.screenings import InterpreterKind
from referral_api.domain.codelists.territory import Region


class Assessment(Table, table=True):
    """One assessment. Each need has an urgency and a wish in the same place of their lists, each
    risk a likelihood and a gravity; the notes on them are sealed together.

    ``plan_by`` is the limit for a plan, of a high risk alone. The database writes
    ``custodian_id``, which follows custody.
    """

    __table_args__ = (
        Index("ix_assessment_recorded_key", "recorded_key"),
        Index("ix_assessment_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_assessment_next_by", "next_by", postgresql_where=text("status = 'recorded'")
        ),
        Index(
            "ix_assessment_plan_by", "plan_by",
            postgresql_where=text("status = 'recorded' AND plan_by IS NOT NULL"),
        ),
        CheckConstraint(
            "cardinality(needs) = cardinality(need_urgencies)"
            " AND cardinality(needs) = cardinality(need_wishes)", name="needs"
        ),
        CheckConstraint(
            "cardinality(risks) = cardinality(risk_likelihoods)"
            " AND cardinality(risks) = cardinality(risk_gravities)", name="risks"
        ),
        CheckConstraint(
            "(level = 'household' OR household = '{}')"
            " AND (level = 'community' OR community = '{}')", name="level"
        ),
        CheckConstraint("(risk_level = 'high') = (plan_by IS NOT NULL)", name="plan_by"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    status: str = Field(sa_column=code_column("status", RecordStatus))
    level: str = Field(sa_column=code_column("level", AssessmentLevel))
    conducted_on: date
    region: str = Field(sa_column=code_column("region", Region))
    language: str = Field(sa_column=code_column("language", Language))
    interpreter: str = Field(sa_column=code_column("interpreter", InterpreterKind))
    needs: list[str] = Field(sa_column=codes_column("needs", Need))
    need_urgencies: list[str] = Field(sa_column=codes_column("need_urgencies", NeedUrgency))
    need_wishes: list[str] = Field(sa_column=codes_column("need_wishes", Answer))
    risks: list[str] = Field(sa_column=codes_column("risks", RiskFlag))
    risk_likelihoods: list[str] = Field(sa_column=codes_column("risk_likelihoods", Likelihood))
    risk_gravities: list[str] = Field(sa_column=codes_column("risk_gravities", Gravity))
    risk_level: str = Field(sa_column=code_column("risk_level", RiskLevel))
    household: list[str] = Field(sa_column=codes_column("household", HouseholdFactor))
    community: list[str] = Field(sa_column=codes_column("community", CommunityFactor))
    sealed_notes: bytes | None
    sealed_person_view: bytes | None
    next_by: date
    plan_by: datetime | None = Field(sa_column=timestamp_column())
    risks_confirmed_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class AssessmentHealth(Table, table=True):
    """What an assessment asks of health: it opens with the section health alone, and no history of
    it is kept.
    """

    assessment_id: UUID = Field(primary_key=True, foreign_key="assessment.id")
    case_id: UUID = Field(foreign_key="case.id")
    h_injury: str = Field(sa_column=code_column("h_injury", Answer))
    h_pregnant: str = Field(sa_column=code_column("h_pregnant", Answer))
    h_breastfeeding: str = Field(sa_column=code_column("h_breastfeeding", Answer))
    h_chronic_illness: str = Field(sa_column=code_column("h_chronic_illness", Answer))
    h_medication_stopped: str = Field(sa_column=code_column("h_medication_stopped", Answer))
    h_fever_or_cough: str = Field(sa_column=code_column("h_fever_or_cough", Answer))
    h_mental_distress: str = Field(sa_column=code_column("h_mental_distress", Answer))
    h_self_harm: str = Field(sa_column=code_column("h_self_harm", Answer))
    h_substance_use: str = Field(sa_column=code_column("h_substance_use", Answer))
    h_addiction_imposed: str = Field(sa_column=code_column("h_addiction_imposed", Answer))
    h_sexual_violence_72h: str = Field(sa_column=code_column("h_sexual_violence_72h", Answer))
    sealed_note: bytes | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
