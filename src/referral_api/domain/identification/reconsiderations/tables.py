"""The table of reconsiderations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.reconsiderations import (
    LateReason,
    ReconsiderationRequester,
    ReconsiderationStatus,
)
from referral_api.domain.codelists.status import IdentificationStatus


class Reconsideration(Table, table=True):
    """One request that a negative decision is taken up again.

    The database writes ``custodian_id``, which follows custody, ``status_before``, to which the
    case returns, and ``first_agent_id``, who took the decision. It puts the case under review.
    """

    __table_args__ = (
        Index("ix_reconsideration_recorded_key", "recorded_key"),
        Index("ix_reconsideration_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_reconsideration_recorded_by_organisation_id_recorded_key",
            "recorded_by_organisation_id", "recorded_key",
        ),
        Index(
            "ix_reconsideration_due_by", "due_by",
            postgresql_where=text("status IN ('admitted','requested') AND overdue_at IS NULL"),
        ),
        Index(
            "uq_reconsideration_open", "case_id", unique=True,
            postgresql_where=text("status IN ('requested','admitted')"),
        ),
        CheckConstraint(
            "decided_by_agent_id IS NULL OR decided_by_agent_id <> first_agent_id",
            name="another_decides",
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    decision_id: UUID = Field(foreign_key="decision.id")
    status: str = Field(sa_column=code_column("status", ReconsiderationStatus))
    status_before: str | None = Field(
        default=None, sa_column=code_column("status_before", IdentificationStatus, nullable=True)
    )
    first_agent_id: UUID | None
    asked_by: str = Field(sa_column=code_column("asked_by", ReconsiderationRequester))
    asked_on: date
    due_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    late_reason: str | None = Field(
        default=None, sa_column=code_column("late_reason", LateReason, nullable=True)
    )
    new_facts: str = Field(sa_column=code_column("new_facts", Answer))
    sealed_grounds: bytes | None
    sealed_reasons: bytes | None
    decided_by_organisation_id: UUID | None = Field(foreign_key="organisation.id")
    decided_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    decided_at: datetime | None = Field(sa_column=timestamp_column())
    overdue_at: datetime | None = Field(sa_column=timestamp_column())
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
