"""The table of alerts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, Index, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, timestamp_column
from referral_api.domain.codelists.alerts import AlertKind, AlertStatus


class Alert(Table, table=True):
    """``about_id`` is the record that caused it: of each, one alert of a kind is open at most.

    ``organisation_id`` is the organisation concerned. ``told`` are the coordinating organisations
    that received the event.
    """

    __table_args__ = (
        Index(
            "uq_alert_open", "kind", "about_id", unique=True,
            postgresql_where=text("status IN ('raised','taken_up')"),
        ),
        Index("ix_alert_case_id_id", "case_id", "id"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="case.id")
    kind: str = Field(sa_column=code_column("kind", AlertKind))
    status: str = Field(sa_column=code_column("status", AlertStatus))
    about_id: UUID
    organisation_id: UUID = Field(foreign_key="organisation.id")
    told: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    raised_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    taken_up_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
