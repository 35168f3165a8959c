"""The table of relations between the persons of two files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.persons import RelationKind


class CaseRelation(Table, table=True):
    """``kind`` is what the person of ``other_case_id`` is to the person of ``case_id``."""

    __table_args__ = (
        Index("ix_case_relation_recorded_key", "recorded_key"),
        Index("ix_case_relation_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_case_relation_other_case_id_recorded_key", "other_case_id", "recorded_key"),
        Index(
            "uq_case_relation_pair",
            text("LEAST(case_id, other_case_id)"), text("GREATEST(case_id, other_case_id)"),
            unique=True, postgresql_where=text("status = 'recorded'"),
        ),
        CheckConstraint("case_id <> other_case_id", name="two"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    other_case_id: UUID = Field(foreign_key="case.id")
    status: str = Field(sa_column=code_column("status", RecordStatus))
    kind: str = Field(sa_column=code_column("kind", RelationKind))
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
