"""The tables of best-interests assessments and determinations."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Uuid
from sqlmodel import Field

from referral_api.database.tables import code_column, codes_column
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.assessments import RiskLevel
from referral_api.domain.codelists.best_interests import (
    LASTING,
    BestInterestMeasure,
    PersonHeard,
    UnheardReason,
)
from referral_api.domain.protection.children.tables import ChildRecord, child_arguments


class BestInterestsAssessment(ChildRecord, table=True):
    """One assessment by one agent. ``concerns`` stand in the order of the four factors."""

    __table_args__ = child_arguments(
        "best_interests_assessment",
        CheckConstraint("'child' = ANY (heard) OR not_heard_reason IS NOT NULL", name="heard"),
        CheckConstraint("cardinality(concerns) = 4", name="factors"),
        CheckConstraint("cardinality(recommended) > 0", name="recommended"),
        CheckConstraint(
            f"needs_determination OR NOT recommended && '{{{','.join(LASTING)}}}'::text[]",
            name="lasting",
        ),
    )

    status: str = Field(sa_column=code_column("status", RecordStatus))
    assessed_on: date
    assessor_id: UUID = Field(foreign_key="agent.id")
    is_urgent: bool
    heard: list[str] = Field(sa_column=codes_column("heard", PersonHeard))
    not_heard_reason: str | None = Field(
        sa_column=code_column("not_heard_reason", UnheardReason, nullable=True)
    )
    concerns: list[str] = Field(sa_column=codes_column("concerns", RiskLevel))
    sealed_findings: bytes | None
    recommended: list[str] = Field(sa_column=codes_column("recommended", BestInterestMeasure))
    needs_determination: bool


class BestInterestsDetermination(ChildRecord, table=True):
    """One determination by a panel. The database checks who sits on it."""

    __table_args__ = child_arguments(
        "best_interests_determination",
        Index("ix_best_interests_determination_assessment_id", "assessment_id"),
        CheckConstraint("cardinality(panel) >= 3", name="panel"),
        CheckConstraint("cardinality(options) >= 2 AND decision = ANY (options)", name="options"),
        CheckConstraint(
            "cardinality(own_view_ids) > 0 OR no_view_reason IS NOT NULL", name="views"
        ),
        CheckConstraint(
            "review_by > decided_on AND review_by <= decided_on + interval '12 months'",
            name="review",
        ),
    )

    status: str = Field(sa_column=code_column("status", RecordStatus))
    assessment_id: UUID = Field(foreign_key="best_interests_assessment.id")
    panel: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    options: list[str] = Field(sa_column=codes_column("options", BestInterestMeasure))
    sealed_options: bytes | None
    decision: str = Field(sa_column=code_column("decision", BestInterestMeasure))
    sealed_dissent: bytes | None
    decided_on: date
    review_by: date
    own_view_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    no_view_reason: str | None = Field(
        sa_column=code_column("no_view_reason", UnheardReason, nullable=True)
    )
