"""The tables of support plans and of their goals."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.support_plans import (
    GoalProgress,
    PlanDomain,
    PlanEndReason,
    PlanStatus,
)

_IN_FORCE = text("status IN ('active','suspended')")


class SupportPlan(Table, table=True):
    """One plan of a case, of which one is in force at a time.

    ``planned_at`` is when it was last agreed or revised. The database writes ``custodian_id``: a
    handoff moves the plan.
    """

    __table_args__ = (
        Index("ix_support_plan_recorded_key", "recorded_key"),
        Index("ix_support_plan_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_support_plan_review_by", "review_by", postgresql_where=_IN_FORCE),
        Index("uq_support_plan_active", "case_id", unique=True, postgresql_where=_IN_FORCE),
        CheckConstraint(
            "(status = 'ended_early') <= (end_reason IS NOT NULL AND ended_on IS NOT NULL)",
            name="ended",
        ),
        CheckConstraint(
            "(status IN ('active','suspended','completed')) <= (activated_at IS NOT NULL)",
            name="activated",
        ),
        CheckConstraint("status <> 'active' OR agreed_by_person <> 'no'", name="agreed"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    assessment_id: UUID = Field(foreign_key="assessment.id")
    status: str = Field(sa_column=code_column("status", PlanStatus))
    agreed_by_person: str = Field(sa_column=code_column("agreed_by_person", Answer))
    copy_given: str = Field(sa_column=code_column("copy_given", Answer))
    explained_in: str = Field(sa_column=code_column("explained_in", Language))
    planned_end_on: date | None
    ended_on: date | None
    review_by: date
    end_reason: str | None = Field(
        sa_column=code_column("end_reason", PlanEndReason, nullable=True)
    )
    activated_at: datetime | None = Field(sa_column=timestamp_column())
    planned_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class SupportGoal(Table, table=True):
    """One goal of a plan. To be named as responsible for it opens nothing."""

    __table_args__ = (
        Index("ix_support_goal_recorded_key", "recorded_key"),
        Index("ix_support_goal_plan_id", "plan_id"),
        Index("ix_support_goal_case_id", "case_id"),
        CheckConstraint("(progress = 'achieved') = (achieved_on IS NOT NULL)", name="achieved"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    plan_id: UUID = Field(foreign_key="support_plan.id")
    custodian_id: UUID | None
    status: str = Field(sa_column=code_column("status", RecordStatus))
    domain: str = Field(sa_column=code_column("domain", PlanDomain))
    sealed_objective: bytes | None
    wanted_by_person: str = Field(sa_column=code_column("wanted_by_person", Answer))
    responsible_organisation_id: UUID | None = Field(foreign_key="organisation.id")
    due_on: date | None
    achieved_on: date | None
    progress: str = Field(sa_column=code_column("progress", GoalProgress))
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
