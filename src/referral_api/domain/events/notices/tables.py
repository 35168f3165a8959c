"""The table of notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Column, DateTime, Index, Text, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.permissions import Role


class Notice(Table, table=True):
    """One thing that waits, told to one organisation: to one agent, to those of one role, or to all
    who act there.

    ``concerned_id`` is the organisation that is waited for. ``candidates`` are organisations that a
    new referral may go to. Of one limit, each stage is told once.
    """

    __table_args__ = (
        Index(
            "uq_notice_stage", "subject_id", "kind", "due_at", "concerned_id", "stage",
            "organisation_id", unique=True,
        ),
        Index("ix_notice_organisation_id_recorded_key", "organisation_id", "recorded_key"),
        Index(
            "ix_notice_unread", "organisation_id", "recorded_key",
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notice_news", "recorded_at", postgresql_where=text("read_at IS NULL")),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    agent_id: UUID | None = Field(foreign_key="agent.id")
    role: str | None = Field(sa_column=code_column("role", Role, nullable=True))
    kind: str = Field(sa_column=code_column("kind", NoticeKind))
    stage: str = Field(sa_column=code_column("stage", NoticeStage))
    subject: str = Field(sa_column=Column(Text, nullable=False))
    subject_id: UUID
    concerned_id: UUID = Field(foreign_key="organisation.id")
    candidates: list[UUID] = Field(
        sa_column=Column(ARRAY(Uuid), nullable=False, server_default=text("'{}'"))
    )
    due_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    read_at: datetime | None = Field(sa_column=timestamp_column())
    read_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    version: int
