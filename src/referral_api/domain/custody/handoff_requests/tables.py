"""The table of handoff requests."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, Index, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, recorded_key_column, timestamp_column
from referral_api.domain.codelists.handoffs import (
    CustodyKind,
    HandoffDeclineReason,
    HandoffReason,
    HandoffRequestStatus,
)


class HandoffRequest(Table, table=True):
    """At most one is open for a case, a chain and a requester."""

    __table_args__ = (
        Index(
            "uq_handoff_request_open", "case_id", "kind", "requester_id", unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_handoff_request_recorded_key", "recorded_key"),
        Index("ix_handoff_request_requester_id_recorded_key", "requester_id", "recorded_key"),
        Index(
            "ix_handoff_request_decide_by", "decide_by", postgresql_where=text("status = 'open'")
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(sa_column=code_column("kind", CustodyKind))
    status: str = Field(sa_column=code_column("status", HandoffRequestStatus))
    requester_id: UUID = Field(foreign_key="organisation.id")
    reason: str = Field(sa_column=code_column("reason", HandoffReason))
    refusal_reason: str | None = Field(
        sa_column=code_column("refusal_reason", HandoffDeclineReason, nullable=True)
    )
    handoff_id: UUID | None = Field(foreign_key="handoff.id")
    requested_by_agent_id: UUID = Field(foreign_key="agent.id")
    requested_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    decide_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
