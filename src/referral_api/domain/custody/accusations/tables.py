"""The table of accusations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.alerts import AccusationStatus


class Accusation(Table, table=True):
    """``organisation_id`` accuses the person. At most one accusation of each stands on a case."""

    __table_args__ = (
        Index("ix_accusation_recorded_key", "recorded_key"),
        Index(
            "uq_accusation_standing", "case_id", "organisation_id", unique=True,
            postgresql_where=text("status = 'standing'"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id", index=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    status: str = Field(sa_column=code_column("status", AccusationStatus))
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
