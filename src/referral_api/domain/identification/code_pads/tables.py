"""The tables of pads, and of the codes on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.many import CodePadStatus


class CaseCodePad(Table, table=True):
    """One pad of one organisation."""

    __table_args__ = (
        Index(
            "ix_case_code_pad_organisation_id_recorded_key", "organisation_id", "recorded_key"
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    drawn_by_agent_id: UUID = Field(foreign_key="agent.id")
    status: str = Field(sa_column=code_column("status", CodePadStatus))
    size: int
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class PadCode(Table, table=True):
    """One code of a pad, and the case that was registered by it."""

    __table_args__ = (Index("ix_pad_code_pad_id", "pad_id"),)

    code: str = Field(sa_column=Column(Text, primary_key=True))
    pad_id: UUID = Field(foreign_key="case_code_pad.id")
    organisation_id: UUID
    case_id: UUID | None
    used_at: datetime | None = Field(sa_column=timestamp_column())
